package dev.hub.core.auth;

import static dev.hub.core.auth.Verdicts.NOW;
import static dev.hub.core.auth.Verdicts.SECRET;
import static dev.hub.core.auth.Verdicts.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Expired;
import dev.hub.core.auth.TokenVerdict.Rejected;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people try with tokens. Beside each forgery stands a genuine token that is accepted, so that none passes by accident. */
final class TokenAttackTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final KeyPair RSA = TestKeys.rsa(2048);
    private static final KeyPair P256 = TestKeys.elliptic("secp256r1");
    private static final String CLAIMS = "{\"sub\":\"root\"}";

    private final TokenVerifier verifier = Verdicts.verifier(VERTX, RSA.getPublic(), P256.getPublic());
    private final TokenMinter withSecret = new TokenMinter(Secret.of(SECRET));
    private final TokenMinter withRsa = new TokenMinter(SigningKey.of(RSA.getPrivate()), "");

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    private TokenVerdict<ConnectionClaims> verdict(String token) {
        return await(verifier.verifyConnection(token));
    }

    private static TokenMinter hmac(byte[] secret, TokenAlgorithm algorithm) {
        return new TokenMinter(SigningKey.ofSecret(secret, algorithm), "");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theGenuineOnesAreAccepted() {
        assertThat(verdict(withSecret.sign(CLAIMS))).isInstanceOf(Accepted.class);
        assertThat(verdict(withRsa.sign(CLAIMS))).isInstanceOf(Accepted.class);
    }

    /** The public key is known to everybody; a verifier that takes it for a secret would believe everybody. */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void aPublicKeyIsNoSecret(String algorithm) {
        String pem = TestKeys.pem(RSA.getPublic());
        for (byte[] known : List.of(
                pem.getBytes(StandardCharsets.UTF_8),
                pem.strip().getBytes(StandardCharsets.UTF_8),
                RSA.getPublic().getEncoded(),
                P256.getPublic().getEncoded(),
                TestKeys.pem(P256.getPublic()).getBytes(StandardCharsets.UTF_8))) {
            String token = hmac(known, TokenAlgorithm.valueOf(algorithm)).sign(CLAIMS);

            assertThat(verdict(token)).isInstanceOf(Rejected.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"RS256, ES256", "RS256, RS384", "RS256, HS256", "RS256, EdDSA", "RS256, PS256", "RS256, rs256"})
    void anotherAlgorithmInTheHeaderDoesNotHelp(String signed, String claimed) {
        String token = withRsa.sign("{\"alg\":\"" + claimed + "\"}", CLAIMS);

        assertThat(verdict(withRsa.sign("{\"alg\":\"" + signed + "\"}", CLAIMS)))
                .isInstanceOf(Accepted.class);
        assertThat(verdict(token)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void anUnsignedTokenIsRefused(String none) {
        String header = base64("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}");

        assertThat(Verdicts.reason(verdict(header + "." + base64(CLAIMS) + ".")))
                .isEqualTo("it is not signed (alg none)");
        assertThat(verdict(header + "." + base64(CLAIMS))).isInstanceOf(Rejected.class);
        assertThat(Verdicts.reason(verdict(withSecret.sign("{\"alg\":\"" + none + "\"}", CLAIMS))))
                .isEqualTo("it is not signed (alg none)");
    }

    /** A key id is looked up among ids; it is no path, no query and no pattern. With a key at hand it does not count. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "/dev/null",
                "file:///dev/null",
                "https://evil.example/keys",
                "' OR '1'='1",
                "x'; DROP TABLE keys; --",
                "\u0000",
                "${jndi:ldap://evil.example/x}",
                "*",
                ""
            })
    void aKeyIdLeadsNowhere(String keyId) {
        byte[] empty = new byte[] {0};
        String header = new JsonObject().put("alg", "HS256").put("kid", keyId).encode();
        String token = hmac(empty, TokenAlgorithm.HS256).sign(header, CLAIMS);

        assertThat(Verdicts.reason(verdict(token))).isEqualTo("its signature is not of a key that is known here");
        assertThat(verdict(withSecret.sign(header, CLAIMS))).isInstanceOf(Accepted.class);
    }

    @Test
    void aHugeKeyIdIsRefusedAsSuch() {
        String header =
                new JsonObject().put("alg", "HS256").put("kid", "k".repeat(257)).encode();

        assertThat(Verdicts.reason(verdict(withSecret.sign(header, CLAIMS))))
                .isEqualTo("its header's kid is not a string of at most 256 characters");
    }

    @Test
    void aKeyInsideOfTheTokenIsNotUsed() {
        KeyPair own = TestKeys.rsa(2048);
        JsonObject header = new JsonObject()
                .put("alg", "RS256")
                .put("jwk", TestKeys.jwk("own", own.getPublic()))
                .put("jku", "https://evil.example/keys")
                .put("x5u", "https://evil.example/cert")
                .put(
                        "x5c",
                        new JsonArray()
                                .add(Base64.getEncoder()
                                        .encodeToString(own.getPublic().getEncoded())));
        String token = new TokenMinter(SigningKey.of(own.getPrivate()), "").sign(header.encode(), CLAIMS);

        assertThat(Verdicts.reason(verdict(token))).isEqualTo("its signature is not of a key that is known here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
                "{\"alg\":\"HS256\",\"crit\":[]}",
                "{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}",
                "{\"alg\":\"HS256\",\"crit\":null}"
            })
    void anExtensionThatMustBeUnderstoodIsRefused(String header) {
        assertThat(Verdicts.reason(verdict(withSecret.sign(header, CLAIMS)))).contains("(crit)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
                "{\"alg\":\"none\",\"alg\":\"HS256\"}",
                "{\"alg\":[\"HS256\"]}",
                "{\"alg\":{\"HS256\":1}}",
                "{\"ALG\":\"HS256\"}",
                "{}",
                "[]",
                "\"HS256\"",
                "{\"alg\":\"HS256\"}{}",
                "{\"alg\":\"HS256\""
            })
    void aHeaderThatCanBeReadInTwoWaysIsRefused(String header) {
        assertThat(verdict(withSecret.sign(header, CLAIMS))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"ann\",\"sub\":\"root\"}",
                "{\"sub\":\"ann\",\"exp\":1,\"exp\":9999999999}",
                "{\"sub\":\"ann\"}{\"sub\":\"root\"}",
                "{\"sub\":\"ann\",\"s\\u0075b\":\"root\"}"
            })
    void claimsThatCanBeReadInTwoWaysAreRefused(String claims) {
        assertThat(verdict(withSecret.sign(claims))).isInstanceOf(Rejected.class);
    }

    @Test
    void eachAlteredBitIsFound() {
        byte[] token = withSecret.sign(CLAIMS).getBytes(StandardCharsets.US_ASCII);
        // The lowest bits of the last character belong to no byte of the signature.
        for (int i = 0; i < token.length - 1; i++) {
            byte[] altered = token.clone();
            altered[i] ^= 1;
            assertThat(verdict(new String(altered, StandardCharsets.US_ASCII)))
                    .as("at %d", i)
                    .isInstanceOf(Rejected.class);
        }
    }

    @Test
    void partsOfTwoTokensMakeNone() {
        String[] ann = withSecret.sign("{\"sub\":\"ann\"}").split("\\.", -1);
        String[] root = withRsa.sign(CLAIMS).split("\\.", -1);

        assertThat(verdict(ann[0] + "." + root[1] + "." + ann[2])).isInstanceOf(Rejected.class);
        assertThat(verdict(root[0] + "." + root[1] + "." + ann[2])).isInstanceOf(Rejected.class);
        assertThat(verdict(ann[0] + "." + root[1] + "." + root[2])).isInstanceOf(Rejected.class);
    }

    @Test
    void hugeTokensAreRefusedUnread() {
        String huge = withSecret.sign(new JsonObject().put("info", "x".repeat(13_000)));
        String fits = withSecret.sign(new JsonObject().put("info", "x".repeat(12_000)));

        assertThat(Verdicts.reason(verdict(huge))).contains("longer than 16384");
        assertThat(verdict(fits)).isInstanceOf(Accepted.class);
        assertThat(Verdicts.reason(verdict("a".repeat(1 << 20)))).contains("longer than 16384");
        assertThat(Verdicts.reason(
                        verdict(base64("{\"alg\":\"HS256\",\"x\":\"" + "x".repeat(4000) + "\"}") + ".e30.AA")))
                .contains("header is longer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "subs", "channels", "info", "meta"})
    void deepNestingIsRefused(String claim) {
        String claims = "{\"" + claim + "\":" + "[".repeat(2000) + "]".repeat(2000) + "}";

        assertThat(verdict(withSecret.sign(claims))).isInstanceOf(Rejected.class);
    }

    @Test
    void tokensPastTheirTimeAreExpiredAndThoseOfTheFutureRefused() {
        assertThat(verdict(withRsa.sign("{\"exp\":" + (NOW - 1) + "}"))).isInstanceOf(Expired.class);
        assertThat(verdict(withRsa.sign("{\"nbf\":" + (NOW + 60) + "}"))).isInstanceOf(Rejected.class);
        assertThat(verdict(withRsa.sign("{\"iat\":" + (NOW + 60) + "}"))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"aud":"hub","iss":"id"}             | ''
        {"aud":["other","hub"],"iss":"id"}   | ''
        {"aud":"other","iss":"id"}           | it is made for another audience (aud)
        {"aud":[],"iss":"id"}                | it is made for another audience (aud)
        {"iss":"id"}                         | it is made for another audience (aud)
        {"aud":"hub2","iss":"id"}            | it is made for another audience (aud)
        {"aud":"hub"}                        | it is made by another issuer (iss)
        {"aud":"hub","iss":"id/"}            | it is made by another issuer (iss)
        {"aud":{"hub":1},"iss":"id"}         | its claim "aud" is not a string
        """)
    void audienceAndIssuerMustBeTheConfiguredOnes(String claims, String reason) {
        TokenPolicy policy = new TokenPolicy(TokenKeys.of(SECRET), null, "hub", "id", TokenPolicy.SUBJECT);
        TokenVerifier strict = Verdicts.verifier(VERTX, policy, policy);

        assertThat(Verdicts.reason(await(strict.verifyConnection(withSecret.sign(claims)))))
                .isEqualTo(reason);
    }

    @Test
    void aKeyForSubscriptionsOpensNoConnection() {
        TokenPolicy connections = TokenPolicy.of(TokenKeys.of(SECRET));
        TokenPolicy subscriptions = TokenPolicy.of(TokenKeys.of("another secret of thirty-two bytes"));
        TokenVerifier separate = Verdicts.verifier(VERTX, connections, subscriptions);
        TokenMinter other = new TokenMinter(Secret.of("another secret of thirty-two bytes"));
        String claims = "{\"sub\":\"ann\",\"channel\":\"news\"}";

        assertThat(await(separate.verifySubscription(other.sign(claims)))).isInstanceOf(Accepted.class);
        assertThat(await(separate.verifySubscription(withSecret.sign(claims)))).isInstanceOf(Rejected.class);
        assertThat(await(separate.verifyConnection(other.sign(CLAIMS)))).isInstanceOf(Rejected.class);
    }

    @Test
    void onlyTheConfiguredClaimNamesTheUser() {
        TokenPolicy policy = new TokenPolicy(TokenKeys.of(SECRET), null, "", "", "uid");
        TokenVerifier other = Verdicts.verifier(VERTX, policy, policy);

        ConnectionClaims claims =
                Verdicts.claims(await(other.verifyConnection(withSecret.sign("{\"sub\":\"root\",\"uid\":\"ann\"}"))));

        assertThat(claims.user()).isEqualTo("ann");
        assertThat(Verdicts.reason(await(other.verifyConnection(withSecret.sign("{\"uid\":7}")))))
                .isEqualTo("its claim \"uid\" is not a string");
    }
}
