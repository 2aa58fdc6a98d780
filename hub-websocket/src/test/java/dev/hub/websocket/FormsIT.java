package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.delta.FossilDelta;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscribers of one channel get its publications each in the form that it asked for. */
final class FormsIT {
    private static final String TEXT = "\"text\":\"" + "abcdefghij".repeat(20) + "\"";

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.insecure(
                TestHub.LIMITS,
                TestNamespaces.formed(TestNamespaces.recovered("rec", 10)),
                TestNamespaces.formed(TestNamespaces.open("form")));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static String data(int n) {
        return "{\"n\":%d,%s}".formatted(n, TEXT);
    }

    private static String subscribe(String channel, String more) {
        return "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"%s}}".formatted(channel, more);
    }

    private TestClient subscribed(String channel, String more) {
        TestClient client = hub.connected().send(subscribe(channel, more));
        assertThat(client.next().getJsonObject("subscribe")).isNotNull();
        return client;
    }

    /** What an SDK does with the publications of a subscription with deltas. */
    private static final class DeltaReader {
        private byte[] latest = new byte[0];
        private boolean lastWasDelta;

        String read(JsonObject publication) {
            byte[] data = publication.getString("data").getBytes(StandardCharsets.UTF_8);
            lastWasDelta = publication.getBoolean("delta", false);
            latest = lastWasDelta ? FossilDelta.apply(latest, data, 1 << 20) : data;
            return new String(latest, StandardCharsets.UTF_8);
        }

        String readPush(TestClient client) {
            return read(client.next().getJsonObject("push").getJsonObject("pub"));
        }
    }

    @Test
    void sendsTheFirstPublicationWholeAndThenDeltas() {
        TestClient client = hub.connected().send(subscribe("form:x", ",\"delta\":\"fossil\""));
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{\"delta\":true}}");
        TestClient plain = subscribed("form:x", "");
        DeltaReader reader = new DeltaReader();

        for (int n = 1; n <= 4; n++) {
            hub.publish("form:x", data(n));
            assertThat(reader.readPush(client)).isEqualTo(data(n));
            assertThat(reader.lastWasDelta).isEqualTo(n > 1);
            assertThat(plain.nextPublication()).isEqualTo(new JsonObject(data(n)));
        }
        TestClient late = subscribed("form:x", ",\"delta\":\"fossil\"");
        DeltaReader lateReader = new DeltaReader();
        hub.publish("form:x", data(5));
        assertThat(lateReader.readPush(late)).isEqualTo(data(5));
        assertThat(lateReader.lastWasDelta).isFalse();
        assertThat(reader.readPush(client)).isEqualTo(data(5));
        assertThat(reader.lastWasDelta).isTrue();
        hub.publish("form:x", data(6));
        assertThat(lateReader.readPush(late)).isEqualTo(data(6));
        assertThat(lateReader.lastWasDelta).isTrue();
    }

    @Test
    void recoversWithDeltasInTheFormThatTheyNeed() {
        TestClient first = subscribed("rec:x", ",\"delta\":\"fossil\"");
        DeltaReader firstReader = new DeltaReader();
        for (int n = 1; n <= 4; n++) {
            hub.publish("rec:x", data(n));
            assertThat(firstReader.readPush(first)).isEqualTo(data(n));
        }
        TestClient client = hub.connected()
                .send(subscribe("rec:x", ",\"recover\":true,\"offset\":1,\"epoch\":\"epoch-0a\",\"delta\":\"fossil\""));

        JsonObject result = client.next().getJsonObject("subscribe");

        DeltaReader reader = new DeltaReader();
        assertThat(result.getBoolean("delta")).isTrue();
        assertThat(result.getJsonArray("publications")).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(reader.read(result.getJsonArray("publications").getJsonObject(i)))
                    .isEqualTo(data(i + 2));
        }
        for (int n = 5; n <= 7; n++) {
            hub.publish("rec:x", data(n));
            assertThat(reader.readPush(client)).isEqualTo(data(n));
            assertThat(firstReader.readPush(first)).isEqualTo(data(n));
            assertThat(firstReader.lastWasDelta).isTrue();
        }
        assertThat(reader.lastWasDelta).isTrue();
    }

    @Test
    void sendsAWholePublicationAfterARecoveryThatWasRefused() {
        TestClient first = subscribed("rec:x", ",\"delta\":\"fossil\"");
        hub.publish("rec:x", data(1));
        first.nextLine();
        TestClient client =
                hub.connected().send(subscribe("rec:x", ",\"recover\":true,\"epoch\":\"zz\",\"delta\":\"fossil\""));
        assertThat(client.next().getJsonObject("subscribe").getBoolean("recovered", false))
                .isFalse();

        hub.publish("rec:x", data(2));

        DeltaReader reader = new DeltaReader();
        assertThat(reader.readPush(client)).isEqualTo(data(2));
        assertThat(reader.lastWasDelta).isFalse();
    }

    @Test
    void doesWithoutDeltasWhereTheyAreNotAllowedOrUnknown() {
        TestClient client = hub.connected().send(subscribe("open:x", ",\"delta\":\"fossil\""));
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        TestClient other = hub.connected().send(subscribe("form:x", ",\"delta\":\"xdelta\""));
        assertThat(other.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");

        hub.publish("form:x", "{\"v\":1}");

        assertThat(other.nextLine()).isEqualTo("{\"push\":{\"channel\":\"form:x\",\"pub\":{\"data\":{\"v\":1}}}}");
    }

    @Test
    void givesEachFilterWhatItLetsThrough() {
        TestClient all = subscribed("form:x", "");
        TestClient red = subscribed("form:x", ",\"tf\":{\"key\":\"color\",\"cmp\":\"eq\",\"val\":\"red\"}");
        TestClient alsoRed = subscribed("form:x", ",\"tf\":{\"val\":\"red\",\"cmp\":\"eq\",\"key\":\"color\"}");
        TestClient large = subscribed("form:x", ",\"tf\":{\"key\":\"size\",\"cmp\":\"gt\",\"val\":\"5\"}");

        hub.publish("form:x", "1", Map.of("color", "red", "size", "3"));
        hub.publish("form:x", "2", Map.of("color", "blue", "size", "9"));
        hub.publish("form:x", "3", Map.of("color", "red", "size", "10"));
        hub.publish("form:x", "4");

        for (int n = 1; n <= 4; n++) {
            assertThat(all.nextPublication()).isEqualTo(n);
        }
        assertThat(red.nextPublication()).isEqualTo(1);
        assertThat(red.nextPublication()).isEqualTo(3);
        assertThat(alsoRed.nextPublication()).isEqualTo(1);
        assertThat(alsoRed.nextPublication()).isEqualTo(3);
        assertThat(large.nextPublication()).isEqualTo(2);
        assertThat(large.nextPublication()).isEqualTo(3);
        hub.publish("form:x", "5", Map.of("color", "red", "size", "6"));
        assertThat(red.nextPublication()).isEqualTo(5);
        assertThat(large.nextPublication()).isEqualTo(5);
    }

    @Test
    void recoversThroughAFilter() {
        for (int n = 1; n <= 6; n++) {
            hub.publish("rec:x", Integer.toString(n), Map.of("parity", n % 2 == 0 ? "even" : "odd"));
        }
        String filter = ",\"tf\":{\"key\":\"parity\",\"cmp\":\"eq\",\"val\":\"even\"}";
        TestClient client = hub.connected()
                .send(subscribe("rec:x", ",\"recover\":true,\"offset\":1,\"epoch\":\"epoch-0a\"" + filter));

        JsonObject result = client.next().getJsonObject("subscribe");

        assertThat(result.getJsonArray("publications").stream()
                        .map(each -> ((JsonObject) each).getInteger("data"))
                        .toList())
                .containsExactly(2, 4, 6);
        TestClient none = hub.connected()
                .send(subscribe("rec:x", ",\"recover\":true,\"offset\":6,\"epoch\":\"epoch-0a\"" + filter));
        assertThat(none.next().getJsonObject("subscribe").getLong("offset")).isEqualTo(6);
        hub.publish("rec:x", "7", Map.of("parity", "odd"));
        hub.publish("rec:x", "8", Map.of("parity", "even"));
        assertThat(client.nextPublication()).isEqualTo(8);
        assertThat(none.nextPublication()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    form:x | "tf":{"key":"a","cmp":"ex"},"delta":"fossil" | tf and delta
                    open:x | "tf":{"key":"a","cmp":"ex"}                  | allow-tags-filter
                    form:x | "tf":{"key":"a","cmp":"almost"}              | tf.cmp
                    form:x | "tf":{"op":"or"}                             | tf.nodes
                    form:x | "tf":7                                       | JSON
                    """)
    void refusesWhatCannotBe(String channel, String wish, String text) {
        TestClient client = hub.connected().send(subscribe(channel, "," + wish));

        JsonObject error = client.next().getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(107);
        assertThat(error.getString("message")).contains(text);
        assertThat(hub.channels.channels()).isZero();
    }
}
