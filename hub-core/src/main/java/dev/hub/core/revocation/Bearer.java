package dev.hub.core.revocation;

/**
 * Who wants in, or is in, and by what token.
 *
 * @param user id; empty for an anonymous one, who cannot be blocked
 * @param tokenId {@code jti} of the token; empty without one
 * @param issuedAt {@code iat} of the token in seconds since 1970; {@link #LONG_AGO} when it does not say, {@link #NO_TOKEN}
 *     when there is none
 */
public record Bearer(String user, String tokenId, long issuedAt) {
    /** A token that does not say when it was issued. */
    public static final long LONG_AGO = -1;

    /** Let in without a token. */
    public static final long NO_TOKEN = Long.MAX_VALUE;

    /** Somebody without a token. */
    public static Bearer withoutToken(String user) {
        return new Bearer(user, "", NO_TOKEN);
    }

    /** It was a token that let this one in. */
    public boolean hasToken() {
        return issuedAt != NO_TOKEN;
    }
}
