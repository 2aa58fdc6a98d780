package dev.hub.websocket;

import static dev.hub.websocket.TestHub.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Verticles of the application decide what is published. */
final class PublishDecisionsIT extends DecidingApplication {
    @Test
    void whatIsPublishedTheApplicationSays() {
        await(app.onPublish(
                "open",
                question -> says(
                        question.data().toJson().contains("bad")
                                ? Decision.refuse(400, "mind your words")
                                : Decision.grant(new Grant.Publication(
                                        Payload.ofJson("\"changed\""),
                                        Map.of("by", "app"),
                                        "",
                                        0,
                                        "",
                                        false,
                                        false)))));
        TestClient client = client("ann").subscribed(2, "open:a");

        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":\"bad\"}}");
        assertError(client, 400, false);
        client.send("{\"id\":4,\"publish\":{\"channel\":\"open:a\",\"data\":\"good\"}}");

        assertThat(List.of(client.nextLine(), client.nextLine()))
                .contains("{\"id\":4,\"publish\":{}}")
                .anySatisfy(line ->
                        assertThat(line).contains("\"data\":\"changed\"").contains("\"by\":\"app\""));
    }

    @Test
    void whatTheApplicationMakesOfDataMustFitTheNamespace() {
        Namespace objects = hub.namespaces
                .get()
                .named("open")
                .orElseThrow()
                .withNaming(new dev.hub.core.channel.NamingRules(
                        "", "", dev.hub.core.channel.NamingRules.DataFormat.JSON_OBJECT));
        hub.namespaces.replace(Namespaces.of(Namespace.defaults(""), List.of(objects)));
        await(app.onPublish("open", question -> says(Decision.grant(Grant.Publication.of(Payload.ofJson("[1]"))))));
        TestClient client = client("ann");

        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":{}}}");
        assertError(client, 100, true);
        client.send("{\"id\":4,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        assertError(client, 107, false);
    }

    @Test
    void publicationsKeepTheirOrderHoweverLongTheApplicationThinks() {
        List<Promise<Decision<Grant.Publication>>> decisions = new CopyOnWriteArrayList<>();
        List<String> asked = new CopyOnWriteArrayList<>();
        await(app.onPublish("open", question -> {
            asked.add(question.channel() + question.data().toJson());
            Promise<Decision<Grant.Publication>> decision = Promise.promise();
            decisions.add(decision);
            return decision.future();
        }));
        TestClient client = client("ann").subscribed(2, "open:a");

        client.send("""
            {"id":3,"publish":{"channel":"open:a","data":1}}
            {"id":4,"publish":{"channel":"open:a","data":2}}
            {"id":5,"publish":{"channel":"open:b","data":3}}\
            """);
        Awaitility.await().until(() -> asked.size() == 2);

        assertThat(asked).containsExactly("open:a1", "open:b3");
        decisions.get(1).complete(Decision.grant(Grant.Publication.AS_IT_IS));
        decisions.get(0).complete(Decision.grant(Grant.Publication.AS_IT_IS));
        Awaitility.await().until(() -> asked.size() == 3);
        decisions.get(2).complete(Decision.grant(Grant.Publication.AS_IT_IS));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(client.nextLine());
        }
        assertThat(lines.stream().filter(line -> line.contains("\"publish\"")))
                .containsExactly("{\"id\":3,\"publish\":{}}", "{\"id\":4,\"publish\":{}}", "{\"id\":5,\"publish\":{}}");
        assertThat(lines.stream().filter(line -> line.contains("\"pub\"")).toList())
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"data\":1"),
                        second -> assertThat(second).contains("\"data\":2"));
    }
}
