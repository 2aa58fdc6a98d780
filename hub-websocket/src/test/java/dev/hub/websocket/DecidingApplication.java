package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Overrides;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.bus.HubClient;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hub beside which a verticle of the application decides what clients may do. */
abstract class DecidingApplication {
    static final long START = 1_800_000_000L;
    static final Payload HELLO = Payload.ofJson("{\"hello\":1}");

    final AtomicLong seconds = new AtomicLong(START);
    final InstantSource clock = () -> Instant.ofEpochSecond(seconds.get());
    TestHub hub;
    HubClient app;

    @BeforeEach
    void start() {
        ConnectionLimits usual = TestHub.LIMITS;
        hub = TestHub.secure(
                new ConnectionLimits(
                        Duration.ofMillis(300),
                        Duration.ofMillis(200),
                        usual.connectTimeout(),
                        Duration.ofSeconds(25),
                        usual.maxMessageBytes(),
                        usual.maxQueueBytes(),
                        3,
                        usual.maxRecovered(),
                        usual.maxHistory()),
                clock);
        app = HubClient.of(hub.vertx);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    static <G extends Grant> Future<Decision<G>> says(Decision<G> decision) {
        return Future.succeededFuture(decision);
    }

    static Grant.Connection connection(String user, long expireAt, String... channels) {
        List<ChannelName> names =
                List.of(channels).stream().map(ChannelName::new).toList();
        return new Grant.Connection(new ConnectionClaims(user, expireAt, null, names, TokenStamp.NONE), HELLO);
    }

    static Grant.Subscription subscription(long expireAt) {
        return new Grant.Subscription(
                expireAt, new SubscriptionGrant(Payload.ofJson("{\"role\":1}"), HELLO, Overrides.NONE, null, Set.of()));
    }

    String token(String user) {
        return hub.minter.connection(new ConnectionClaims(user, 0, null, List.of()));
    }

    TestClient client(String user) {
        TestClient client = open();
        client.connect(token(user));
        return client;
    }

    /** Not connected yet; pings do not show among its lines. */
    TestClient open() {
        return hub.open().answeringPings();
    }

    static void assertError(TestClient client, int code, boolean temporary) {
        JsonObject error = client.next().getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(code);
        assertThat(error.getBoolean("temporary", false)).isEqualTo(temporary);
    }
}
