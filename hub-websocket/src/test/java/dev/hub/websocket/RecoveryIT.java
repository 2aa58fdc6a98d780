package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client that comes back gets everything that it missed, once and in order, or is told that this cannot be. */
final class RecoveryIT {
    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.insecure(
                TestHub.LIMITS,
                TestNamespaces.recovered("rec", 10),
                TestNamespaces.recovered("big", 1000),
                TestNamespaces.positioned("pos"),
                TestNamespaces.cache("cache", false),
                TestNamespaces.cache("auto", true));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void publish(String channel, int from, int to) {
        for (int n = from; n <= to; n++) {
            hub.publish(channel, Integer.toString(n));
        }
    }

    private static String subscribe(int id, String channel, String more) {
        return "{\"id\":%d,\"subscribe\":{\"channel\":\"%s\"%s}}".formatted(id, channel, more);
    }

    private String since(String channel, long offset) {
        return ",\"recover\":true,\"offset\":%d,\"epoch\":\"%s\""
                .formatted(offset, hub.channels.position(channel).epoch());
    }

    private static List<Integer> data(JsonArray publications) {
        return publications.stream()
                .map(each -> ((JsonObject) each).getInteger("data"))
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void tellsAFreshSubscriberWhereTheStreamIsAndGivesOffsets() {
        TestClient client = hub.connected();
        client.send(subscribe(2, "rec:x", ",\"flag\":1"));
        assertThat(client.nextLine())
                .isEqualTo(
                        "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"positioned\":true}}");

        hub.publish("rec:x", "{\"v\":1}");

        assertThat(client.nextLine())
                .isEqualTo("{\"push\":{\"channel\":\"rec:x\",\"pub\":{\"data\":{\"v\":1},\"offset\":1}}}");
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"rec:x\"}}");
        client.nextLine();
        client.send(subscribe(4, "rec:x", ""));
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":4,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"offset\":1,"
                        + "\"positioned\":true}}");
        client.send(subscribe(5, "pos:x", ""));
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":5,\"subscribe\":{\"epoch\":\"epoch-0a\",\"positioned\":true}}");
        client.send(subscribe(6, "open:x", ",\"positioned\":true,\"recoverable\":true"));
        assertThat(client.nextLine()).isEqualTo("{\"id\":6,\"subscribe\":{}}");
    }

    @Test
    void bringsWhatWasMissedInTheReplyAndGoesOnLive() {
        publish("rec:x", 1, 3);
        TestClient client = hub.connected();

        client.send(subscribe(2, "rec:x", since("rec:x", 1)));

        assertThat(client.nextLine())
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"publications\":["
                        + "{\"data\":2,\"offset\":2},{\"data\":3,\"offset\":3}],\"recovered\":true,\"offset\":1,"
                        + "\"positioned\":true,\"was_recovering\":true}}");
        hub.publish("rec:x", "4");
        assertThat(client.nextPublication()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, true",
        "10, 8, 2, true",
        "7, 7, 0, true",
        "4, 0, 4, true",
        "20, 8, 0, false",
        "20, 108, 0, false",
        "20, 10, 10, true",
        "20, 9, 0, false"
    })
    void recoversCompletelyOrNotAtAll(int published, long since, int recovered, boolean complete) {
        publish("rec:x", 1, published);
        TestClient client = hub.connected();

        client.send(subscribe(2, "rec:x", since("rec:x", since)));

        JsonObject result = client.next().getJsonObject("subscribe");
        assertThat(result.getBoolean("recovered", false)).isEqualTo(complete);
        assertThat(result.getBoolean("was_recovering")).isTrue();
        assertThat(data(result.getJsonArray("publications", new JsonArray())))
                .isEqualTo(range(published - recovered + 1, published));
        if (!complete) {
            assertThat(result.getLong("offset")).isEqualTo(published);
        }
        hub.publish("rec:x", "99");
        assertThat(client.nextPublication()).isEqualTo(99);
    }

    @Test
    void refusesAnotherEpochWithoutPublicationsOrWithAnErrorWhereAskedFor() {
        publish("rec:x", 1, 3);
        TestClient client = hub.connected();

        client.send(subscribe(2, "rec:x", ",\"recover\":true,\"offset\":1,\"epoch\":\"ZZZZ\""));
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"offset\":3,"
                        + "\"positioned\":true,\"was_recovering\":true}}");

        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"rec:x\"}}");
        client.nextLine();
        client.send(subscribe(4, "rec:x", ",\"recover\":true,\"offset\":1,\"epoch\":\"ZZZZ\",\"flag\":3"));
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":4,\"error\":{\"code\":112,\"message\":\"unrecoverable position\"}}");
        Awaitility.await().until(() -> hub.channels.channels() == 0);
        client.send(subscribe(5, "rec:x", ",\"recover\":true,\"offset\":1,\"flag\":3"));
        assertThat(client.next().getJsonObject("subscribe").getBoolean("recovered"))
                .as("an empty epoch is any")
                .isTrue();
    }

    @Test
    void recoversMoreThanAReplyHoldsInSeveralFrames() {
        String text = "x".repeat(9_000);
        for (int n = 1; n <= 100; n++) {
            hub.publish("big:x", "{\"n\":%d,\"text\":\"%s\"}".formatted(n, text));
        }
        TestClient client = hub.connected();

        client.send(subscribe(2, "big:x", since("big:x", 0)));
        JsonObject result = client.next().getJsonObject("subscribe");
        JsonArray first = result.getJsonArray("publications");
        assertThat(result.getBoolean("recovered")).isTrue();
        assertThat(first.size()).isBetween(2, 10);
        for (int n = first.size() + 1; n <= 100; n++) {
            JsonObject publication = client.next().getJsonObject("push").getJsonObject("pub");
            assertThat(publication.getInteger("offset")).isEqualTo(n);
            assertThat(publication.getJsonObject("data").getInteger("n")).isEqualTo(n);
        }
        hub.publish("big:x", "{\"n\":101}");
        assertThat(((JsonObject) client.nextPublication()).getInteger("n")).isEqualTo(101);
        assertThat(client.hasNothingNew()).isTrue();
    }

    @Test
    void joinsWhatArrivesDuringTheRecoveryWithoutHoleOrRepetition() {
        publish("rec:x", 1, 3);
        TestClient witness = hub.connected();
        witness.send(subscribe(2, "rec:x", ""));
        witness.nextLine();
        Promise<Void> gate = Promise.promise();
        hub.channels.holdRecoveriesUntil(gate.future());
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            TestClient client = hub.connected();
            client.send(subscribe(2, "rec:x", since("rec:x", 1)));
            clients.add(client);
        }
        Awaitility.await().until(() -> hub.channels.recoveries() == 4);

        publish("rec:x", 4, 8);
        for (int n = 4; n <= 8; n++) {
            assertThat(witness.nextPublication()).isEqualTo(n);
        }
        gate.complete();

        for (TestClient client : clients) {
            JsonObject result = client.next().getJsonObject("subscribe");
            assertThat(data(result.getJsonArray("publications"))).isEqualTo(range(2, 3));
            for (int n = 4; n <= 8; n++) {
                assertThat(client.nextPublication()).isEqualTo(n);
            }
        }
        publish("rec:x", 9, 9);
        clients.forEach(client -> assertThat(client.nextPublication()).isEqualTo(9));
    }

    @Test
    void answersBeforeTheClientGivesUpThoughBothStepsTakeLong() {
        publish("rec:x", 1, 3);
        Promise<Void> attached = Promise.promise();
        hub.channels.holdAttachmentsUntil(attached.future());
        hub.channels.holdRecoveriesUntil(Promise.<Void>promise().future());
        TestClient client = hub.connected();
        long begun = System.nanoTime();
        hub.vertx.setTimer(3_000, over -> attached.complete());

        client.send(subscribe(2, "rec:x", since("rec:x", 1)));

        assertThat(client.nextLine()).contains("\"code\":100").contains("\"temporary\":true");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("3 s for the first step and as much as a request may take would be 7 s")
                .isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void tellsALossWhenTheStreamBeginsAnewDuringARecovery() {
        publish("rec:x", 1, 3);
        Promise<Void> gate = Promise.promise();
        hub.channels.holdRecoveriesUntil(gate.future());
        TestClient client = hub.connected();
        client.send("{\"id\":2,\"rpc\":{\"method\":\"none\"}}\n" + subscribe(3, "rec:x", since("rec:x", 1)));
        client.nextLine();
        Awaitility.await().until(() -> hub.channels.recoveries() == 1);

        hub.channels.interrupt("rec:x");
        gate.complete();

        JsonObject told = client.next();
        assertThat(told.getJsonObject("subscribe").getBoolean("recovered")).isTrue();
        assertThat(client.nextLine())
                .isEqualTo("{\"push\":{\"channel\":\"rec:x\",\"unsubscribe\":{\"code\":2500,"
                        + "\"reason\":\"insufficient state\"}}}");
    }

    @Test
    void tellsPositionedSubscribersOfALossAndNobodyElse() {
        TestClient positioned = hub.connected();
        positioned.send(subscribe(2, "rec:x", ""));
        positioned.nextLine();
        TestClient other = hub.connected().subscribed(2, "open:x");
        TestClient serverSide = hub.open();
        serverSide.send("{\"id\":1,\"connect\":{\"subs\":{\"rec:x\":{}}}}");
        assertThat(serverSide
                        .next()
                        .getJsonObject("connect")
                        .getJsonObject("subs")
                        .getJsonObject("rec:x"))
                .isEqualTo(new JsonObject("{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"positioned\":true}"));

        hub.channels.interrupt("rec:x");
        hub.channels.interrupt("open:x");

        assertThat(positioned.nextLine()).contains("\"code\":2500");
        assertThat(serverSide.closeCode()).isEqualTo(3010);
        hub.publish("open:x", "1");
        assertThat(other.nextPublication()).isEqualTo(1);
        positioned.send(subscribe(3, "rec:x", ",\"recover\":true,\"epoch\":\"epoch-0a\""));
        assertThat(positioned.next().getJsonObject("subscribe"))
                .isEqualTo(new JsonObject("{\"recoverable\":true,\"epoch\":\"epoch-1a\",\"positioned\":true,"
                        + "\"was_recovering\":true}"));
    }

    @Test
    void recoversServerSideSubscriptionsInTheConnectReply() {
        publish("rec:x", 1, 5);
        publish("rec:y", 1, 2);
        TestClient client = hub.open();
        StreamPosition x = hub.channels.position("rec:x");

        client.send(
                "{\"id\":1,\"connect\":{\"subs\":{\"rec:x\":{\"recover\":true,\"offset\":3,\"epoch\":\"%s\"},\"rec:y\":{},\"open:z\":{}}}}"
                        .formatted(x.epoch()));

        JsonObject subs = client.next().getJsonObject("connect").getJsonObject("subs");
        assertThat(data(subs.getJsonObject("rec:x").getJsonArray("publications")))
                .isEqualTo(range(4, 5));
        assertThat(subs.getJsonObject("rec:x").getBoolean("recovered")).isTrue();
        assertThat(subs.getJsonObject("rec:y").getLong("offset")).isEqualTo(2);
        assertThat(subs.getJsonObject("open:z")).isEmpty();
        hub.publish("rec:x", "6");
        assertThat(client.nextPublication()).isEqualTo(6);
    }

    @Test
    void bringsTheLatestPublicationInCacheMode() {
        publish("cache:x", 1, 5);
        TestClient client = hub.connected();

        client.send(subscribe(2, "cache:x", ",\"recover\":true"));
        JsonObject result = client.next().getJsonObject("subscribe");
        assertThat(data(result.getJsonArray("publications"))).containsExactly(5);
        assertThat(result.getBoolean("recovered")).isTrue();
        assertThat(result.getLong("offset")).isEqualTo(5);
        hub.publish("cache:x", "6");
        assertThat(client.nextPublication()).isEqualTo(6);

        TestClient known = hub.connected();
        known.send(subscribe(2, "cache:x", since("cache:x", 6)));
        assertThat(known.next().getJsonObject("subscribe"))
                .isEqualTo(
                        new JsonObject("{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"recovered\":true,\"offset\":6,"
                                + "\"positioned\":true,\"was_recovering\":true}"));
        known.send(subscribe(3, "cache:empty", ",\"recover\":true"));
        assertThat(known.next().getJsonObject("subscribe").getBoolean("recovered", false))
                .isFalse();
    }

    @Test
    void bringsTheLatestPublicationUnaskedWhereTheNamespaceSaysSo() {
        publish("auto:x", 1, 2);
        TestClient client = hub.connected();

        client.send(subscribe(2, "auto:x", ""));
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"publications\":["
                        + "{\"data\":2,\"offset\":2}],\"recovered\":true,\"offset\":2,\"positioned\":true}}");

        TestClient serverSide = hub.open();
        serverSide.send("{\"id\":1,\"connect\":{\"subs\":{\"auto:x\":{}}}}");
        assertThat(data(serverSide
                        .next()
                        .getJsonObject("connect")
                        .getJsonObject("subs")
                        .getJsonObject("auto:x")
                        .getJsonArray("publications")))
                .containsExactly(2);
    }
}
