package dev.hub.core.auth;

/** What a token turned out to be. */
public sealed interface TokenVerdict<T> {
    /** Genuine and in time. */
    record Accepted<T>(T claims) implements TokenVerdict<T> {}

    /** Genuine, but past its {@code exp}; a fresh one will do. */
    record Expired<T>() implements TokenVerdict<T> {}

    /**
     * Forged, malformed, or made for something else.
     *
     * @param reason for the log; says nothing of the token's content
     */
    record Rejected<T>(String reason) implements TokenVerdict<T> {}
}
