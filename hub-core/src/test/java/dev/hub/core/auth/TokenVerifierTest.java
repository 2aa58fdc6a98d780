package dev.hub.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Expired;
import dev.hub.core.auth.TokenVerdict.Rejected;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenVerifierTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final long NOW = 1_800_000_000L;

    private static final Vertx VERTX = Vertx.vertx();

    private final TokenMinter minter = new TokenMinter(Secret.of(SECRET));
    private final TokenVerifier verifier = verifier(TokenKeys.of(SECRET));

    @AfterAll
    static void close() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        VERTX.close().onComplete(end -> closed.countDown());
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = TokenAlgorithm.class,
            names = {"HS256", "HS384", "HS512"})
    void acceptsEachHmacAlgorithm(TokenAlgorithm algorithm) {
        ConnectionClaims claims = new ConnectionClaims(
                "ann",
                NOW + 60,
                Payload.ofJson("{\"name\":\"Ann\"}"),
                List.of(new ChannelName("news"), new ChannelName("chat:1")));

        String token = new TokenMinter(SigningKey.ofSecret(SECRET.getBytes(StandardCharsets.UTF_8), algorithm), "")
                .connection(claims);

        assertThat(connect(token)).isEqualTo(new Accepted<>(claims));
    }

    @Test
    void acceptsASubscriptionToken() {
        SubscriptionClaims claims =
                new SubscriptionClaims("ann", new ChannelName("$private:1"), NOW + 1, Payload.ofJson("[1]"));

        assertThat(subscribe(minter.subscription(claims))).isEqualTo(new Accepted<>(claims));
    }

    @Test
    void takesATokenOfTheJwtDebuggerThatOtherLibrariesMake() {
        // {"alg":"HS256","typ":"JWT"}.{"sub":"1234567890","name":"John Doe","iat":1516239022}, "your-256-bit-secret"
        String token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                + "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
                + "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

        assertThat(await(verifier(TokenKeys.of("your-256-bit-secret")).verifyConnection(token)))
                .isEqualTo(new Accepted<>(new ConnectionClaims(
                        Principal.of("1234567890"), 0, null, null, Map.of(), new TokenStamp("", 1516239022))));
    }

    @Test
    void neverExpiresWithoutExp() {
        assertThat(claimsOf("{\"sub\":\"ann\"}").expireAt()).isZero();
    }

    @Test
    void isAnonymousWithoutSub() {
        assertThat(claimsOf("{}").user()).isEmpty();
    }

    @Test
    void tellsByWhatATokenCanBeRevoked() {
        assertThat(claimsOf("{\"sub\":\"ann\",\"jti\":\"a7\",\"iat\":1516239022}")
                        .bearer())
                .isEqualTo(new Bearer("ann", "a7", 1516239022));
        assertThat(claimsOf("{\"sub\":\"ann\"}").bearer()).isEqualTo(new Bearer("ann", "", Bearer.LONG_AGO));
    }

    @Test
    void keepsEveryDigitOfInfo() {
        String info = "{\"id\": 12345678901234567890.123456789, \"é\":[ ]}";

        Payload kept = claimsOf("{\"info\":" + info + ",\"sub\":\"ann\"}").info();

        assertThat(kept).isEqualTo(Payload.ofJson(info));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"text\"", "true", "[1,2]", "{}"})
    void takesAnyJsonAsInfo(String info) {
        assertThat(claimsOf("{\"info\":" + info + "}").info()).isEqualTo(Payload.ofJson(info));
    }

    @Test
    void takesNullAsNoInfo() {
        assertThat(claimsOf("{\"info\":null}").info()).isNull();
    }

    @Test
    void cutsTheFractionOffATime() {
        assertThat(claimsOf("{\"exp\":" + (NOW + 5) + ".75}").expireAt()).isEqualTo(NOW + 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {NOW, NOW - 1, 0, -5})
    void isExpiredFromTheSecondOfExpOn(long exp) {
        assertThat(connect(minter.sign("{\"exp\":" + exp + "}"))).isInstanceOf(Expired.class);
        assertThat(subscribe(minter.sign("{\"channel\":\"a\",\"exp\":" + exp + "}")))
                .isInstanceOf(Expired.class);
    }

    @Test
    void isGoodUntilTheSecondBeforeExp() {
        assertThat(claimsOf("{\"exp\":" + (NOW + 1) + "}").expireAt()).isEqualTo(NOW + 1);
    }

    @Test
    void letsExpireAtDecideOnTheConnectionAndExpOnTheToken() {
        assertThat(claimsOf("{\"exp\":" + (NOW + 1) + ",\"expire_at\":0}").expireAt())
                .isZero();
        assertThat(claimsOf("{\"exp\":" + (NOW + 1) + ",\"expire_at\":" + (NOW + 900) + "}")
                        .expireAt())
                .isEqualTo(NOW + 900);
        assertThat(connect(minter.sign("{\"exp\":" + (NOW - 1) + ",\"expire_at\":0}")))
                .isInstanceOf(Expired.class);
        assertThat(connect(minter.sign("{\"expire_at\":" + (NOW - 1) + "}"))).isInstanceOf(Expired.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nbf", "iat"})
    void waitsForATimeInTheFutureButForgivesAClockThatRunsAhead(String claim) {
        assertThat(reasonOf(minter.sign("{\"" + claim + "\":" + (NOW + 31) + "}")))
                .contains("not valid yet");
        assertThat(connect(minter.sign("{\"" + claim + "\":" + (NOW + 30) + "}")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void tellsAForgedTokenFromAnExpiredOneEvenWhenItIsBoth() {
        String forged = new TokenMinter(Secret.of("another secret")).sign("{\"exp\":1}");

        assertThat(connect(forged)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":42}",
                "{\"sub\":null}",
                "{\"sub\":[\"a\"]}",
                "{\"exp\":\"1900000000\"}",
                "{\"exp\":1e300}",
                "{\"exp\":{}}",
                "{\"expire_at\":-1}",
                "{\"expire_at\":\"never\"}",
                "{\"nbf\":true}",
                "{\"iat\":[]}",
                "{\"channels\":\"news\"}",
                "{\"channels\":[1]}",
                "{\"channels\":[\"\"]}",
                "{\"channels\":[[\"news\"]]}",
                "{\"sub\":\"ann\",\"sub\":\"root\"}",
                "{\"channel\":7}",
                "[]",
                "7",
                "null",
                "",
                "{\"sub\":\"ann\"",
                "{\"info\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void rejectsClaimsOfAWrongType(String claims) {
        assertThat(connect(minter.sign(claims))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "{}.{}.{}", "e30.e30.", "\u0000"})
    void rejectsWhatIsNoToken(String text) {
        assertThat(connect(text)).isInstanceOf(Rejected.class);
        assertThat(subscribe(text)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS1", "RS256", "ES256", "EdDSA", ""})
    void rejectsEveryOtherAlgorithm(String algorithm) {
        String genuine = minter.sign("{\"sub\":\"ann\"}");
        String[] parts = genuine.split("\\.", -1);
        String header = base64("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");

        assertThat(connect(header + "." + parts[1] + "." + parts[2])).isInstanceOf(Rejected.class);
        assertThat(connect(header + "." + parts[1] + ".")).isInstanceOf(Rejected.class);
        assertThat(connect(header + "." + parts[1])).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"alg\":null}", "{\"alg\":256}", "[]", "{\"alg\":\"HS256\",\"x5c\":[\"a\"]}"})
    void rejectsAStrangeHeader(String header) {
        String[] parts = minter.sign("{\"sub\":\"ann\"}").split("\\.", -1);

        assertThat(connect(base64(header) + "." + parts[1] + "." + parts[2])).isInstanceOf(Rejected.class);
    }

    @Test
    void rejectsAnAlteredPayload() {
        String[] parts = minter.sign("{\"sub\":\"ann\"}").split("\\.", -1);

        assertThat(connect(parts[0] + "." + base64("{\"sub\":\"root\"}") + "." + parts[2]))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void refusesAHugeTokenUnread() {
        String token = minter.sign("{\"sub\":\"" + "a".repeat(TokenVerifier.MAX_LENGTH) + "\"}");

        assertThat(reasonOf(token)).contains("longer than 16384");
    }

    @Test
    void acceptsThePreviousSecretWhileKeysRotate() {
        String old = new TokenMinter(Secret.of("the old secret")).sign("{\"sub\":\"ann\"}");
        TokenVerifier rotating = verifier(new TokenKeys(Secret.of(SECRET), Secret.of("the old secret")));

        assertThat(await(rotating.verifyConnection(old))).isInstanceOf(Accepted.class);
        assertThat(await(rotating.verifyConnection(minter.sign("{}")))).isInstanceOf(Accepted.class);
        assertThat(connect(old)).isInstanceOf(Rejected.class);
    }

    @Test
    void acceptsNothingWithoutASecret() {
        assertThat(await(verifier(new TokenKeys(Secret.NONE, Secret.NONE)).verifyConnection(minter.sign("{}"))))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void keepsConnectionAndSubscriptionTokensApart() {
        assertThat(reasonOf(minter.sign("{\"channel\":\"news\"}"))).contains("made for a subscription");
        assertThat(subscribe(minter.sign("{\"sub\":\"ann\",\"channels\":[\"news\"]}")))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("made for a connection"));
        assertThat(subscribe(minter.sign("{\"channel\":\"no\\u00e9\"}"))).isInstanceOf(Rejected.class);
    }

    @Test
    void saysNothingOfTheTokenInItsReasons() {
        assertThat(reasonOf(minter.sign("{\"sub\":\"ann\",\"channels\":[\"s3cret\\n\"]}")))
                .doesNotContain("s3cret")
                .contains("channels");
    }

    private static TokenVerifier verifier(TokenKeys keys) {
        return new TokenVerifier(VERTX, keys, InstantSource.fixed(Instant.ofEpochSecond(NOW)));
    }

    private TokenVerdict<ConnectionClaims> connect(String token) {
        return await(verifier.verifyConnection(token));
    }

    private TokenVerdict<SubscriptionClaims> subscribe(String token) {
        return await(verifier.verifySubscription(token));
    }

    private ConnectionClaims claimsOf(String claims) {
        if (connect(minter.sign(claims)) instanceof Accepted<ConnectionClaims> accepted) {
            return accepted.claims();
        }
        throw new AssertionError("not accepted: " + claims);
    }

    private String reasonOf(String token) {
        if (connect(token) instanceof Rejected<ConnectionClaims> rejected) {
            return rejected.reason();
        }
        throw new AssertionError("not rejected: " + token);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A verdict is there at once: nothing is asked of anybody. */
    private static <T> T await(Future<T> verdict) {
        assertThat(verdict.succeeded()).isTrue();
        return verdict.result();
    }
}
