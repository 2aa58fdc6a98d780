package dev.hub.websocket;

import static dev.hub.websocket.TestHub.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Overrides;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.bus.HubClient;
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
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verticles of the application decide what clients may do. */
final class DecisionsIT {
    private static final long START = 1_800_000_000L;
    private static final Payload HELLO = Payload.ofJson("{\"hello\":1}");

    private final AtomicLong seconds = new AtomicLong(START);
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.get());
    private TestHub hub;
    private HubClient app;

    @BeforeEach
    void start() {
        ConnectionLimits usual = TestHub.LIMITS;
        hub = TestHub.secure(
                new ConnectionLimits(
                        Duration.ofMillis(300),
                        Duration.ofMillis(200),
                        usual.connectTimeout(),
                        Duration.ofSeconds(25),
                        usual.maxMessageBytes(),
                        usual.maxQueueBytes(),
                        3,
                        usual.maxRecovered(),
                        usual.maxHistory()),
                clock);
        app = HubClient.of(hub.vertx);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static <G extends Grant> Future<Decision<G>> says(Decision<G> decision) {
        return Future.succeededFuture(decision);
    }

    private static Grant.Connection connection(String user, long expireAt, String... channels) {
        List<ChannelName> names =
                List.of(channels).stream().map(ChannelName::new).toList();
        return new Grant.Connection(new ConnectionClaims(user, expireAt, null, names, TokenStamp.NONE), HELLO);
    }

    private static Grant.Subscription subscription(long expireAt) {
        return new Grant.Subscription(
                expireAt, new SubscriptionGrant(Payload.ofJson("{\"role\":1}"), HELLO, Overrides.NONE, null, Set.of()));
    }

    private String token(String user) {
        return hub.minter.connection(new ConnectionClaims(user, 0, null, List.of()));
    }

    private TestClient client(String user) {
        TestClient client = open();
        client.connect(token(user));
        return client;
    }

    /** Not connected yet; pings do not show among its lines. */
    private TestClient open() {
        return hub.open().answeringPings();
    }

    private static void assertError(TestClient client, int code, boolean temporary) {
        JsonObject error = client.next().getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(code);
        assertThat(error.getBoolean("temporary", false)).isEqualTo(temporary);
    }

    // ---- connect

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

    // ---- subscribe

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

    // ---- publish

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

    // ---- what runs out

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

    // ---- meta

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
