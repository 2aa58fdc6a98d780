package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ClientMessage;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.Load;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the handshake to the end: deadlines, orders from elsewhere, and the stop of the verticle. */
final class LifecycleIT {
    private @Nullable TestHub hub;

    @AfterEach
    void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private TestHub start(TestHub started) {
        hub = started;
        return started;
    }

    private static ConnectionLimits fast() {
        return new ConnectionLimits(
                Duration.ofMillis(600),
                Duration.ofMillis(300),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                64 * 1024,
                1024 * 1024,
                128,
                300,
                300);
    }

    @Test
    void pingsAndKeepsWhoAnswersAndCloses3012WhoDoesNot() throws IOException {
        TestHub started = start(TestHub.insecure(fast()));
        try (RawClient polite = RawClient.connected(started.port());
                RawClient rude = RawClient.connected(started.port())) {
            for (int i = 0; i < 4; i++) {
                assertThat(polite.frame().text()).isEqualTo("{}");
                polite.text("{}");
            }

            assertThat(rude.frame().text()).isEqualTo("{}");
            assertThat(rude.closeCode()).isEqualTo(3012);
        }
    }

    @Test
    void closes3501OnAPongThatNobodyAskedFor() throws IOException {
        TestHub started = start(TestHub.insecure(fast()));
        try (RawClient client = RawClient.connected(started.port())) {
            assertThat(client.frame().text()).isEqualTo("{}");
            client.text("{}\n{}");

            assertThat(client.closeCode()).isEqualTo(3501);
        }
    }

    @Test
    void closes3502WhoDoesNotConnect() throws IOException {
        TestHub started = start(TestHub.insecure(fast()));
        try (RawClient client = RawClient.upgraded(started.port())) {
            assertThat(client.closeCode()).isEqualTo(3502);
        }
    }

