package dev.hub.websocket;

import static dev.hub.websocket.TestHub.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.CallbackRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Verticles of the application decide who subscribes. */
final class SubscribeDecisionsIT extends DecidingApplication {
    @Test
    void whoMaySubscribeTheApplicationSays() {
        List<Question.Subscribe> asked = new CopyOnWriteArrayList<>();
        await(app.onSubscribe("talk", question -> {
            asked.add(question);
            return says(
                    question.channel().value().equals("talk:in")
                            ? Decision.grant(subscription(0))
                            : Decision.refuse(403, "out"));
        }));
        TestClient client = client("ann");

        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"talk:in\",\"data\":{\"k\":1}}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{\"data\":{\"hello\":1}}}");
        client.send("{\"id\":3,\"subscribe\":{\"channel\":\"talk:out\"}}");
        assertError(client, 403, false);
        client.send("{\"id\":4,\"publish\":{\"channel\":\"talk:in\",\"data\":1}}");

        assertThat(List.of(client.nextLine(), client.nextLine()))
                .anySatisfy(line -> assertThat(line).contains("\"chan_info\":{\"role\":1}"));
        assertThat(asked.getFirst().caller().user()).isEqualTo("ann");
        assertThat(asked.getFirst().data()).isEqualTo(Payload.ofJson("{\"k\":1}"));
    }

    @Test
    void whatIsDecidedOtherwiseIsNotAsked() {
        AtomicInteger asked = new AtomicInteger();
        await(app.onSubscribe("", question -> {
            asked.incrementAndGet();
            return says(Decision.abstain());
        }));
        TestClient client = client("ann");
        String token = hub.minter.subscription(new SubscriptionClaims("ann", new ChannelName("$talk:a"), 0, null));

        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"$talk:a\",\"token\":\"" + token + "\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        client.send("{\"id\":3,\"subscribe\":{\"channel\":\"$talk:b\"}}");
        assertError(client, 103, false);
        client.send("{\"id\":4,\"subscribe\":{\"channel\":\"open:a#bob\"}}");
        assertError(client, 103, false);
        assertThat(asked).hasValue(0);

        client.subscribed(5, "open:a");
        assertThat(asked).hasValue(1);
    }

    /** Its own rules would let everybody in. */
    @Test
    void nobodyGetsAroundTheDecision() {
        Namespace open = hub.namespaces.get().named("open").orElseThrow();
        Namespace asked = open.withAccess(
                        new AccessRules(true, true, true, true, true, false, false, false, false, true, true))
                .withHistory(TestNamespaces.history(10))
                .withCallbacks(new CallbackRules(CallbackRules.VERTICLE, "", CallbackRules.VERTICLE));
        hub.namespaces.replace(Namespaces.of(Namespace.defaults(""), List.of(asked)));
        TestClient client = open();

        client.send("{\"id\":1,\"connect\":{\"token\":\"" + token("ann") + "\",\"subs\":{\"open:a\":{}}}}");
        assertThat(client.next().getJsonObject("connect").getJsonObject("subs")).isNull();
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"open:a\"}}");
        assertError(client, 100, true);
        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        assertError(client, 100, true);
        client.send(
                "{\"id\":4,\"rpc\":{\"method\":\"consumer_describe\",\"data\":{\"channel\":\"open:a\",\"name\":\"x\"}}}");
        assertError(client, 103, false);
    }

    @Test
    void aPatternOverSeveralNamespacesDoesNotGetAroundTheDecisionInOneOfThem() {
        Namespace free = wildcards("free");
        hub.namespaces.replace(Namespaces.of(Namespace.defaults(""), List.of(free, wildcards("asked"))));
        await(app.onSubscribe("asked", question -> says(Decision.grant(Grant.Subscription.PLAIN))));
        TestClient client = client("ann");

        client.subscribed(2, "free:*");
        client.subscribed(3, "asked:*");
        client.send("{\"id\":4,\"subscribe\":{\"channel\":\"*:a\"}}");

        assertError(client, 103, false);
    }

    private static Namespace wildcards(String name) {
        DeliveryRules plain = DeliveryRules.plain();
        return Namespace.defaults(name)
                .withAccess(new AccessRules(true, false, false, false, false, false, false, false, true, false, false))
                .withDelivery(new DeliveryRules(
                        plain.allowedDeltaTypes(),
                        plain.deltaPublish(),
                        plain.keepLatestPublication(),
                        plain.allowTagsFilter(),
                        plain.batchMaxSize(),
                        plain.batchMaxDelay(),
                        plain.batchFlushLatest(),
                        plain.slowConsumer(),
                        plain.conflateBy(),
                        true));
    }

    @Test
    void twoSubscribesToOneChannelWhileTheApplicationThinksMakeOneSubscription() {
        Promise<Decision<Grant.Subscription>> decision = Promise.promise();
        await(app.onSubscribe("talk", question -> decision.future()));
        TestClient client = client("ann");

        client.send(
                "{\"id\":2,\"subscribe\":{\"channel\":\"talk:a\"}}\n{\"id\":3,\"subscribe\":{\"channel\":\"talk:a\"}}");
        decision.complete(Decision.grant(Grant.Subscription.PLAIN));

        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        assertError(client, 105, false);
    }
}
