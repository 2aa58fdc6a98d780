package dev.hub.verticles.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SignatureWorkers;
import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.TokenPolicy;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Rejected;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.auth.key.RemoteKeys;
import dev.hub.core.auth.key.SigningKey;
import dev.hub.core.auth.key.TokenAlgorithm;
import dev.hub.core.auth.key.VerificationKey;
import dev.hub.core.config.JwksConfig;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tokens of an identity provider whose keys are fetched, rotate, and cannot be fetched. */
final class JwksIT {
    private static final KeyPair FIRST = TestKeys.rsa(2048);
    private static final KeyPair SECOND = TestKeys.elliptic("secp256r1");

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000L));
    private Publisher publisher;
    private TokenVerifier verifier;

    @BeforeEach
    void start() throws Exception {
        publisher = new Publisher(vertx, TestKeys.jwk("first", FIRST.getPublic()));
        verifier = verifier(TokenKeys.of("0123456789abcdef0123456789abcdef"));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private TokenVerifier verifier(TokenKeys own) {
        JwksConfig config = new JwksConfig(
                publisher.url(),
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofMillis(300),
                null);
        RemoteKeys keys = new RemoteKeys(vertx, new HttpKeySet(vertx, config), config.settings(), now::get);
        TokenPolicy policy = new TokenPolicy(own, keys, "", "", TokenPolicy.SUBJECT);
        return new TokenVerifier(policy, policy, List.of(), new SignatureWorkers(vertx), now::get);
    }

    private static String token(KeyPair pair, String id, String user) {
        return new TokenMinter(SigningKey.of(pair.getPrivate()), id).sign(new JsonObject().put("sub", user));
    }

    private TokenVerdict<ConnectionClaims> verdict(String token) throws Exception {
        return await(verifier.verifyConnection(token));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void assertUndecided(String token) {
        assertThat(verifier.verifyConnection(token).toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(100);
                    assertThat(refusal.isTemporary()).isTrue();
                });
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void areAcceptedWithoutAskingAgain() throws Exception {
        assertThat(verdict(token(FIRST, "first", "ann"))).isInstanceOf(Accepted.class);
        assertThat(verdict(token(FIRST, "first", "bob"))).isInstanceOf(Accepted.class);
        assertThat(verdict(token(FIRST, "", "without a key id"))).isInstanceOf(Accepted.class);
        assertThat(publisher.requests()).isEqualTo(1);
    }

    @Test
    void areAcceptedWithANewKeyAtOnceAndRefusedWithTheOldOne() throws Exception {
        String old = token(FIRST, "first", "ann");
        assertThat(verdict(old)).isInstanceOf(Accepted.class);
        publisher.publish(TestKeys.jwk("second", SECOND.getPublic()));
        pass(Duration.ofSeconds(10));

        assertThat(verdict(token(SECOND, "second", "ann"))).isInstanceOf(Accepted.class);
        pass(Duration.ofSeconds(10));
        assertThat(verdict(old)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Publisher.Mood.class,
            mode = Mode.EXCLUDE,
            names = {"WELL"})
    void areAcceptedThroughAnOutageAndThoseWithUnknownKeysPutOff(Publisher.Mood mood) throws Exception {
        String known = token(FIRST, "first", "ann");
        assertThat(verdict(known)).isInstanceOf(Accepted.class);
        publisher.is(mood);
        publisher.publish(TestKeys.jwk("second", SECOND.getPublic()));
        pass(Duration.ofMinutes(20));

        assertUndecided(token(SECOND, "second", "bob"));
        assertThat(verdict(known)).isInstanceOf(Accepted.class);

        publisher.is(Publisher.Mood.WELL);
        pass(Duration.ofSeconds(10));
        assertThat(verdict(token(SECOND, "second", "bob"))).isInstanceOf(Accepted.class);
    }

    @Test
    void arePutOffWhileNoKeysHaveEverBeenThere() throws Exception {
        publisher.is(Publisher.Mood.FAILING);
        assertUndecided(token(FIRST, "first", "ann"));

        publisher.is(Publisher.Mood.WELL);
        pass(Duration.ofSeconds(10));
        assertThat(verdict(token(FIRST, "first", "ann"))).isInstanceOf(Accepted.class);
    }

    @Test
    void doNotMakeTheHubAskMoreOftenHoweverManyAreForged() throws Exception {
        assertThat(verdict(token(FIRST, "first", "ann"))).isInstanceOf(Accepted.class);

        for (int i = 0; i < 200; i++) {
            assertUndecided(token(SECOND, "made up " + i, "root"));
        }

        assertThat(publisher.requests()).isEqualTo(1);
    }

    @Test
    void areRefusedWhenTheirKeyIdIsRightAndTheirKeyIsNot() throws Exception {
        assertThat(verdict(token(TestKeys.rsa(2048), "first", "root"))).isInstanceOf(Rejected.class);
        assertThat(verdict(token(SECOND, "first", "root"))).isInstanceOf(Rejected.class);
    }

    /** The set is public: its text, and each number in it, would be a secret that everybody knows. */
    @Test
    void areRefusedWhenSignedWithWhatIsPublished() throws Exception {
        JsonObject key = TestKeys.jwk("first", FIRST.getPublic());
        publisher.publish(
                key,
                new JsonObject()
                        .put("kty", "oct")
                        .put("kid", "weak")
                        .put("k", "MDEyMzQ1Njc4OWFiY2RlZg")
                        .put("alg", "HS256"));
        assertThat(verdict(token(FIRST, "first", "ann"))).isInstanceOf(Accepted.class);

        for (String secret :
                List.of("0123456789abcdef", key.getString("n"), key.encode(), TestKeys.pem(FIRST.getPublic()))) {
            for (String id : List.of("weak", "first", "")) {
                SigningKey signer = SigningKey.ofSecret(secret.getBytes(StandardCharsets.UTF_8), TokenAlgorithm.HS256);
                String token = new TokenMinter(signer, id).sign(new JsonObject().put("sub", "root"));

                assertThat(verdict(token)).isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void standBesideTokensWithAKeyAtHand() throws Exception {
        verifier = verifier(new TokenKeys(
                Secret.of("0123456789abcdef0123456789abcdef"),
                Secret.NONE,
                List.of(VerificationKey.of(SECOND.getPublic()))));
        publisher.is(Publisher.Mood.FAILING);

        assertThat(verdict(token(SECOND, "", "ann"))).isInstanceOf(Accepted.class);
        assertThat(verdict(new TokenMinter(Secret.of("0123456789abcdef0123456789abcdef"))
                        .sign(new JsonObject().put("sub", "ann"))))
                .isInstanceOf(Accepted.class);
        assertThat(publisher.requests()).isZero();
    }
}
