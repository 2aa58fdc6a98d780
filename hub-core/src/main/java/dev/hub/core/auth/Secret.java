package dev.hub.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A password, key or other text that must not show up in logs, errors or dumps; may be empty for "none". */
public final class Secret {
    /** No secret at all. */
    public static final Secret NONE = new Secret("");

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** Guards {@code value}. */
    public static Secret of(String value) {
        return value.isEmpty() ? NONE : new Secret(value);
    }

    /** The text itself; hand it to nothing that prints. */
    public String reveal() {
        return value;
    }

    /** The text itself in UTF-8. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing was given. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** The same text, compared in a time that tells nothing of either. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(digest(bytes()), digest(candidate.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of equal length for all inputs, so that not even the length shows in the time of a comparison. */
    private static byte[] digest(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Says only whether there is one. */
    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
