package dev.hub.websocket;

import static dev.hub.websocket.TestHub.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Verticles of the application decide who connects. */
final class ConnectDecisionsIT extends DecidingApplication {
    @Test
    void whoConnectsWithoutATokenIsWhoTheApplicationSays() {
        List<Question.Connect> asked = new CopyOnWriteArrayList<>();
        await(app.onConnect(question -> {
            asked.add(question);
            return says(Decision.grant(connection("ann", 0, "open:a")));
        }));
        TestClient client = open();

        client.send(
                "{\"id\":1,\"connect\":{\"data\":{\"k\":1},\"name\":\"js\",\"version\":\"2\",\"subs\":{\"open:b\":{}}}}");

        JsonObject connected = client.next().getJsonObject("connect");
        assertThat(connected.getJsonObject("data")).isEqualTo(new JsonObject("{\"hello\":1}"));
        assertThat(connected.getJsonObject("subs").fieldNames()).contains("open:a");
        Question.Connect question = asked.getFirst();
        assertThat(question.caller().client()).isEqualTo(connected.getString("client"));
        assertThat(question.data()).isEqualTo(Payload.ofJson("{\"k\":1}"));
        assertThat(List.of(question.name(), question.version())).containsExactly("js", "2");
        assertThat(question.channels()).containsExactly("open:b");
        hub.publish("open:a", "5");
        assertThat(client.nextPublication()).isEqualTo(5);
    }

    @Test
    void aTokenDecidesAloneUnlessConfiguredOtherwise() {
        await(app.onConnect(question -> says(Decision.refuse(403, "no"))));

        assertThat(open().connect(token("ann"))).isNotNull();
    }

    @Test
    void whoIsRefusedIsToldAndMayTryAgain() {
        AtomicInteger times = new AtomicInteger();
        await(app.onConnect(question -> switch (times.incrementAndGet()) {
            case 1 -> says(Decision.refuse(403, "not you"));
            case 2 -> Future.failedFuture(new IllegalStateException("a bug"));
            case 3 -> Future.failedFuture(HubException.of(ErrorCode.UNAUTHORIZED));
            default -> says(Decision.disconnect(4501, "go away"));
        }));
        TestClient client = open();

        client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"open:a\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":1,\"error\":{\"code\":403,\"message\":\"not you\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"error\":{\"code\":403,\"message\":\"not you\"}}");
        client.send("{\"id\":3,\"connect\":{}}");
        assertError(client, 100, true);
        client.send("{\"id\":4,\"connect\":{}}");
        assertError(client, 101, false);
        client.send("{\"id\":5,\"connect\":{}}");
        assertThat(client.closeCode()).isEqualTo(4501);
    }

    @Test
    void whoAbstainsLeavesItToTheHub() {
        await(app.onConnect(question -> says(Decision.abstain())));

        TestClient client = open().send("{\"id\":1,\"connect\":{}}");

        assertError(client, 101, false);
    }

    @Test
    void whatWasSentBehindConnectWaitsForTheDecision() {
        Promise<Decision<Grant.Connection>> decision = Promise.promise();
        await(app.onConnect(question -> decision.future()));
        TestClient client = open();

        client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"open:a\"}}");
        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        decision.complete(Decision.grant(Grant.Connection.of("ann")));

        assertThat(client.next().getInteger("id")).isEqualTo(1);
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
    }

    @Test
    void whoLeavesWhileTheApplicationThinksLeavesNothingBehind() {
        Promise<Decision<Grant.Connection>> decision = Promise.promise();
        AtomicInteger asked = new AtomicInteger();
        await(app.onConnect(question -> {
            asked.incrementAndGet();
            return decision.future();
        }));
        TestClient client = open().send("{\"id\":1,\"connect\":{}}");
        Awaitility.await().until(() -> asked.get() == 1);

        client.close();
        Awaitility.await().until(() -> hub.openConnections() == 0);
        decision.complete(Decision.grant(connection("ann", 0, "open:a")));

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(hub.channels.receivers("open:a")).isEmpty());
    }

    @Test
    void noAnswerGrantsMoreThanThereMayBe() {
        List<Grant.Connection> answers = new ArrayList<>(List.of(
                connection("ann", 0, "open:a", "open:b", "open:c", "open:d"),
                connection("ann", START - 1),
                connection("ann", 0, "nowhere:a", "open:*", "open:a")));
        await(app.onConnect(question -> says(Decision.grant(answers.removeFirst()))));
        TestClient client = open();

        client.send("{\"id\":1,\"connect\":{}}");
        assertError(client, 106, false);
        client.send("{\"id\":2,\"connect\":{}}");
        assertError(client, 110, false);
        client.send("{\"id\":3,\"connect\":{}}");
        assertThat(client.next().getJsonObject("connect").getJsonObject("subs").fieldNames())
                .containsExactly("open:a");
    }
}
