package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients connect, subscribe, publish and receive. */
final class WebSocketVerticleIT {
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
    void tellsAConnectingClientItsIdAndHowOftenItIsPinged() {
        JsonObject result = hub.open().connect();

        assertThat(result.getString("client")).hasSize(36);
        assertThat(result.getString("version")).isEqualTo("1.2.3");
        assertThat(result.getValue("ping")).isEqualTo(25);
        assertThat(result.getValue("pong")).isEqualTo(true);
        assertThat(result.fieldNames()).containsExactlyInAnyOrder("client", "version", "ping", "pong");
    }

    @Test
    void deliversAPublicationToAllSubscribersThePublisherIncluded() {
        TestClient publisher = hub.connected().subscribed(2, "news");
        TestClient reader = hub.connected().subscribed(2, "news");
        TestClient stranger = hub.connected().subscribed(2, "other");

        publisher.send("{\"id\":3,\"publish\":{\"channel\":\"news\",\"data\":{\"n\":1}}}");

        assertThat(reader.nextPublication()).isEqualTo(new JsonObject().put("n", 1));
        assertThat(java.util.List.of(publisher.nextLine(), publisher.nextLine()))
                .contains("{\"id\":3,\"publish\":{}}")
                .anyMatch(line ->
                        line.startsWith("{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":{\"n\":1},\"info\":"));
        assertThat(stranger.hasNothingNew()).isTrue();
    }

    @Test
    void carriesOutWhatIsPipelinedBehindConnect() {
        TestClient client = hub.open();

        client.send(
                "{\"id\":1,\"connect\":{\"name\":\"js\"}}\n{\"id\":2,\"subscribe\":{\"channel\":\"a\",\"flag\":1}}\n"
                        + "{\"id\":3,\"publish\":{\"channel\":\"a\",\"data\":7}}");

        assertThat(client.next().getJsonObject("connect")).isNotNull();
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertThat(java.util.List.of(client.nextLine(), client.nextLine())).contains("{\"id\":3,\"publish\":{}}");
    }
}
