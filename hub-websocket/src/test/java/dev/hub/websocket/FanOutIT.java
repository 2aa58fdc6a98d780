package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.HubClient;
import dev.hub.core.channel.Payload;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One publication reaches many sockets, each once and in order; who does not read harms nobody. */
final class FanOutIT {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.insecure();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void bringsEachPublicationOnceAndInOrderToAThousandSockets() {
        int sockets = 1000;
        int publications = 50;
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            TestClient client = hub.open();
            client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            clients.add(client);
        }
        for (TestClient client : clients) {
            assertThat(client.nextLine()).startsWith("{\"id\":1,\"connect\"");
            assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        }

        for (int n = 0; n < publications; n++) {
            hub.publish("news", Integer.toString(n));
        }

        for (TestClient client : clients) {
            for (int n = 0; n < publications; n++) {
                assertThat(client.nextPublication()).isEqualTo(n);
            }
            assertThat(client.hasNothingNew()).isTrue();
        }
        assertThat(hub.channels.attachments()).as("one for each loop").isEqualTo(2);
        assertThat(hub.count(HubMetrics.DELIVERIES)).isEqualTo((long) sockets * publications);
    }

    @Test
    void writesTheFramesOfATurnAtOnce() {
        TestClient client = hub.connected().subscribed(2, "news");
        long before = hub.count(HubMetrics.WRITES);
        List<Future<?>> publications = new ArrayList<>();

        for (int n = 0; n < 2000; n++) {
            publications.add(hub.bus.publish(TestHub.publication("news", Integer.toString(n))));
        }
        for (int n = 0; n < 2000; n++) {
            assertThat(client.nextPublication()).isEqualTo(n);
        }

        TestHub.await(Future.all(publications));
        assertThat(hub.count(HubMetrics.WRITES) - before).isLessThan(1000);
    }

    @Test
    void carriesPublicationsOfEverySizeUnharmed() {
        TestClient client = hub.connected().subscribed(2, "news");
        int[] sizes = {0, 1, 60, 90, 125, 126, 1000, 4095, 4096, 65_500, 65_536, 70_000, 600_000, 5};

        for (int size : sizes) {
            hub.publish("news", "\"" + "x".repeat(size) + "\"");
        }

        for (int size : sizes) {
            assertThat((String) client.nextPublication()).hasSize(size);
        }
    }

    @Test
    void closesASlowReaderWith3008AndServesTheOthers() throws IOException {
        TestClient reader = hub.connected().subscribed(2, "news");
        try (RawClient sleeper = RawClient.connected(hub.port())) {
            sleeper.text("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            assertThat(sleeper.frame().text()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
            String data = "\"" + "x".repeat(10_000) + "\"";

            int sent = 0;
            while (hub.count(HubMetrics.SLOW_CONSUMERS) == 0 && sent < 5000) {
                hub.publish("news", data);
                sent++;
            }

            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isEqualTo(1);
            assertThat(hub.count(HubMetrics.CONNECTIONS_CLOSED, "code", "3008")).isEqualTo(1);
            for (int i = 0; i < sent; i++) {
                assertThat((String) reader.nextPublication()).hasSize(10_000);
            }
            assertThat(reader.isClosed()).isFalse();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(hub.openConnections()).isEqualTo(1));
        }
    }

    @Test
    void writesNothingForAChannelBeforeItsSubscribeReply() {
        TestClient early = hub.connected().subscribed(2, "news");
        TestClient late = hub.connected();
        Promise<Void> gate = Promise.promise();
        hub.channels.holdAttachmentsUntil(gate.future());
        late.send("{\"id\":2,\"subscribe\":{\"channel\":\"slow\"}}\n{\"id\":3,\"subscribe\":{\"channel\":\"news\"}}\n"
                + "{\"id\":4,\"unsubscribe\":{\"channel\":\"none\"}}");
        Awaitility.await().until(() -> hub.channels.attachments() >= 2);

        hub.publish("news", "1");
        hub.publish("slow", "2");
        assertThat(early.nextPublication()).isEqualTo(1);
        gate.complete();

        assertThat(late.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(late.nextLine()).isEqualTo("{\"id\":3,\"subscribe\":{}}");
        assertThat(late.nextLine()).isEqualTo("{\"id\":4,\"unsubscribe\":{}}");
        hub.publish("news", "3");
        assertThat(late.nextPublication()).isEqualTo(3);
    }

    @Test
    void isAttachedAgainAfterTheLastSubscriberLeftAndANewOneCame() {
        TestClient client = hub.connected();

        for (int round = 0; round < 50; round++) {
            client.send(
                    "{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}\n{\"id\":3,\"unsubscribe\":{\"channel\":\"news\"}}\n"
                            + "{\"id\":4,\"subscribe\":{\"channel\":\"news\"}}");
            client.nextLine();
            client.nextLine();
            assertThat(client.nextLine()).isEqualTo("{\"id\":4,\"subscribe\":{}}");
            hub.publish("news", Integer.toString(round));
            assertThat(client.nextPublication()).isEqualTo(round);
            client.send("{\"id\":5,\"unsubscribe\":{\"channel\":\"news\"}}");
            assertThat(client.nextLine()).isEqualTo("{\"id\":5,\"unsubscribe\":{}}");
        }

        Awaitility.await().until(() -> hub.channels.channels() == 0);
    }

    @Test
    void holdsNothingAfterChurn() throws IOException {
        for (int round = 0; round < 300; round++) {
            try (RawClient client = RawClient.upgraded(hub.port())) {
                client.text("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"c" + round % 7 + "\"}}");
                if (round % 3 == 0) {
                    client.frame();
                    client.frame();
                }
            }
        }

        Awaitility.await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(hub.openConnections()).isZero();
            assertThat(hub.channels.channels()).isZero();
        });
        assertThat(hub.count(HubMetrics.CONNECTIONS_OPENED)).isEqualTo(300);
        assertThat(hub.count(HubMetrics.CONNECTIONS_CLOSED)).isEqualTo(300);
    }

    @Test
    void overlapsCallsButAnswersThemInOrder() {
        Promise<Payload> slow = Promise.promise();
        TestHub.await(HubClient.of(hub.vertx).onRpc("slow", request -> slow.future()));
        TestHub.await(HubClient.of(hub.vertx).onRpc("fast", request -> {
            slow.tryComplete(Payload.ofJson("\"slow\""));
            return Future.succeededFuture(request.data());
        }));
        TestClient client = hub.connected();

        client.send("{\"id\":2,\"rpc\":{\"method\":\"slow\"}}\n{\"id\":3,\"rpc\":{\"method\":\"fast\",\"data\":[1]}}");

        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"rpc\":{\"data\":\"slow\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"rpc\":{\"data\":[1]}}");
    }

    @Test
    void closesASocketWhoseQueueIsSmallSoonButNotForOneLargePublication() {
        hub.close();
        ConnectionLimits limits = TestHub.limits(1024);
        hub = TestHub.insecure(limits);
        TestClient client = hub.connected().subscribed(2, "news");

        hub.publish("news", "\"" + "x".repeat(10_000) + "\"");

        assertThat((String) client.nextPublication()).hasSize(10_000);
    }

    @Test
    void tellsATemporaryErrorWhenAChannelCannotBeAttachedAndAttachesItTheNextTime() {
        TestClient client = hub.connected();
        hub.channels.holdAttachmentsUntil(Future.failedFuture(new IllegalStateException("Valkey is away")));
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
        assertThat(client.nextLine())
                .isEqualTo(
                        "{\"id\":2,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");

        hub.channels.holdAttachmentsUntil(Future.succeededFuture());
        client.subscribed(3, "news");

        hub.publish("news", "1");
        assertThat(client.nextPublication()).isEqualTo(1);
    }
}
