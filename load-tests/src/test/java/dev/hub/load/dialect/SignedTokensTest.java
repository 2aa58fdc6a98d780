package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SignedTokensTest {
    @Test
    void giveEveryConnectionASubjectAndASignatureOfItsOwn() throws GeneralSecurityException {
        SignedTokens tokens = new SignedTokens("a secret", InstantSource.fixed(Instant.ofEpochSecond(1_000)));

        String[] parts = tokens.tokenFor(3).split("\\.", -1);

        assertThat(decode(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(decode(parts[1])).isEqualTo("{\"sub\":\"load-3\",\"iat\":1000,\"exp\":87400}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a secret".getBytes(UTF_8), "HmacSHA256"));
        assertThat(Base64.getUrlDecoder().decode(parts[2]))
                .isEqualTo(mac.doFinal((parts[0] + "." + parts[1]).getBytes(UTF_8)));
        assertThat(tokens.tokenFor(4)).isNotEqualTo(tokens.tokenFor(3));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), UTF_8);
    }
}
