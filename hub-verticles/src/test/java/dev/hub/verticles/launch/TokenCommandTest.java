package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TestKeys;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Rights;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenCommandTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final Map<String, String> ENVIRONMENT = Map.of("HUB_AUTH_HMAC_SECRET", SECRET);

    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private Path home;

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void makesATokenForAConnection() {
        CommandRun run = CommandRun.of(
                home,
                ENVIRONMENT,
                "token",
                "-u",
                "ann",
                "--channels",
                "news,chat:1",
                "--expires",
                "0s",
                "--info",
                "{\"a\": 1}");

        assertThat(run.err()).isEmpty();
        ConnectionClaims claims = accepted(connect(run.out()));
        assertThat(claims.user()).isEqualTo("ann");
        assertThat(claims.expireAt()).isZero();
        assertThat(claims.info()).isEqualTo(Payload.ofJson("{\"a\":1}"));
        assertThat(claims.channels()).containsExactly(new ChannelName("news"), new ChannelName("chat:1"));
        assertThat(claims.stamp().issuedAt()).isPositive();
    }

    @Test
    void makesATokenForASubscription() {
        CommandRun run =
                CommandRun.of(home, ENVIRONMENT, "token", "--user", "ann", "--channel", "$x", "--expires", "0s");

        SubscriptionClaims claims = accepted(subscribe(run.out()));
        assertThat(claims.user()).isEqualTo("ann");
        assertThat(claims.channel()).isEqualTo(new ChannelName("$x"));
        assertThat(claims.grant()).isEqualTo(SubscriptionGrant.NONE);
    }

    @Test
    void makesTokensWithRights() {
        CommandRun run = CommandRun.of(
                home,
                ENVIRONMENT,
                "token",
                "--user",
                "ann",
                "--cap",
                "sub,pub=news:*,a",
                "--cap",
                "rpc=list",
                "--cap",
                "submit,read=mail.*",
                "--role",
                "x,y",
                "--meta",
                "{\"t\":1}");

        ConnectionClaims claims = accepted(connect(run.out()));
        Rights rights = claims.principal().rights();
        assertThat(rights.allow(Operation.PUBLISH, new ChannelName("news:1"))).isTrue();
        assertThat(rights.allow(Operation.HISTORY, new ChannelName("news:1"))).isFalse();
        assertThat(rights.allowCall("list")).isTrue();
        assertThat(rights.allowInQueue(Operation.READ, "mail.a")).isTrue();
        assertThat(rights.allowInQueue(Operation.WORK, "mail.a")).isFalse();
        assertThat(claims.meta()).isEqualTo(Payload.ofJson("{\"t\":1}"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void makesSubscriptionTokensWithAFilter() {
        CommandRun run = CommandRun.of(
                home,
                ENVIRONMENT,
                "token",
                "--channel",
                "a",
                "--tags-filter",
                "{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"red\"}");

        assertThat(accepted(subscribe(run.out())).grant().filter()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --cap fly=a                       | --cap must be like sub,pub=news:*
        --cap sub                         | --cap must be like sub,pub=news:*
        --cap sub,rpc=a                   | --cap must be like sub,pub=news:*
        --cap work,sub=a                  | --cap must be like sub,pub=news:*
        --alg none                        | --alg must be one of HS256 to HS512
        --alg RS256                       | RS256 needs a private key, not a secret
        --channel a --cap sub=a           | --channel makes a token for a subscription
        --tags-filter {}                  | --tags-filter belongs into a token for a subscription
        --channel a --tags-filter {}      | --tags-filter.key must have 1 to 256 characters
        --meta {                          | --meta must be JSON, got {
        --private-key missing.pem         | --private-key cannot be read
        """)
    void refusesOptionsThatMakeNoSense(String options, String text) {
        List<String> arguments = new ArrayList<>(List.of("token"));
        arguments.addAll(List.of(options.split(" ")));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains(text);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void signsWithAPrivateKeyAndTellsWhetherATokenIsGood() throws IOException {
        KeyPair pair = TestKeys.elliptic("secp256r1");
        Path secret = Files.writeString(home.resolve("key.pem"), TestKeys.pem(pair.getPrivate()));
        Path known = Files.writeString(home.resolve("known.pem"), TestKeys.pem(pair.getPublic()));
        Map<String, String> environment = Map.of("HUB_AUTH_ECDSA_PUBLIC_KEY_FILE", known.toString());

        String token = CommandRun.of(home, environment, "token", "-u", "ann", "--private-key", secret.toString())
                .out()
                .strip();
        CommandRun good = CommandRun.of(home, environment, "token", "--check", token);
        CommandRun bad = CommandRun.of(home, ENVIRONMENT, "token", "--check", token);

        assertThat(good.out()).contains("Good connection token", "\"alg\":\"ES256\"", "\"sub\":\"ann\"", "expires: 20");
        assertThat(good.exitCode()).isZero();
        assertThat(bad.out())
                .contains("No good connection token: there is no key for its alg, ES256", "claims (not verified)");
        assertThat(bad.exitCode()).isEqualTo(1);
    }

    @Test
    void explainsExpiredTokensThoseForSubscriptionsAndRubbish() {
        String expired = new TokenMinter(Secret.of(SECRET))
                .subscription(new SubscriptionClaims("ann", new ChannelName("a"), 1000, null));

        assertThat(CommandRun.of(home, ENVIRONMENT, "token", "--check", expired).out())
                .contains("No good subscription token: it has expired", "expires: 1970-01-01T00:16:40Z");
        assertThat(CommandRun.of(home, ENVIRONMENT, "token", "--check", "rubbish")
                        .out())
                .contains("No good connection token: it is not three parts in base64url");
    }

    @Test
    void makesTokensThatExpireInAnHourUnlessToldOtherwise() {
        String token =
                CommandRun.of(home, ENVIRONMENT, "token", "--user", "ann").out();

        assertThat(connect(token, Duration.ofMinutes(59))).isInstanceOf(Accepted.class);
        assertThat(connect(token, Duration.ofMinutes(61))).isInstanceOf(TokenVerdict.Expired.class);
    }

    @Test
    void signsWithTheSecretThatTheHubKeepsWhenNoneIsConfigured() throws IOException {
        Files.createDirectory(home.resolve("data"));
        Files.writeString(home.resolve("data/hmac-secret"), SECRET + "\n");

        assertThat(connect(CommandRun.of(home, "token").out())).isInstanceOf(Accepted.class);
    }

    @Test
    void saysHowToComeByASecret() {
        CommandRun run = CommandRun.of(home, "token");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("set auth.hmac-secret, or let `./hub serve` make one");
    }

    private static <T> T accepted(TokenVerdict<T> verdict) {
        if (verdict instanceof Accepted<T> accepted) {
            return accepted.claims();
        }
        throw new AssertionError("not accepted: " + verdict);
    }

    private static TokenVerdict<SubscriptionClaims> subscribe(String token) {
        return verifier(InstantSource.system())
                .verifySubscription(token.strip())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static TokenVerdict<ConnectionClaims> connect(String token) {
        return connect(token, Duration.ZERO);
    }

    private static TokenVerdict<ConnectionClaims> connect(String token, Duration later) {
        return verifier(InstantSource.fixed(InstantSource.system().instant().plus(later)))
                .verifyConnection(token.strip())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static TokenVerifier verifier(InstantSource clock) {
        return new TokenVerifier(VERTX, TokenKeys.of(SECRET), clock);
    }
}
