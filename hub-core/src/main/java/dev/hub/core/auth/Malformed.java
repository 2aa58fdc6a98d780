package dev.hub.core.auth;

/** A token that is not what RFC 7515, RFC 7519 or this hub says it is; the text names the part, not its value. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message, null, false, false);
    }

    /** The text. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
