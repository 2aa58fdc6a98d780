package dev.hub.core.webhook;

import java.util.Base64;

/**
 * The shared secret that requests are signed with: {@code whsec_} and the key in base64, 24 to 64 bytes of it. The text
 * before the key may be left out.
 *
 * <p>Source: Standard Webhooks, "Symmetric signatures".
 */
public final class WebhookSecret {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    private final byte[] key;

    private WebhookSecret(byte[] key) {
        this.key = key;
    }

    /**
     * The secret that {@code text} is.
     *
     * @throws IllegalArgumentException when {@link #faultOf} finds a fault
     */
    public static WebhookSecret parse(String text) {
        String fault = faultOf(text);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault);
        }
        return new WebhookSecret(decode(text));
    }

    /** What is wrong with {@code text} as a secret; empty when nothing is. Never holds the text. */
    public static String faultOf(String text) {
        try {
            int length = decode(text).length;
            return length >= MIN_BYTES && length <= MAX_BYTES
                    ? ""
                    : "must be " + MIN_BYTES + " to " + MAX_BYTES + " bytes in base64, got " + length;
        } catch (IllegalArgumentException noBase64) {
            return "must be " + PREFIX + " and base64";
        }
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    }

    byte[] key() {
        return key;
    }

    @Override
    public String toString() {
        return "***";
    }
}