    @Test
    void echoesASubprotocolOnlyWhenItWasOffered() throws IOException {
        TestHub started = start(TestHub.insecure());
        try (RawClient plain = new RawClient(started.port());
                RawClient json = new RawClient(started.port());
                RawClient protobuf = new RawClient(started.port())) {
            plain.request("GET", "/connection/websocket", "");
            json.request("GET", "/connection/websocket", "Sec-WebSocket-Protocol: centrifuge-json\n");
            protobuf.request("GET", "/connection/websocket", "Sec-WebSocket-Protocol: centrifuge-protobuf\n");

            assertThat(plain.response())
                    .startsWith("HTTP/1.1 101")
                    .doesNotContainIgnoringCase("sec-websocket-protocol");
            assertThat(json.response()).containsIgnoringCase("sec-websocket-protocol: centrifuge-json");
            assertThat(protobuf.response()).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void admitsItsOwnOriginAndAllowedOnesOnly() throws IOException {
        TestHub started = start(TestHub.insecure());
        Map<String, String> expected = Map.of(
                "http://127.0.0.1", "HTTP/1.1 101",
                "https://app.example.com", "HTTP/1.1 101",
                "https://evil.example.com", "HTTP/1.1 403",
                "null", "HTTP/1.1 403",
                "https://app.example.com.evil.org", "HTTP/1.1 403",
                "%%%", "HTTP/1.1 403");
        for (Map.Entry<String, String> each : expected.entrySet()) {
            try (RawClient client = new RawClient(started.port())) {
                client.request("GET", "/connection/websocket", "Origin: " + each.getKey() + "\n");

                assertThat(client.response()).as(each.getKey()).startsWith(each.getValue());
            }
        }
    }

    @Test
    void handsOtherRequestsOn() throws IOException {
        TestHub started = start(TestHub.insecure());
        try (RawClient client = new RawClient(started.port())) {
            client.request("GET", "/elsewhere", "");

            assertThat(client.response()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void answersAMalformedUpgradeByAnHttpError() throws IOException {
        TestHub started = start(TestHub.insecure());
        try (RawClient client = new RawClient(started.port())) {
            client.request("POST", "/connection/websocket", "Content-Length: 0\n");

            assertThat(client.response()).startsWith("HTTP/1.1 405");
        }
    }

    @Test
    void refusesWith503WhenItHoldsAsManyConnectionsAsItMay() throws IOException {
        TestHub started = start(TestHub.insecure(settings -> new WebSocketSettings(
                0, "1.2.3", 1, Duration.ZERO, settings.limits(), settings.queueMemory(), settings.admission())));
        try (RawClient first = RawClient.connected(started.port());
                RawClient second = RawClient.connected(started.port());
                RawClient third = new RawClient(started.port())) {
            third.request("GET", "/connection/websocket", "");

            assertThat(third.response()).startsWith("HTTP/1.1 503").containsIgnoringCase("connection: close");
            assertThat(started.count(HubMetrics.HANDSHAKES_REFUSED, "code", "503"))
                    .isEqualTo(1);
            first.text("{\"id\":2,\"unsubscribe\":{\"channel\":\"a\"}}");
            second.text("{\"id\":2,\"unsubscribe\":{\"channel\":\"a\"}}");
            assertThat(first.frame().text()).isEqualTo("{\"id\":2,\"unsubscribe\":{}}");
            assertThat(second.frame().text()).isEqualTo("{\"id\":2,\"unsubscribe\":{}}");
        }
    }

    @Test
    void closesTheConnectionThatAnOrderNames() {
        TestHub started = start(TestHub.insecure());
        TestClient one = started.open();
        String id = one.connect().getString("client");
        TestClient other = started.connected();

        started.order(new ConnectionControl.Disconnect(ConnectionTarget.client(id), Set.of(), 3503, "go"));

        assertThat(one.closeCode()).isEqualTo(3503);
        assertThat(one.socket().closeReason()).isEqualTo("go");
        other.send("{\"id\":2,\"unsubscribe\":{\"channel\":\"a\"}}");
        assertThat(other.nextLine()).isEqualTo("{\"id\":2,\"unsubscribe\":{}}");
    }

    @Test
    void handsMessagesToTheApplicationAndCountsThoseThatNobodyTakes() throws InterruptedException {
        TestHub started = start(TestHub.insecure());
        TestClient client = started.connected();
        client.send("{\"send\":{\"data\":1}}");
        Awaitility.await().until(() -> started.count(HubMetrics.MESSAGES_DROPPED) == 1);
        BlockingQueue<ClientMessage> taken = new LinkedBlockingQueue<>();
        TestHub.await(HubClient.of(started.vertx).onMessage(taken::add));

        client.send("{\"send\":{\"data\":{\"n\":2}}}");

        ClientMessage message = taken.poll(10, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        assertThat(message.data().toJson()).isEqualTo("{\"n\":2}");
        assertThat(client.hasNothingNew()).isTrue();
    }

    @Test
    void reportsHowManyClientsEachLoopHolds() {
        TestHub started = start(TestHub.insecure());
        Map<String, Integer> reported = new ConcurrentHashMap<>();
        TestHub.await(started.bus
                .consume(Addresses.LOAD, Load.class, load -> reported.put(load.source(), load.clients()))
                .completion());
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(started.connected());
        }

        Awaitility.await().untilAsserted(() -> assertThat(reported).isEqualTo(Map.of("loop-0", 2, "loop-1", 2)));
        clients.forEach(TestClient::close);
        Awaitility.await().untilAsserted(() -> assertThat(reported).isEqualTo(Map.of("loop-0", 0, "loop-1", 0)));
    }

    @Test
    void spreadsTheClosingOverTheDrainTimeAndRefusesNewClientsMeanwhile() throws IOException {
        TestHub started = start(TestHub.insecure(settings -> new WebSocketSettings(
                0,
                "1.2.3",
                1000,
                Duration.ofSeconds(2),
                settings.limits(),
                settings.queueMemory(),
                settings.admission())));
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(started.connected().subscribed(2, "news"));
        }

        Future<Void> stopped = started.stop();
        Awaitility.await().until(() -> count(clients) > 0);
        try (RawClient late = new RawClient(started.port())) {
            late.request("GET", "/connection/websocket", "");
            assertThat(late.response()).startsWith("HTTP/1.1 503");
        }
        assertThat(count(clients)).as("closed soon after the start").isLessThan(30);
        TestHub.await(stopped);

        clients.forEach(client -> assertThat(client.closeCode()).isEqualTo(3001));
        assertThat(started.channels.channels()).isZero();
        assertThat(started.meters.getMeters()).isEmpty();
    }

    private static int count(List<TestClient> clients) {
        return (int) clients.stream().filter(TestClient::isClosed).count();
    }

    @Test
    void stopsWithinTwoSecondsOfTheDrainTimeWhenClientsDoNotReact() throws IOException {
        TestHub started = start(TestHub.insecure());
        try (RawClient deaf = RawClient.connected(started.port())) {
            TestHub.await(started.stop());

            assertThat(deaf.closeCode()).isEqualTo(3001);
            assertThat(deaf.isAtEnd()).isTrue();
        }
    }
}
