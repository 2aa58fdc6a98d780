package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.channel.Payload;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.websocket.access.UserLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules on rates at the sockets: those that a connection counts, those that are asked of their keeper, and both together. */
final class LimitsIT {
    private static final long HOUR = 3_600_000;

    private final LimitKeeperStandIn keeper = new LimitKeeperStandIn();

    @SuppressWarnings("NullAway.Init") // started by each test
    private TestHub hub;

    @AfterEach
    void stop() {
        hub.close();
    }

    private void start(TestHub started) {
        hub = started;
        TestHub.await(hub.vertx.deployVerticle(keeper));
    }

    private void start() {
        start(TestHub.insecure());
    }

    private static TestHub withAbuseLimit(int limit) {
        return TestHub.insecure(usual -> new WebSocketSettings(
                usual.loop(),
                usual.version(),
                usual.maxConnections(),
                usual.drain(),
                usual.limits(),
                usual.queueMemory(),
                new AdmissionRules(0, TrustedProxies.NONE, UserLimits.NONE, limit)));
    }

    private static LimitRule rule(String name, String operation, Scope scope, List<String> per, Quota quota) {
        Conduct conduct = new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, scope, OnFailure.LOCAL);
        return new LimitRule(name, RuleAim.of(Map.of("operation", operation), per), quota, conduct, Optional.empty());
    }

    private static LimitRule own(String operation, long limit, long periodMs) {
        Quota quota = Quota.of(Algorithm.TOKEN_BUCKET, limit, new Period.Fixed(periodMs));
        return rule("own-" + operation, operation, Scope.LOCAL, List.of("client"), quota);
    }

    private static LimitRule shared(String operation, String... per) {
        Quota quota = Quota.of(Algorithm.TOKEN_BUCKET, 5, new Period.Fixed(HOUR));
        return rule("shared-" + operation, operation, Scope.EXACT, List.of(per), quota);
    }

    private void rules(LimitRule... rules) {
        hub.bus.limits().replace(hub.bus.limits().rules().next(List.of(rules)), Prices.NONE);
    }

    private static JsonObject publish(TestClient client, int id) {
        client.send("{\"id\":" + id + ",\"publish\":{\"channel\":\"open:a\",\"data\":{\"n\":" + id + "}}}");
        return client.next();
    }

    private LimitCommand asked() {
        try {
            LimitCommand next = keeper.asked().poll(10, TimeUnit.SECONDS);
            assertThat(next).as("the next question to the keeper").isNotNull();
            return java.util.Objects.requireNonNull(next);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private String released() {
        try {
            return String.valueOf(keeper.released().poll(10, TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonObject submit(TestClient client, int id, String method, String data) {
        client.send("{\"id\":" + id + ",\"rpc\":{\"method\":\"" + method + "\",\"data\":" + data + "}}");
        return client.next();
    }

    private static boolean isLimited(JsonObject reply) {
        return reply.getJsonObject("error", new JsonObject()).getInteger("code", 0) == 111;
    }

    @Test
    void countsEachJobOfASubmission() {
        start();
        rules(own("job_submit", 10, HOUR));
        TestClient client = hub.connected();
        String four = "{\"queue\":\"q\",\"jobs\":[{\"id\":\"a\"},{\"children\":[{},{}]}]}";
        String three = "{\"queue\":\"q\",\"children\":[{},{\"data\":{\"jobs\":[{},{}]}}]}";

        assertThat(isLimited(submit(client, 2, "job_submit_many", four))).isFalse();
        assertThat(isLimited(submit(client, 3, "job_submit", three))).isFalse();
        assertThat(isLimited(submit(client, 4, "job_submit_many", four))).isTrue();
        assertThat(isLimited(submit(client, 5, "job_submit", three))).isFalse();
        assertThat(isLimited(submit(client, 6, "job_submit", "{\"queue\":\"q\"}")))
                .isTrue();
    }

    @Test
    void asksForTheCostOfAllJobsOfASubmission() {
        start();
        rules(shared("job_submit", "client"));
        TestClient client = hub.connected();
        String two = "{\"queue\":\"q\",\"jobs\":[{\"id\":\"a\"},{}]}";

        submit(client, 2, "job_submit_many", two);

        assertThat(asked())
                .isInstanceOfSatisfying(
                        LimitCommand.CheckBeyond.class,
                        check -> assertThat(check.cost()).isEqualTo(Cost.things(2, two.length())));
    }

    @Test
    void tellsWhichRuleRefusesAndHowLongToWait() {
        start();
        rules(own("publish", 2, HOUR));
        TestClient client = hub.connected();

        assertThat(publish(client, 2).containsKey("publish")).isTrue();
        assertThat(publish(client, 3).containsKey("publish")).isTrue();
        JsonObject error = publish(client, 4).getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(111);
        assertThat(error.getBoolean("temporary")).isTrue();
        assertThat(error.getString("message"))
                .matches("too many requests: rule own-publish, retry after (1[78]\\d{5}) ms");
        assertThat(publish(hub.connected(), 2).containsKey("publish")).isTrue();
        assertThat(keeper.asked()).isEmpty();
    }

    @Test
    void feelsARuleThatIsPutWhileTheSocketIsOpenAndThatIsTakenAway() {
        start();
        TestClient client = hub.connected();
        assertThat(publish(client, 2).containsKey("publish")).isTrue();

        rules(own("publish", 1, HOUR));

        assertThat(publish(client, 3).containsKey("publish")).isTrue();
        assertThat(publish(client, 4).containsKey("error")).isTrue();
        rules();
        assertThat(publish(client, 5).containsKey("publish")).isTrue();
    }

    @Test
    void limitsOtherCommandsAndNeverTheWayOut() {
        start();
        rules(own("subscribe", 1, HOUR), own("presence_stats", 0, HOUR), own("history", 0, HOUR), own("rpc", 0, HOUR));
        TestClient client = hub.connected().subscribed(2, "open:a");

        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"open:a\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        for (String each : List.of(
                "{\"id\":4,\"subscribe\":{\"channel\":\"open:a\"}}",
                "{\"id\":4,\"presence_stats\":{\"channel\":\"open:a\"}}",
                "{\"id\":4,\"history\":{\"channel\":\"open:a\"}}",
                "{\"id\":4,\"rpc\":{\"method\":\"m\"}}")) {
            client.send(each);
            assertThat(client.next().getJsonObject("error").getInteger("code"))
                    .as(each)
                    .isEqualTo(111);
        }
    }

    @Test
    void asksTheKeeperForRulesThatNoConnectionCounts() {
        start(TestHub.secure());
        String token = hub.minter.sign(new JsonObject()
                .put("sub", "ann")
                .put("meta", new JsonObject().put("tenant", "acme").put("agent_type", "planner")));
        TestClient client = hub.open();
        String id = client.connect(token).getString("client");
        keeper.answering(LimitKeeperStandIn.REFUSED);

        rules(shared("publish", "user", "tenant", "agent_type", "ip", "channel_namespace"));
        JsonObject error = publish(client, 2).getJsonObject("error");

        assertThat(error.getString("message")).isEqualTo("too many requests: rule shared, retry after 700 ms");
        assertThat(asked())
                .isEqualTo(new LimitCommand.CheckBeyond(
                        Descriptors.of(Map.of(
                                "operation", "publish",
                                "user", "ann",
                                "tenant", "acme",
                                "agent_type", "planner",
                                "ip", "127.0.0.1",
                                "channel_namespace", "open")),
                        Cost.bytes(7)));
        rules(shared("rpc", "client", "method"));
        client.send("{\"id\":3,\"rpc\":{\"method\":\"list\"}}");
        assertThat(asked())
                .isEqualTo(new LimitCommand.CheckBeyond(
                        Descriptors.of(Map.of("operation", "rpc", "client", id, "method", "list")), Cost.bytes(4)));
    }

    @Test
    void countsTheAnonymousByTheirAddressAndIpv6ByItsNetwork() throws IOException {
        TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.1"));
        start(TestHub.insecure(usual -> new WebSocketSettings(
                usual.loop(),
                usual.version(),
                usual.maxConnections(),
                usual.drain(),
                usual.limits(),
                usual.queueMemory(),
                new AdmissionRules(0, proxies, UserLimits.NONE))));
        rules(shared("connect", "ip"));
        keeper.answering(LimitKeeperStandIn.REFUSED);

        try (RawClient client = new RawClient(hub.port())) {
            client.request("GET", "/connection/websocket", "X-Forwarded-For: 2001:db8:7:8:9:a:b:c\n");
            assertThat(client.response()).startsWith("HTTP/1.1 101");
            client.text("{\"id\":1,\"connect\":{}}");
            assertThat(client.frame().text()).contains("\"code\":111");
        }

        assertThat(asked())
                .isEqualTo(new LimitCommand.CheckBeyond(
                        Descriptors.of(Map.of("operation", "connect", "ip", "2001:db8:7:8::/64")), Cost.ONE));
        rules(shared("connect", "user"));
        hub.connected();
        assertThat(keeper.asked()).isEmpty();
    }

    @Test
    void refusesAConnectSoThatTheClientMayTryAgain() {
        start();
        rules(shared("connect", "ip"));
        keeper.answering(LimitKeeperStandIn.REFUSED);
        TestClient client = hub.open();

        client.send("{\"id\":1,\"connect\":{}}");
        JsonObject error = client.next().getJsonObject("error");
        client.send("{\"id\":2,\"connect\":{}}");

        assertThat(error.getInteger("code")).isEqualTo(111);
        assertThat(error.getBoolean("temporary")).isTrue();
        assertThat(client.next().containsKey("connect")).isTrue();
    }

    @Test
    void beginsCommandsInTheirOrderHoweverLongTheKeeperThinks() {
        start();
        TestClient client = hub.connected().subscribed(2, "open:a");
        rules(shared("publish"), own("publish", 100, HOUR));
        Promise<LimitDecision> first = keeper.thinking();

        client.send("{\"id\":3,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        client.send("{\"id\":4,\"publish\":{\"channel\":\"open:a\",\"data\":2}}");
        asked();
        asked();
        rules(own("publish", 100, HOUR));
        client.send("{\"id\":5,\"publish\":{\"channel\":\"open:a\",\"data\":3}}");
        client.send("{\"id\":6,\"rpc\":{\"method\":\"nobody\"}}");
        assertThat(client.hasNothingNew()).isTrue();
        first.complete(LimitDecision.UNLIMITED);

        StringBuilder published = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            JsonObject line = client.next();
            if (line.containsKey("push")) {
                published.append(line.getJsonObject("push").getJsonObject("pub").getValue("data"));
            }
        }
        assertThat(published).hasToString("123");
    }

    @Test
    void givesBackWhatTheConnectionCountedWhenTheKeeperRefuses() {
        start();
        rules(shared("publish"), own("publish", 1, HOUR));
        keeper.answering(LimitKeeperStandIn.REFUSED).answering(Future.failedFuture("nobody knows"));
        TestClient client = hub.connected();

        assertThat(publish(client, 2).getJsonObject("error").getString("message"))
                .contains("rule shared");
        assertThat(publish(client, 3).getJsonObject("error").getInteger("code")).isEqualTo(100);
        assertThat(publish(client, 4).containsKey("publish")).isTrue();
        assertThat(publish(client, 5).getJsonObject("error").getString("message"))
                .contains("rule own-publish");
    }

    @Test
    void holdsSlotsWhileACallIsCarriedOutAndWhileAConnectionLasts() {
        start();
        Promise<Payload> answer = Promise.promise();
        TestHub.await(HubClient.of(hub.vertx).onRpc("slow", request -> answer.future()));
        rules(shared("connect"), shared("rpc"));
        keeper.answering(LimitKeeperStandIn.lent("seat")).answering(LimitKeeperStandIn.lent("call"));
        TestClient client = hub.connected();

        client.send("{\"id\":2,\"rpc\":{\"method\":\"slow\"}}");
        asked();
        asked();
        assertThat(keeper.released()).isEmpty();
        answer.complete(Payload.ofJson("7"));
        assertThat(released()).isEqualTo("call");
        assertThat(keeper.released()).isEmpty();

        client.close();
        assertThat(released()).isEqualTo("seat");
    }

    @Test
    void closes3013WhoGoesOnRegardless() {
        start(withAbuseLimit(3));
        rules(own("publish", 0, HOUR));
        TestClient client = hub.connected();

        for (int i = 2; i < 5; i++) {
            assertThat(publish(client, i).getJsonObject("error").getInteger("code"))
                    .isEqualTo(111);
        }
        client.send("{\"id\":9,\"publish\":{\"channel\":\"open:a\",\"data\":{}}}");

        assertThat(client.closeCode()).isEqualTo(3013);
    }

    @Test
    void limitsNothingThatVerticlesDoToTheConnection() {
        start();
        rules(own("send", 0, HOUR), own("publish", 0, HOUR), own("subscribe", 1, HOUR));
        TestClient client = hub.connected().subscribed(2, "open:a");

        for (int i = 0; i < 5; i++) {
            hub.publish("open:a", "{}");
            assertThat(client.next().containsKey("push")).isTrue();
        }
        client.send("{\"send\":{\"data\":{}}}");
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"open:a\"}}");
        assertThat(client.next().getInteger("id")).isEqualTo(3);
    }

    @Test
    void answersACommandThatNobodyDecidesAboutInTime() {
        start();
        rules(shared("publish"));
        TestClient client = hub.connected();
        Promise<LimitDecision> never = keeper.thinking();

        JsonObject error = publish(client, 2).getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(100);
        assertThat(error.getBoolean("temporary")).isTrue();
        assertThat(publish(client, 3).containsKey("publish")).isTrue();
        assertThat(never.future().isComplete()).isFalse();
    }
}
