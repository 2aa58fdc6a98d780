package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a filter in a token keeps from a client, whatever it asks for. */
final class TokenFiltersIT {
    private static final String RED = "{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"red\"}";
    private static final String BIG = "{\"key\":\"size\",\"cmp\":\"gt\",\"val\":\"9\"}";

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.secure(
                TestNamespaces.formed(TestNamespaces.recovered("rec", 10)),
                TestNamespaces.formed(TestNamespaces.open("form")),
                TestNamespaces.open("plain"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private TestClient connected() {
        TestClient client = hub.open();
        assertThat(client.connect(hub.minter.sign(new JsonObject().put("sub", "ann"))))
                .isNotNull();
        return client;
    }

    private String token(String channel, String filter) {
        return hub.minter.sign(
                new JsonObject().put("sub", "ann").put("channel", channel).put("tags_filter", new JsonObject(filter)));
    }

    private JsonObject subscribe(TestClient client, String channel, String more) {
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"%s\",\"token\":\"%s\"%s}}"
                .formatted(channel, token(channel, RED), more));
        return client.next().getJsonObject("subscribe");
    }

    private void publishAll(String channel) {
        hub.publish(channel, "1", Map.of("team", "blue", "size", "10"));
        hub.publish(channel, "2", Map.of("team", "red", "size", "9"));
        hub.publish(channel, "3", Map.of());
        hub.publish(channel, "4", Map.of("team", "red", "size", "10"));
    }

    @Test
    void isWhatTheTokenSaysAlsoWhereClientsMayNotFilter() {
        TestClient client = connected();
        assertThat(subscribe(client, "plain:a", "")).isNotNull();

        publishAll("plain:a");

        assertThat(client.nextPublication()).isEqualTo(2);
        assertThat(client.nextPublication()).isEqualTo(4);
    }

    @Test
    void isNarrowedAndNeverWidenedByWhatTheClientAsksFor() {
        TestClient narrow = connected();
        assertThat(subscribe(narrow, "form:a", ",\"tf\":" + BIG)).isNotNull();
        TestClient wide = connected();
        assertThat(subscribe(wide, "form:a", ",\"tf\":{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"blue\"}"))
                .isNotNull();

        publishAll("form:a");
        hub.publish("form:a", "5", Map.of("team", "red", "size", "11"));

        assertThat(narrow.nextPublication()).isEqualTo(4);
        assertThat(narrow.nextPublication()).isEqualTo(5);
        assertThat(wide.hasNothingNew()).isTrue();
    }

    @Test
    void holdsForServerSideSubscriptionsThatAlsoGetTheirData() {
        TestClient client = hub.open();
        JsonObject sub =
                new JsonObject().put("tags_filter", new JsonObject(RED)).put("data", 7);
        JsonObject connected = client.connect(
                hub.minter.sign(new JsonObject().put("sub", "ann").put("subs", new JsonObject().put("plain:a", sub))));
        assertThat(connected.getJsonObject("subs").getJsonObject("plain:a").getInteger("data"))
                .isEqualTo(7);

        publishAll("plain:a");

        assertThat(client.nextPublication()).isEqualTo(2);
        assertThat(client.nextPublication()).isEqualTo(4);
    }

    @Test
    void holdsForWhatIsRecoveredAndForTheHistory() {
        publishAll("rec:a");
        String epoch = hub.channels.position("rec:a").epoch();
        TestClient client = connected();

        JsonObject result = subscribe(client, "rec:a", ",\"recover\":true,\"offset\":0,\"epoch\":\"" + epoch + "\"");

        assertThat(result.getBoolean("recovered")).isTrue();
        assertThat(result.getJsonArray("publications").stream().map(each -> ((JsonObject) each).getInteger("data")))
                .containsExactly(2, 4);
        client.send("{\"id\":3,\"history\":{\"channel\":\"rec:a\",\"limit\":10}}");
        assertThat(client.next().getJsonObject("error").getInteger("code")).isEqualTo(103);
    }

    @Test
    void leavesNoDeltas() {
        TestClient client = connected();

        assertThat(subscribe(client, "form:a", ",\"delta\":\"fossil\"").containsKey("delta"))
                .isFalse();

        publishAll("form:a");
        assertThat(client.nextPublication()).isEqualTo(2);
    }

    @Test
    void changesByARefreshThatMakesTheClientSubscribeAnew() {
        TestClient client = connected();
        assertThat(subscribe(client, "plain:a", "")).isNotNull();

        client.send("{\"id\":3,\"sub_refresh\":{\"channel\":\"plain:a\",\"token\":\"" + token("plain:a", RED) + "\"}}");
        assertThat(client.next().getJsonObject("sub_refresh")).isNotNull();
        client.send("{\"id\":4,\"sub_refresh\":{\"channel\":\"plain:a\",\"token\":\"" + token("plain:a", BIG) + "\"}}");

        assertThat(client.next().getJsonObject("sub_refresh")).isNotNull();
        JsonObject push = client.next().getJsonObject("push");
        assertThat(push.getJsonObject("unsubscribe").getInteger("code")).isEqualTo(2501);
    }
}
