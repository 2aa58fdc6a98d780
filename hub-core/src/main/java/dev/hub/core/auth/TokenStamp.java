package dev.hub.core.auth;

/**
 * Which token it was.
 *
 * @param id {@code jti}; empty when it has none
 * @param issuedAt {@code iat}, in seconds since 1970; 0 when it does not say
 */
public record TokenStamp(String id, long issuedAt) {
    /** No token, or one that says nothing of itself. */
    public static final TokenStamp NONE = new TokenStamp("", 0);
}
