package dev.hub.core.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.key.TokenAlgorithm.Family;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets as identity providers publish them, good and bad ones. */
final class JsonWebKeysTest {
    private static final KeyPair RSA = TestKeys.rsa(2048);

    private static JsonWebKeys.Parsed parse(JsonObject... keys) {
        return JsonWebKeys.parse(TestKeys.set(keys));
    }

    private static JsonObject rsa() {
        return TestKeys.jwk("a", RSA.getPublic());
    }

    private static String faultOf(JsonObject key) {
        JsonWebKeys.Parsed parsed = parse(key);
        assertThat(parsed.keys().keys()).isEmpty();
        return parsed.unusable().getFirst();
    }

    @Test
    void holdKeysOfEachKind() {
        JsonWebKeys.Parsed parsed = parse(
                rsa().put("use", "sig").put("alg", "RS256").put("x5c", new JsonArray().add("ignored")),
                TestKeys.jwk("b", TestKeys.elliptic("secp256r1").getPublic())
                        .put("key_ops", new JsonArray().add("verify")),
                TestKeys.jwk("c", TestKeys.elliptic("secp384r1").getPublic()),
                TestKeys.jwk("d", TestKeys.elliptic("secp521r1").getPublic()),
                TestKeys.jwk("", TestKeys.ed25519().getPublic()));

        assertThat(parsed.unusable()).isEmpty();
        assertThat(parsed.keys().keys())
                .extracting(each -> each.key().family())
                .containsExactly(Family.RSA, Family.ECDSA, Family.ECDSA, Family.ECDSA, Family.EDDSA);
        assertThat(parsed.keys().candidates("b", TokenAlgorithm.ES256)).hasSize(1);
        assertThat(parsed.keys().candidates("b", TokenAlgorithm.ES384)).isEmpty();
        assertThat(parsed.keys().candidates("a", TokenAlgorithm.RS512)).isEmpty();
        assertThat(parsed.keys().candidates("", TokenAlgorithm.EDDSA)).hasSize(1);
    }

    @Test
    void readEachCurveAsTheSamePointThatIsWritten() throws Exception {
        for (KeyPair pair : List.of(
                RSA,
                TestKeys.elliptic("secp256r1"),
                TestKeys.elliptic("secp384r1"),
                TestKeys.elliptic("secp521r1"),
                TestKeys.ed25519(),
                TestKeys.ed25519(),
                TestKeys.ed25519(),
                TestKeys.ed25519())) {
            SigningKey signer = SigningKey.of(pair.getPrivate());
            byte[] content = "content".getBytes(StandardCharsets.UTF_8);
            VerificationKey read = parse(TestKeys.jwk("a", pair.getPublic()))
                    .keys()
                    .keys()
                    .getFirst()
                    .key();

            assertThat(read.verifies(signer.algorithm(), content, signer.sign(content)))
                    .isTrue();
            assertThat(read).isEqualTo(VerificationKey.of(pair.getPublic()));
        }
    }

    @Test
    void holdNoSecrets() {
        String secret = Base64.getUrlEncoder()
                .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

        assertThat(faultOf(new JsonObject().put("kty", "oct").put("k", secret).put("alg", "HS256")))
                .isEqualTo("keys[0] must not be a secret (oct), for the set is public");
    }

    @Test
    void holdNoKeysWhosePrivateHalfIsPublished() {
        RSAPrivateKey secret = (RSAPrivateKey) RSA.getPrivate();
        String d = Base64.getUrlEncoder()
                .encodeToString(secret.getPrivateExponent().toByteArray());

        assertThat(faultOf(rsa().put("d", d))).contains("private half has been published");
    }

    @Test
    void holdNoWeakKeys() {
        assertThat(faultOf(TestKeys.jwk("a", TestKeys.rsa(1024).getPublic())))
                .isEqualTo("keys[0] must have 2048 to 8192 bits (RSA), got 1024");
        assertThat(faultOf(rsa().put("e", "AQ"))).startsWith("keys[0] must");
        assertThat(faultOf(rsa().put("e", "Aw"))).contains("exponent");
        assertThat(faultOf(rsa().put("e", "AQAA"))).contains("exponent");
        assertThat(faultOf(rsa().put("n", "A".repeat(20_000)))).startsWith("keys[0] must");
        assertThat(faultOf(rsa().put("n", "_".repeat(20_000)))).contains("at most 8192 bits");
    }

