package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token of its own for every connection (HS256, RFC 7519): subject {@code load-<number>}, valid for a day. */
public final class SignedTokens implements Credentials {
    private static final String ALGORITHM = "HmacSHA256";
    private static final long VALID_SECONDS = 86_400;

    private final Key key;
    private final InstantSource clock;

    /** The secret is used as UTF-8 bytes; it must not be empty. */
    public SignedTokens(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM);
        this.clock = clock;
    }

    @Override
    public String tokenFor(int number) {
        long now = clock.instant().getEpochSecond();
        String claims = "{\"sub\":\"load-%d\",\"iat\":%d,\"exp\":%d}".formatted(number, now, now + VALID_SECONDS);
        String signed =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        return signed + "." + base64(mac(signed.getBytes(UTF_8)));
    }

    private byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is in every JDK", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
