package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Overrides;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.presence.PresenceGroup;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sockets tell the presence who is where, and their clients who joins and leaves. */
final class PresenceIT {
    private static final PresenceGroup ROOM = new PresenceGroup.OfChannel(new ChannelName("room:a"));
    private static final PresenceGroup ANN = new PresenceGroup.OfUser("ann");

    private final PresenceStandIn presence = new PresenceStandIn();
    private TestHub hub;

    @BeforeEach
    void start() {
        start(TestHub.secure(
                TestHub.LIMITS,
                InstantSource.system(),
                with("room", PresenceRules.openly()),
                with("ask", rules(true, false, true)),
                with("shy", rules(true, false, false)),
                with("count", rules(false, false, true)),
                TestNamespaces.recovered("rec", 10).withPresence(PresenceRules.openly()),
                TestNamespaces.positioned("pos").withPresence(PresenceRules.openly())));
    }

    private void start(TestHub started) {
        hub = started;
        TestHub.await(hub.vertx.deployVerticle(presence));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Namespace with(String name, PresenceRules rules) {
        return TestNamespaces.open(name).withPresence(rules);
    }

    /** Members are known; joins and leaves are told as said, and may be read by subscribers if {@code readable}. */
    private static PresenceRules rules(boolean joinLeave, boolean forced, boolean readable) {
        return new PresenceRules(
                true, joinLeave, forced, Duration.ZERO, Duration.ZERO, 1000, false, readable, false, List.of());
    }

    private TestClient connected(String user) {
        TestClient client = hub.open();
        client.connect(token(user));
        return client;
    }

    private String token(String user) {
        return token(user, "{\"name\":\"" + user + "\"}");
    }

    private String token(String user, String info) {
        return hub.minter.connection(new ConnectionClaims(user, 0, Payload.ofJson(info), List.of()));
    }

    private TestClient in(String channel, String user) {
        return connected(user).subscribed(2, channel);
    }

    private List<PresenceCommand> awaitTold(PresenceGroup group, int count) {
        Awaitility.await().until(() -> presence.told(group).size() >= count);
        return presence.told(group);
    }

    private static ClientInfo somebody(String client) {
        return new ClientInfo("bob", client, Payload.ofJson("{\"n\":1}"), null);
    }

    private void tell(String channel, ChannelEvent.Change... changes) {
        hub.channels.tell(new ChannelEvent.Membership(new ChannelName(channel), List.of(changes)));
    }

    private void join(String channel, String client) {
        tell(channel, ChannelEvent.Change.join(new ChannelName(channel), somebody(client)));
    }

    @Test
    void tellsThePresenceOfASubscriptionAndOfItsEnd() {
        TestClient client = hub.open();
        String id = client.connect(token("ann")).getString("client");
        client.subscribed(2, "room:a");

        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"room:a\"}}");

        assertThat(awaitTold(ROOM, 2))
                .containsExactly(
                        new PresenceCommand.Enter(
                                ROOM, new ClientInfo("ann", id, Payload.ofJson("{\"name\":\"ann\"}"), null), true),
                        new PresenceCommand.Leave(ROOM, id));
    }

    @Test
    void doesNotTellThePresenceOfASubscriptionThatWasNotGranted() {
        Promise<Void> opened = Promise.promise();
        hub.channels.holdAttachmentsUntil(opened.future());
        TestClient client = connected("ann").send("{\"id\":2,\"subscribe\":{\"channel\":\"room:a\"}}");
        Awaitility.await().until(() -> hub.channels.attachments() == 1);

        client.close();

        assertThat(awaitTold(ANN, 2)).hasSize(2);
        opened.complete();
        in("room:a", "bob");
        assertThat(awaitTold(ROOM, 1)).hasSize(1);
    }

