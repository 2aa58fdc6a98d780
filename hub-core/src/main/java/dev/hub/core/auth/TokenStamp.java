package dev.hub.core.auth;

import dev.hub.core.revocation.Bearer;

/**
 * What tells a token from others, so that it can be taken back before its time.
 *
 * @param id its {@code jti}; empty without one
 * @param issuedAt its {@code iat} in seconds since 1970; {@link Bearer#LONG_AGO} when it does not say,
 *     {@link Bearer#NO_TOKEN} when there is no token
 */
public record TokenStamp(String id, long issuedAt) {
    /** There is no token. */
    public static final TokenStamp NONE = new TokenStamp("", Bearer.NO_TOKEN);

    /** Of a token that says nothing of the kind. */
    public static final TokenStamp BLANK = new TokenStamp("", Bearer.LONG_AGO);

    /** The user who shows the token. */
    public Bearer of(String user) {
        return new Bearer(user, id, issuedAt);
    }
}
