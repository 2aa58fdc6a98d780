package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(connect(run.out()))
                .isEqualTo(new Accepted<>(new ConnectionClaims(
                        "ann",
                        0,
                        Payload.ofJson("{\"a\":1}"),
                        List.of(new ChannelName("news"), new ChannelName("chat:1")))));
    }

    @Test
    void makesATokenForASubscription() {
        CommandRun run =
                CommandRun.of(home, ENVIRONMENT, "token", "--user", "ann", "--channel", "$x", "--expires", "0s");

        TokenVerdict<SubscriptionClaims> verdict = verifier(InstantSource.system())
                .verifySubscription(run.out().strip())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(verdict).isEqualTo(new Accepted<>(new SubscriptionClaims("ann", new ChannelName("$x"), 0, null)));
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