    @Test
    void tellsThePresenceWhatARefreshedTokenSays() {
        TestClient client = in("room:a", "ann");
        client.send("{\"id\":3,\"refresh\":{\"token\":\"" + token("ann", "[2]") + "\"}}");
        client.send("{\"id\":4,\"refresh\":{\"token\":\"" + token("ann", "[2]") + "\"}}");
        String subscription = hub.minter.subscription(
                new SubscriptionClaims("ann", new ChannelName("room:a"), 0, Payload.ofJson("3")));

        client.send("{\"id\":5,\"sub_refresh\":{\"channel\":\"room:a\",\"token\":\"" + subscription + "\"}}");

        assertThat(awaitTold(ROOM, 3))
                .extracting(PresenceIT::infos)
                .containsExactly("{\"name\":\"ann\"} -", "[2] -", "[2] 3");
        assertThat(presence.told(ANN)).extracting(PresenceIT::infos).containsExactly("{\"name\":\"ann\"} -", "[2] -");
    }

    @Test
    void tellsWhoMayKnowByARefreshedTokenWhoJoins() {
        TestClient client = connected("ann");
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"shy:a\",\"join_leave\":true}}")
                .nextLine();
        join("shy:a", "c1");
        String may = hub.minter.sign(
                new JsonObject("{\"sub\":\"ann\",\"caps\":[{\"channels\":[\"shy:a\"],\"allow\":[\"prs\"]}]}"));
        client.send("{\"id\":3,\"refresh\":{\"token\":\"" + may + "\"}}");
        assertThat(client.nextLine()).contains("\"refresh\"");

        join("shy:a", "c2");

