package dev.hub.core.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests so that who gets them can tell that they come from the hub and are fresh: HMAC-SHA256 over
 * {@code id.timestamp.body}. Safe to use from any thread.
 *
 * <p>Source: Standard Webhooks, version 1.
 */
public final class WebhookSigner {
    /** The header with the message's id, which stays the same when the message is sent again. */
    public static final String ID_HEADER = "webhook-id";

    /** The header with the time of sending, in seconds since 1970. */
    public static final String TIMESTAMP_HEADER = "webhook-timestamp";

    /** The header with the signatures, one for each secret, parted by spaces. */
    public static final String SIGNATURE_HEADER = "webhook-signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";

    private final List<WebhookSecret> secrets;

    /** Signs with each of {@code secrets}, so that one can replace the other without a gap. */
    public WebhookSigner(List<WebhookSecret> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** There is something to sign with. */
    public boolean signs() {
        return !secrets.isEmpty();
    }

    /**
     * What goes into {@value #SIGNATURE_HEADER}.
     *
     * @param id of the message; holds no dot
     * @param timestamp in seconds since 1970, as in {@value #TIMESTAMP_HEADER}
     */
    public String sign(String id, long timestamp, byte[] body) {
        return secrets.stream().map(secret -> sign(secret, id, timestamp, body)).collect(Collectors.joining(" "));
    }

    private static String sign(WebhookSecret secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, absent);
        }
    }
}