    @Test
    void holdNoPointsBesideTheirCurve() {
        JsonObject curve = TestKeys.jwk("a", TestKeys.elliptic("secp256r1").getPublic());

        assertThat(faultOf(curve.copy().put("y", curve.getString("x")))).contains("point of its curve");
        assertThat(faultOf(curve.copy().put("x", "AA").put("y", "AA"))).contains("point of its curve");
        assertThat(faultOf(curve.copy().put("crv", "P-384"))).contains("point of its curve");
        assertThat(faultOf(curve.copy().put("crv", "secp256k1"))).contains("P-256, P-384 or P-521");
    }

    @Test
    void holdNoKeysForOtherUses() {
        assertThat(faultOf(rsa().put("use", "enc"))).contains("(use)");
        assertThat(faultOf(rsa().put("key_ops", new JsonArray().add("encrypt"))))
                .contains("(key_ops)");
        assertThat(faultOf(rsa().put("alg", "RSA-OAEP"))).contains("alg that the hub knows");
        assertThat(faultOf(rsa().put("alg", "ES256"))).contains("alg that goes with its kind");
        assertThat(faultOf(rsa().put("alg", "HS256"))).contains("alg that goes with its kind");
        assertThat(faultOf(rsa().put("kty", "PQ"))).contains("kty");
        assertThat(faultOf(rsa().put("kid", "k".repeat(300)))).contains("kid");
        assertThat(faultOf(
                        new JsonObject().put("kty", "OKP").put("crv", "X25519").put("x", "AAAA")))
                .contains("Ed25519");
        assertThat(faultOf(
                        new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", "AAAA")))
                .contains("32 bytes");
    }

    @Test
    void leaveOutTheBadOnesAmongTheGood() {
        JsonWebKeys.Parsed parsed = parse(new JsonObject().put("kty", "oct").put("k", "AAAA"), rsa(), new JsonObject());

        assertThat(parsed.keys().keys()).hasSize(1);
        assertThat(parsed.unusable()).hasSize(2);
    }

    @Test
    void countTheSameKeyOnceAndTryAllThatShareAnId() {
        KeyPair other = TestKeys.rsa(2048);
        JsonWebKeys.Parsed parsed = parse(
                rsa(),
                rsa(),
                TestKeys.jwk("a", other.getPublic()),
                TestKeys.jwk("a", TestKeys.elliptic("secp256r1").getPublic()));

        assertThat(parsed.keys().keys()).hasSize(3);
        assertThat(parsed.keys().candidates("a", TokenAlgorithm.RS256)).hasSize(2);
        assertThat(parsed.keys().candidates("a", TokenAlgorithm.ES256)).hasSize(1);
    }

    @Test
    void areBounded() {
        JsonObject[] many = Collections.nCopies(101, rsa()).toArray(JsonObject[]::new);

        assertThatThrownBy(() -> parse(many)).hasMessage("the key set has more than 100 keys");
        assertThatThrownBy(() -> JsonWebKeys.parse(new byte[JsonWebKeys.MAX_BYTES + 1]))
                .hasMessageContaining("more than 262144 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[]}trailing",
                "{\"keys\":[]}{\"keys\":[]}",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":[",
                "<html></html>",
                "{\"keys\":[{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}]}"
            })
    void areJsonWithAList(String text) {
        assertThatThrownBy(() -> JsonWebKeys.parse(text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the key set is not JSON with a list \"keys\"");
    }

    @Test
    void mayHoldWhatNobodyKnows() {
        byte[] text = ("{\"issuer\":{\"a\":[1]},\"keys\":[7,\"x\",[],null,"
                        + rsa().put("new", new JsonObject()).encode() + "]}")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(JsonWebKeys.parse(text).keys().keys()).hasSize(1);
    }
}