        assertThat(client.nextLine()).contains("\"join\"").contains("\"c2\"");
    }

    private static String infos(PresenceCommand command) {
        return command instanceof PresenceCommand.Enter enter
                ? json(enter.member().connInfo()) + " " + json(enter.member().chanInfo())
                : command.toString();
    }

    private static String json(@Nullable Payload payload) {
        return payload == null ? "-" : payload.toJson();
    }

    @Test
    void otherRulesHoldForThoseWhoAreSubscribed() {
        PresenceGroup open = new PresenceGroup.OfChannel(new ChannelName("late:a"));
        hub.rule(with("late", PresenceRules.none()));
        TestClient asks =
                connected("ann").send("{\"id\":2,\"subscribe\":{\"channel\":\"late:a\",\"join_leave\":true}}");
        TestClient silent = in("late:a", "bob");
        asks.nextLine();

        hub.rule(with("late", rules(true, false, true)));

        assertThat(awaitTold(open, 2))
                .allMatch(each -> each instanceof PresenceCommand.Enter enter && enter.announced());
        join("late:a", "c1");
        assertThat(asks.nextLine()).contains("\"join\"").contains("\"c1\"");

        hub.rule(with("late", rules(false, false, true)));
        assertThat(awaitTold(open, 4).subList(2, 4))
                .allMatch(each -> each instanceof PresenceCommand.Enter enter && !enter.announced());
        join("late:a", "c2");
        hub.rule(with("late", PresenceRules.none()));
        assertThat(awaitTold(open, 6).subList(4, 6)).allMatch(each -> each instanceof PresenceCommand.Leave);

        hub.publish("late:a", "1");
        assertThat(asks.nextPublication()).isEqualTo(1);
        assertThat(silent.nextPublication()).isEqualTo(1);
        asks.close();
        silent.close();
        awaitTold(ANN, 2);
        assertThat(presence.told(open)).hasSize(6);
    }

    @Test
    void whoWasSubscribedByABackEndIsThereAsWell() {
        TestClient client = connected("ann");

        hub.order(new ConnectionControl.Subscribe(
                ConnectionTarget.user("ann"), new ChannelName("room:a"), null, null, null, Overrides.NONE));

        assertThat(client.nextLine()).contains("\"subscribe\"");
        assertThat(awaitTold(ROOM, 1)).hasOnlyElementsOfType(PresenceCommand.Enter.class);
        join("room:a", "c1");
        assertThat(client.nextLine()).contains("\"join\"");
    }

    private static Consumer<TestClient> ending(String way, TestHub hub) {
        return switch (way) {
            case "close" -> TestClient::close;
            case "reload" -> client -> client.socket().close((short) 1001).onFailure(gone -> {});
            case "nonsense" -> client -> client.send("nonsense");
            default ->
                client -> hub.order(new ConnectionControl.Disconnect(
                        ConnectionTarget.user("ann"), Set.of(), Integer.parseInt(way), "x"));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "close, false",
        "reload, true",
        "nonsense, false",
        "3000, true",
        "3503, false",
        "4000, true",
        "4500, false"
    })
    void mayReturnUnlessItLeftOrMustNot(String way, boolean mayReturn) {
        TestClient client = in("room:a", "ann");

        ending(way, hub).accept(client);

        Class<?> expected = mayReturn ? PresenceCommand.Away.class : PresenceCommand.Leave.class;
        assertThat(awaitTold(ROOM, 2).get(1)).isInstanceOf(expected);
        assertThat(awaitTold(ANN, 2).get(1)).isInstanceOf(expected);
    }

    @Test
    void mayReturnWhenItsSocketIsLost() throws IOException {
        try (RawClient client = RawClient.upgraded(hub.port())) {
            client.text("{\"id\":1,\"connect\":{\"token\":\"" + token("ann") + "\"}}");
            client.frame();
        }

        assertThat(awaitTold(ANN, 2).get(1)).isInstanceOf(PresenceCommand.Away.class);
    }

    @Test
    void mayReturnToASubscriptionThatLostPublications() {
        TestClient client = connected("ann").send("{\"id\":2,\"subscribe\":{\"channel\":\"pos:a\"}}");
        assertThat(client.next().getJsonObject("subscribe").getBoolean("positioned"))
                .isTrue();

        hub.channels.interrupt("pos:a");

        PresenceGroup group = new PresenceGroup.OfChannel(new ChannelName("pos:a"));
        assertThat(awaitTold(group, 2).get(1)).isInstanceOf(PresenceCommand.Away.class);
    }

    @Test
    void tellsWhoAsksAndMayWhoJoinsAndLeaves() {
        TestClient asking = connected("ann");
        asking.send("{\"id\":2,\"subscribe\":{\"channel\":\"ask:a\",\"join_leave\":true}}");
        assertThat(asking.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        TestClient silent = in("ask:a", "cid");
        TestClient notAllowed = connected("dan");
        notAllowed.send("{\"id\":2,\"subscribe\":{\"channel\":\"shy:a\",\"join_leave\":true}}");
        notAllowed.nextLine();
        ChannelName ask = new ChannelName("ask:a");

        tell("ask:a", ChannelEvent.Change.join(ask, somebody("c1")), ChannelEvent.Change.leave(ask, somebody("c2")));
        join("shy:a", "c1");
        hub.publish("ask:a", "1");
        hub.publish("shy:a", "1");

        assertThat(asking.nextLine())
                .isEqualTo("{\"push\":{\"channel\":\"ask:a\",\"join\":{\"info\":{\"user\":\"bob\",\"client\":\"c1\","
                        + "\"conn_info\":{\"n\":1}}}}}");
        assertThat(asking.next().getJsonObject("push").getJsonObject("leave").getJsonObject("info"))
                .isEqualTo(new JsonObject("{\"user\":\"bob\",\"client\":\"c2\",\"conn_info\":{\"n\":1}}"));
        assertThat(asking.nextPublication()).isEqualTo(1);
        assertThat(silent.nextPublication()).isEqualTo(1);
        assertThat(notAllowed.nextPublication()).isEqualTo(1);
    }

    @Test
    void tellsNobodyOfJoinsBeforeItsSubscribeIsAnswered() {
        Promise<Void> opened = Promise.promise();
        hub.channels.holdAttachmentsUntil(opened.future());
        TestClient client = connected("ann").send("{\"id\":2,\"subscribe\":{\"channel\":\"room:a\"}}");
        Awaitility.await().until(() -> hub.channels.attachments() == 1);

        join("room:a", "early");
        opened.complete();

        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");
        join("room:a", "late");
        assertThat(client.nextLine()).contains("\"join\"").contains("\"late\"");
    }

    @Test
    void tellsThoseWhoAreStillCatchingUpWhoJoins() {
        TestClient first = connected("bob").send("{\"id\":2,\"subscribe\":{\"channel\":\"rec:a\"}}");
        first.nextLine();
        hub.publish("rec:a", "1");
        first.nextLine();
        Promise<Void> opened = Promise.promise();
        hub.channels.holdRecoveriesUntil(opened.future());
        TestClient client = connected("ann")
                .send("{\"id\":2,\"subscribe\":{\"channel\":\"rec:a\",\"recover\":true,\"epoch\":\"epoch-0a\"}}");
        Awaitility.await().until(() -> hub.channels.recoveries() == 1);

        join("rec:a", "early");
        opened.complete();

        assertThat(client.next().getJsonObject("subscribe").getBoolean("recovered"))
                .isTrue();
        join("rec:a", "late");
        assertThat(client.nextLine()).contains("\"join\"").contains("\"late\"");
        assertThat(first.nextLine()).contains("\"join\"").contains("\"early\"");
    }

    @Test
    void tellsWhoIsThereAndHowMany() {
        TestClient ann = in("room:a", "ann");
        in("room:a", "bob");
        in("room:a", "bob");
        awaitTold(ROOM, 3);

        ann.send("{\"id\":7,\"presence\":{\"channel\":\"room:a\"}}");
        JsonObject all = ann.next().getJsonObject("presence").getJsonObject("presence");
        ann.send("{\"id\":8,\"presence_stats\":{\"channel\":\"room:a\"}}");

        assertThat(ann.nextLine()).isEqualTo("{\"id\":8,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}");
        assertThat(all).hasSize(3);
        for (String client : all.fieldNames()) {
            assertThat(all.getJsonObject(client).getString("client")).isEqualTo(client);
            assertThat(all.getJsonObject(client).getString("user")).isIn("ann", "bob");
            assertThat(all.getJsonObject(client).getJsonObject("conn_info")).hasSize(1);
        }
    }

    @Test
    void tellsOfAnEmptyChannelThatItIsEmpty() {
        TestClient client = connected("ann").subscribed(2, "room:other");
        client.send("{\"id\":3,\"unsubscribe\":{\"channel\":\"room:other\"}}").nextLine();
        client.send("{\"id\":4,\"presence_stats\":{\"channel\":\"count:x\"}}");
        assertThat(client.next().getJsonObject("error").getInteger("code")).isEqualTo(103);
        client.subscribed(5, "count:x");
        client.send("{\"id\":6,\"presence\":{\"channel\":\"count:x\"}}");

        assertThat(client.next().getJsonObject("presence").getJsonObject("presence"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"news, 108", "open:x, 108", "count:x, 103", "shy:x, 103", "nobody:x, 102", "'', 0"})
    void refusesToTellWhoIsThere(String channel, int code) {
        for (String command : List.of("presence", "presence_stats")) {
            TestClient client = connected("ann");
            client.send("{\"id\":3,\"%s\":{\"channel\":\"%s\"}}".formatted(command, channel));
            if (code == 0) {
                assertThat(client.closeCode()).isEqualTo(3501);
            } else {
                assertThat(client.next().getJsonObject("error").getInteger("code"))
                        .isEqualTo(code);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DISCONNECT, 1", "CONFLATE, 0", "DROP_OLDEST, 0"})
    void spendsNoMemoryForJoinsOfASlowSocket(SlowConsumer policy, int closed) throws IOException {
        hub.close();
        start(TestHub.onOneLoop(
                TestHub.limits(64 * 1024), TestNamespaces.slow(with("room", PresenceRules.openly()), policy, "")));
        try (RawClient client = RawClient.connected(hub.port())) {
            client.text("{\"id\":2,\"subscribe\":{\"channel\":\"room:a\"}}");
            client.frame();

            List<ChannelEvent.Change> many = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                many.add(ChannelEvent.Change.join(new ChannelName("room:a"), somebody("c" + i)));
            }
            for (int i = 0; i < 100; i++) {
                tell("room:a", many.toArray(ChannelEvent.Change[]::new));
            }

            assertThat(hub.count(HubMetrics.SLOW_CONSUMERS)).isEqualTo(closed);
        }
    }

    @Test
    void tellsThePresenceOfUsersButNotOfTheAnonymous() {
        hub.close();
        start(TestHub.insecure(TestHub.LIMITS, with("room", PresenceRules.openly())));
        hub.connected().subscribed(2, "room:a");
        TestClient ann = hub.open();
        String id = ann.connect(token("ann")).getString("client");

        assertThat(awaitTold(ANN, 1))
                .containsExactly(new PresenceCommand.Enter(
                        ANN, new ClientInfo("ann", id, Payload.ofJson("{\"name\":\"ann\"}"), null), true));
        assertThat(awaitTold(ROOM, 1)).hasSize(1);
    }
}
