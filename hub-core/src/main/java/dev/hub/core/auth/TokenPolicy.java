package dev.hub.core.auth;

import dev.hub.core.auth.key.RemoteKeys;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are believed.
 *
 * @param keys at hand
 * @param remote that an issuer publishes; null for none
 * @param audience must be one of the token's ({@code aud}); empty for any
 * @param issuer must be the token's ({@code iss}); empty for any
 * @param userClaim the claim that holds the user's id
 */
public record TokenPolicy(
        TokenKeys keys, @Nullable RemoteKeys remote, String audience, String issuer, String userClaim) {
    /** The claim that holds the user's id unless another one is configured. */
    public static final String SUBJECT = "sub";

    /** Whatever is signed with one of {@code keys}. */
    public static TokenPolicy of(TokenKeys keys) {
        return new TokenPolicy(keys, null, "", "", SUBJECT);
    }

    boolean hasKeys() {
        return remote != null || !keys.isEmpty();
    }
}
