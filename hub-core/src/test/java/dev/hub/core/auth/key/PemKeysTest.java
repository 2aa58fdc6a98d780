package dev.hub.core.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.key.TokenAlgorithm.Family;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PemKeysTest {
    private static final KeyPair P256 = TestKeys.elliptic("secp256r1");

    @Test
    void readsBothHalvesOfEachKind() {
        assertThat(PemKeys.publicKey(TestKeys.pem(P256.getPublic()), Family.ECDSA))
                .isEqualTo(VerificationKey.of(P256.getPublic()));
        for (KeyPair each : new KeyPair[] {TestKeys.rsa(2048), P256, TestKeys.ed25519()}) {
            assertThat(PemKeys.privateKey("a comment\n" + TestKeys.pem(each.getPrivate())))
                    .isEqualTo(each.getPrivate());
        }
    }

    @Test
    void refusesKeysOfAnotherKindAndWeakOnes() {
        String rsa = TestKeys.pem(TestKeys.rsa(1024).getPublic());

        assertThatThrownBy(() -> PemKeys.publicKey(TestKeys.pem(P256.getPublic()), Family.RSA))
                .hasMessage("must be a public key of the kind RSA");
        assertThatThrownBy(() -> PemKeys.publicKey(rsa, Family.RSA)).hasMessageContaining("2048 to 8192 bits");
        assertThatThrownBy(() -> PemKeys.publicKey(
                        TestKeys.pem(TestKeys.elliptic("secp256r1").getPrivate()), Family.ECDSA))
                .hasMessageContaining("must begin with -----BEGIN PUBLIC KEY-----, not PRIVATE KEY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----"
            })
    void refusesWhatIsNoPem(String text) {
        assertThatThrownBy(() -> PemKeys.publicKey(text, Family.RSA))
                .hasMessage("must be PEM that begins with -----BEGIN PUBLIC KEY-----");
    }
}
