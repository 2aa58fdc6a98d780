package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import dev.hub.core.metrics.HubMetrics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket that does not keep up gets what the rules of the channel say, and harms nobody. */
final class SlowSocketsIT {
    private static final int QUEUE = 256 * 1024;
    private static final String FILLING = "x".repeat(8_000);

    private TestHub hub;

    @AfterEach
    void stop() {
        hub.close();
    }

    @BeforeEach
    void start() {
        hub = TestHub.onOneLoop(
                TestHub.limits(QUEUE),
                rule(TestNamespaces.recovered("stream", 100_000), SlowConsumer.DROP_OLDEST, ""),
                rule(TestNamespaces.recovered("short", 5), SlowConsumer.DROP_OLDEST, ""),
                rule(TestNamespaces.open("drop"), SlowConsumer.DROP_OLDEST, ""),
                rule(TestNamespaces.open("latest"), SlowConsumer.CONFLATE, "key"));
    }

    private static String data(int n) {
        return "{\"n\":%d,\"x\":\"%s\"}".formatted(n, FILLING);
    }

    private static Namespace rule(Namespace namespace, SlowConsumer policy, String key) {
        return TestNamespaces.slow(namespace, policy, key);
    }

    /** A client that is subscribed and reads nothing more until it is told to. */
    private RawClient stalled(String channel, String more) throws IOException {
        RawClient client = RawClient.connected(hub.port());
        client.text("{\"id\":2,\"subscribe\":{\"channel\":\"%s\"%s}}".formatted(channel, more));
        assertThat(client.frame().text()).startsWith("{\"id\":2,\"subscribe\":{");
        return client;
    }

    /** Publishes numbers from 1 on until {@code metric} has reached {@code count}, and a few more; tells the last. */
    private int publishUntil(String channel, HubMetrics metric, long count, int keys) {
        int n = 0;
        while (hub.count(metric) < count && n < 20_000) {
            n++;
            hub.publish(channel, data(n), keys == 0 ? Map.of() : Map.of("key", "k" + n % keys));
        }
        assertThat(hub.count(metric)).isGreaterThanOrEqualTo(count);
        for (int i = 0; i < 20; i++) {
            n++;
            hub.publish(channel, data(n), keys == 0 ? Map.of() : Map.of("key", "k" + n % keys));
        }
        return n;
    }

    /** The numbers that the client gets up to {@code last}. */
    private static List<Integer> read(RawClient client, int last) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.isEmpty() || numbers.getLast() != last) {
            String text = client.frame().text();
            if (!text.equals("{}")) {
                JsonObject publication =
                        new JsonObject(text).getJsonObject("push").getJsonObject("pub");
                numbers.add(publication.getJsonObject("data").getInteger("n"));
            }
        }
        return numbers;
    }

    private static void assertAscending(List<Integer> numbers) {
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void catchesUpFromTheStreamWithoutHole() throws IOException {
        try (RawClient client = stalled("stream:x", "")) {
            int last = publishUntil("stream:x", HubMetrics.CATCH_UPS, 1, 0);

            List<Integer> numbers = read(client, last);

            assertThat(numbers).hasSize(last);
            assertAscending(numbers);
            hub.publish("stream:x", data(last + 1));
            assertThat(read(client, last + 1)).containsExactly(last + 1);
            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isZero();
        }
    }

    @Test
    void tellsALossWhenTheStreamDoesNotReachBackToASlowSubscriber() throws IOException {
        try (RawClient client = stalled("short:x", "")) {
            publishUntil("short:x", HubMetrics.CATCH_UPS, 1, 0);

            String text = client.frame().text();
            int before = 0;
            while (!text.contains("unsubscribe")) {
                before++;
                text = client.frame().text();
            }

            assertThat(before).isPositive();
            assertThat(text)
                    .isEqualTo("{\"push\":{\"channel\":\"short:x\",\"unsubscribe\":{\"code\":2500,"
                            + "\"reason\":\"insufficient state\"}}}");
        }
    }

    @Test
    void dropsTheOldestOfAChannelWithoutHistory() throws IOException {
        try (RawClient client = stalled("drop:x", "")) {
            int last = publishUntil("drop:x", HubMetrics.DROPPED, 5, 0);

            List<Integer> numbers = read(client, last);

            assertAscending(numbers);
            assertThat(numbers.size() + hub.count(HubMetrics.DROPPED)).isEqualTo(last);
            assertThat(numbers.getFirst()).isEqualTo(1);
            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isZero();
        }
    }

    @Test
    void keepsTheLatestOfEachKey() throws IOException {
        try (RawClient client = stalled("latest:x", "")) {
            int last = publishUntil("latest:x", HubMetrics.CONFLATED, 10, 4);

            List<Integer> numbers = read(client, last);

            assertAscending(numbers);
            assertThat(numbers.size() + hub.count(HubMetrics.CONFLATED)).isEqualTo(last);
            Map<Integer, Integer> latest = new TreeMap<>();
            numbers.forEach(each -> latest.put(each % 4, each));
            assertThat(latest.values()).containsExactlyInAnyOrder(last - 3, last - 2, last - 1, last);
            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isZero();
        }
    }

    @Test
    void closesEvenUnderConflationWhoseKeysAreTooMany() throws IOException {
        try (RawClient client = stalled("latest:x", "")) {
            publishUntil("latest:x", HubMetrics.SLOW_CONSUMERS, 1, 100_000);

            assertThat(client.closeCode()).isEqualTo(3008);
        }
    }

    @Test
    void servesTheOthersWhileAThousandSocketsTakeNothing() throws IOException {
        List<RawClient> sleepers = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                sleepers.add(stalled(i % 2 == 0 ? "stream:x" : "drop:x", ""));
            }
            TestClient reader = hub.connected();
            reader.send("{\"id\":2,\"subscribe\":{\"channel\":\"stream:x\"}}");
            reader.nextLine();
            reader.subscribed(3, "drop:x").subscribed(4, "open:x");
            int rounds = 200;

            for (int n = 1; n <= rounds; n++) {
                hub.publish("stream:x", data(n));
                hub.publish("drop:x", data(n));
                hub.publish("open:x", data(n));
                for (int i = 0; i < 3; i++) {
                    assertThat(((JsonObject) reader.nextPublication()).getInteger("n"))
                            .isEqualTo(n);
                }
            }

            assertThat(hub.count(HubMetrics.CATCH_UPS)).isEqualTo(500);
            assertThat(hub.count(HubMetrics.DROPPED)).isPositive();
            assertThat(read(sleepers.getFirst(), rounds)).hasSize(rounds);
            assertAscending(read(sleepers.get(1), rounds));
        } finally {
            for (RawClient each : sleepers) {
                each.close();
            }
        }
    }
}
