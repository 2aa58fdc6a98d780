package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.websocket.outbound.QueueMemory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What waits for all sockets of an instance together is bounded. */
final class QueueMemoryIT {
    private static final int BOUND = 8 * 1024 * 1024;
    private static final String DATA = "\"" + "x".repeat(50_000) + "\"";

    private static List<RawClient> stalled(TestHub hub, int count, String namespace) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = RawClient.connected(hub.port());
            client.text("{\"id\":2,\"subscribe\":{\"channel\":\"%s:%d\"}}".formatted(namespace, i));
            assertThat(client.frame().text()).startsWith("{\"id\":2,\"subscribe\":{");
            clients.add(client);
        }
        return clients;
    }

    private static void close(List<RawClient> clients) throws IOException {
        for (RawClient each : clients) {
            each.close();
        }
    }

    @Test
    void closesTheSlowestBeforeTheBoundIsFarExceeded() throws IOException {
        int publication = 50_000;
        try (TestHub hub = TestHub.withMemory(TestHub.limits(4 * 1024 * 1024), BOUND)) {
            QueueMemory memory = hub.memory();
            List<RawClient> sleepers = stalled(hub, 20, "open");
            TestClient reader = hub.connected().subscribed(2, "open:reader");
            long highest = 0;
            int round = 0;

            while (hub.count(HubMetrics.SLOW_CONSUMERS) < 5 && round < 2000) {
                round++;
                for (int i = 0; i < sleepers.size(); i++) {
                    hub.publish("open:" + i, DATA);
                    highest = Math.max(highest, memory.held());
                }
            }
            hub.publish("open:reader", "1");

            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isGreaterThanOrEqualTo(5);
            assertThat(highest).isGreaterThan(BOUND / 2).isLessThan(BOUND + 4 * publication);
            assertThat(reader.nextPublication()).isEqualTo(1);
            close(sleepers);
            Awaitility.await().until(() -> hub.openConnections() == 1);
            Awaitility.await().untilAsserted(() -> assertThat(memory.held()).isLessThan(64 * 1024 * 2));
        }
    }

    @Test
    void refusesNewWorkNearTheBoundAndTakesItAgainLater() throws IOException {
        try (TestHub hub =
                TestHub.withMemory(TestHub.limits(64 * 1024 * 1024), BOUND, TestNamespaces.recovered("rec", 10))) {
            QueueMemory memory = hub.memory();
            TestClient client = hub.connected().answeringPings();
            List<RawClient> sleepers = stalled(hub, 1, "open");
            int round = 0;
            while (!memory.isNear() && round++ < 2000) {
                hub.publish("open:0", DATA);
            }
            assertThat(memory.isNear()).isTrue();

            client.send(
                    "{\"id\":3,\"subscribe\":{\"channel\":\"open:new\"}}\n{\"id\":4,\"history\":{\"channel\":\"rec:a\"}}\n"
                            + "{\"id\":5,\"publish\":{\"channel\":\"open:new\",\"data\":1}}\n{\"id\":6,\"unsubscribe\":{\"channel\":\"open:x\"}}");
            for (int id = 3; id <= 5; id++) {
                assertThat(client.nextLine())
                        .isEqualTo(
                                "{\"id\":%d,\"error\":{\"code\":111,\"message\":\"too many requests\",\"temporary\":true}}"
                                        .formatted(id));
            }
            assertThat(client.nextLine()).isEqualTo("{\"id\":6,\"unsubscribe\":{}}");
            TestClient newcomer = hub.open();
            newcomer.send("{\"id\":1,\"connect\":{}}");
            assertThat(newcomer.next().getJsonObject("error").getBoolean("temporary"))
                    .isTrue();
            assertThat(hub.count(HubMetrics.COMMANDS_BUSY)).isEqualTo(4);

            close(sleepers);
            Awaitility.await().until(() -> !memory.isNear());
            assertThat(newcomer.connect()).isNotNull();
            client.subscribed(7, "open:new");
        }
    }

    @Test
    void shortensTheQueuesOfThoseWhoseRulesAllowItWithoutClosingThem() throws IOException {
        try (TestHub hub = TestHub.withMemory(
                TestHub.limits(64 * 1024 * 1024),
                BOUND,
                TestNamespaces.slow(TestNamespaces.recovered("stream", 10_000), SlowConsumer.DROP_OLDEST, ""))) {
            List<RawClient> sleepers = stalled(hub, 2, "stream");
            int round = 0;
            while (hub.count(HubMetrics.CATCH_UPS) == 0 && round++ < 2000) {
                hub.publish("stream:0", DATA);
                hub.publish("stream:1", DATA);
            }

            assertThat(hub.count(HubMetrics.CATCH_UPS)).isPositive();
            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isZero();
            hub.publish("stream:0", "\"end\"");
            hub.publish("stream:1", "\"end\"");
            for (RawClient each : sleepers) {
                long offset = 0;
                Object data = "";
                while (!data.equals("end")) {
                    String text = each.frame().text();
                    if (!text.equals("{}")) {
                        JsonObject publication =
                                new JsonObject(text).getJsonObject("push").getJsonObject("pub");
                        assertThat(publication.getLong("offset")).isEqualTo(++offset);
                        data = publication.getValue("data");
                    }
                }
            }
            close(sleepers);
        }
    }

    /** One publication for many sockets counts once, or any large fan-out would pass for a shortage. */
    @Test
    void countsWhatWaitsForManyOnce() throws IOException {
        try (TestHub hub = TestHub.withMemory(TestHub.limits(64 * 1024 * 1024), BOUND)) {
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                clients.add(hub.connected().subscribed(2, "open:all"));
            }

            hub.publish("open:all", DATA);

            clients.forEach(each -> assertThat((String) each.nextPublication()).hasSize(50_000));
            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isZero();
            assertThat(hub.count(HubMetrics.COMMANDS_BUSY)).isZero();
        }
    }
}
