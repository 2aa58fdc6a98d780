package dev.hub.websocket;

import static dev.hub.websocket.TestHub.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Verticles of the application decide how long connections and subscriptions go on, and are told what they attached. */
final class RenewalDecisionsIT extends DecidingApplication {
    @Test
    void aConnectionThatRunsOutGoesOnAsTheApplicationSays() {
        await(app.onConnect(question -> says(Decision.grant(connection("ann", START + 10)))));
        AtomicInteger asked = new AtomicInteger();
        await(app.onRefresh(question -> switch (asked.incrementAndGet()) {
            case 1 -> Future.failedFuture(new IllegalStateException("away"));
            case 2 -> says(Decision.grant(Grant.Extension.until(START + 100)));
            default -> says(Decision.grant(Grant.Extension.end()));
        }));
        TestClient client = open();
        client.send("{\"id\":1,\"connect\":{}}");
        assertThat(client.next().getJsonObject("connect").containsKey("expires"))
                .isFalse();

        seconds.addAndGet(12);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() == 2);
        seconds.addAndGet(40);
        client.subscribed(2, "open:a");
        assertThat(client.isClosed()).isFalse();

        seconds.addAndGet(60);
        assertThat(client.closeCode()).isEqualTo(3005);
    }

    @Test
    void withoutAnAnswerAConnectionEndsWhenItsGraceIsOver() {
        await(app.onConnect(question -> says(Decision.grant(connection("ann", START + 10)))));
        AtomicInteger asked = new AtomicInteger();
        await(app.onRefresh(question -> {
            asked.incrementAndGet();
            return Future.failedFuture(new IllegalStateException("away"));
        }));
        TestClient client = open();
        client.send("{\"id\":1,\"connect\":{}}");
        client.next();

        seconds.addAndGet(12);
        Awaitility.await().until(() -> asked.get() > 0);
        assertThat(client.isClosed()).isFalse();
        seconds.addAndGet(25);

        assertThat(client.closeCode()).isEqualTo(3005);
    }

    @Test
    void aSubscriptionThatRunsOutGoesOnAsTheApplicationSays() {
        await(app.onSubscribe("talk", question -> says(Decision.grant(subscription(START + 10)))));
        AtomicInteger asked = new AtomicInteger();
        await(app.onSubRefresh(
                "talk",
                question -> says(Decision.grant(
                        asked.incrementAndGet() == 1 ? Grant.Extension.until(START + 100) : Grant.Extension.end()))));
        TestClient client = client("ann");
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"talk:a\"}}");
        assertThat(client.next().getJsonObject("subscribe").containsKey("expires"))
                .isFalse();

        seconds.addAndGet(12);
        Awaitility.await().until(() -> asked.get() == 1);
        seconds.addAndGet(90);

        assertThat(client.next()
                        .getJsonObject("push")
                        .getJsonObject("unsubscribe")
                        .getInteger("code"))
                .isEqualTo(2501);
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void whatTheApplicationAttachedItIsToldLater() {
        Payload meta = Payload.ofJson("{\"tenant\":7}");
        await(app.onConnect(question -> says(Decision.grant(new Grant.Connection(
                new ConnectionClaims(Principal.of("ann"), 0, null, meta, Map.of(), TokenStamp.NONE), null)))));
        List<Question.Publish> asked = new CopyOnWriteArrayList<>();
        await(app.onPublish("open", question -> {
            asked.add(question);
            return says(Decision.grant(Grant.Publication.AS_IT_IS));
        }));
        TestClient client = open();
        client.connect();

        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");

        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"publish\":{}}");
        assertThat(asked.getFirst().caller().meta()).isEqualTo(meta);
    }
}
