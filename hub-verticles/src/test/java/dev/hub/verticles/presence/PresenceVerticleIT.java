package dev.hub.verticles.presence;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.bus.PresenceCommand.Away;
import dev.hub.core.bus.PresenceCommand.Connections;
import dev.hub.core.bus.PresenceCommand.DescribeUsers;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.bus.PresenceCommand.Leave;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.MemberPage;
import dev.hub.core.bus.PresenceCommand.Members;
import dev.hub.core.bus.PresenceCommand.SetStatus;
import dev.hub.core.bus.PresenceCommand.Stats;
import dev.hub.core.bus.PresenceCommand.UserConnections;
import dev.hub.core.bus.PresenceCommand.UserStatuses;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one server; the way of one to it can be cut. */
@OnEachEngine
class PresenceVerticleIT {
    private static final ChannelName ROOM = new ChannelName("room");
    private static final PresenceGroup GROUP = new OfChannel(ROOM);
    private static final Namespaces NAMESPACES = Namespaces.of(
            Namespace.defaults("").withPresence(PresenceRules.openly()),
            List.of(
                    Namespace.defaults("gr").withPresence(PresenceRules.openly().withGrace(Duration.ofSeconds(2))),
                    Namespace.defaults("status").withHistory(keepingOne())));

    private final Engine engine;

    private Standalone valkey;
    private FaultProxy way;
    private Instance here;
    private Instance there;
    private final List<ChannelEvent.Change> told = new CopyOnWriteArrayList<>();

    PresenceVerticleIT(Engine engine) {
        this.engine = engine;
    }

    private static HistoryRules keepingOne() {
        HistoryRules none = HistoryRules.none();
        return new HistoryRules(
                1,
                Duration.ofMinutes(10),
                none.historyMetaTtl(),
                false,
                false,
                false,
                false,
                none.forceRecoveryMode(),
                false,
                none.idempotencyTtl(),
                false);
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        way = FaultProxy.before(valkey.server());
        here = Instance.start("here", valkey.url(), "t:", NAMESPACES);
        there = Instance.start("there", "valkey://" + way.address(), "t:", NAMESPACES);
        here.awaitReady();
        there.awaitReady();
        await().ignoreExceptions()
                .until(() ->
                        count(here, ROOM).clients() == 0 && count(there, ROOM).clients() == 0);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        way.close();
        valkey.close();
    }

    private void listen(ChannelName channel) {
        here.bus().consume("ear", ChannelEvent.class, event -> {
            if (event instanceof ChannelEvent.Membership membership) {
                told.addAll(membership.changes());
            }
        });
        get(here.bus().attach(new Attach(channel, "ear", false)));
    }

    private List<String> joins() {
        return told.stream()
                .filter(ChannelEvent.Change::joined)
                .map(each -> each.info().client())
                .toList();
    }

    private List<String> leaves() {
        return told.stream()
                .filter(each -> !each.joined())
                .map(each -> each.info().client())
                .toList();
    }

    private static void enter(Instance instance, PresenceGroup group, String client, String user) {
        instance.bus().send(Addresses.PRESENCE, new Enter(group, new ClientInfo(user, client, null, null), true));
    }

    private static <T> T ask(Instance instance, PresenceCommand command, Class<T> answer) {
        return get(instance.bus().request(Addresses.PRESENCE, command, answer));
    }

    private static MemberCount count(Instance instance, ChannelName channel) {
        return ask(instance, new Stats(channel), MemberCount.class);
    }

    private static List<String> members(Instance instance, ChannelName channel) {
        return ask(instance, new Members(channel, "", 10_000), MemberPage.class).members().stream()
                .map(ClientInfo::client)
                .sorted()
                .toList();
    }

    @Test
    void everyInstanceSeesTheMembersOfAllAndASubscriberItself() {
        listen(ROOM);
        enter(here, GROUP, "c1", "ann");
        assertThat(members(here, ROOM)).containsExactly("c1");
        enter(there, GROUP, "c2", "ann");
        assertThat(members(there, ROOM)).containsExactly("c1", "c2");
        assertThat(count(here, ROOM)).isEqualTo(new MemberCount(2, 1));

        there.bus().send(Addresses.PRESENCE, new Leave(GROUP, "c2"));

        await().until(() -> leaves().equals(List.of("c2")));
        assertThat(joins()).containsExactly("c1", "c2");
        assertThat(new String(told.getFirst().push().frame(), StandardCharsets.UTF_8))
                .endsWith("{\"push\":{\"channel\":\"room\",\"join\":{\"info\":{\"user\":\"ann\",\"client\":\"c1\"}}}}");
    }

    @Test
    void pagesThroughTheMembers() {
        for (int i = 0; i < 25; i++) {
            enter(i % 2 == 0 ? here : there, GROUP, "c" + i, "u" + i);
        }
        count(there, ROOM);

        MemberPage first = ask(here, new Members(ROOM, "", 20), MemberPage.class);
        MemberPage second = ask(here, new Members(ROOM, first.next(), 20), MemberPage.class);

        assertThat(first.members()).hasSize(20);
        assertThat(second.members()).hasSize(5).doesNotContainAnyElementsOf(first.members());
        assertThat(second.next()).isEmpty();
    }

    @Test
    void whoReturnsWithinTheGraceNeverLeft() {
        ChannelName channel = new ChannelName("gr:room");
        PresenceGroup group = new OfChannel(channel);
        listen(channel);
        enter(here, group, "c1", "ann");
        enter(here, group, "c2", "bob");
        count(here, channel);
        here.bus().send(Addresses.PRESENCE, new Away(group, "c1"));
        here.bus().send(Addresses.PRESENCE, new Away(group, "c2"));
        count(here, channel);
        enter(there, group, "c3", "ann");

        await().until(() -> members(there, channel).equals(List.of("c1")));
        assertThat(leaves()).containsExactly("c2");
        assertThat(joins()).containsExactly("c1", "c2");
    }

    @Test
    void knowsUsersAndWhatTheySayOfThemselves() {
        PresenceGroup ann = new OfUser("ann");
        enter(here, ann, "c1", "ann");
        enter(there, ann, "c2", "ann");
        count(here, ROOM);
        await().until(() -> ask(here, new Connections("ann"), UserConnections.class)
                        .connections()
                        .size()
                == 2);
        ask(there, new SetStatus("ann", Payload.ofJson("\"busy\"")), UserStatuses.class);

        UserStatuses both = ask(here, new DescribeUsers(List.of("ann", "bob")), UserStatuses.class);

        assertThat(both.users().getFirst().connections()).isEqualTo(2);
        assertThat(both.users().getFirst().status()).isEqualTo(Payload.ofJson("\"busy\""));
        assertThat(both.users().getLast().isOnline()).isFalse();
        here.bus().send(Addresses.PRESENCE, new Leave(ann, "c1"));
        there.bus().send(Addresses.PRESENCE, new Leave(ann, "c2"));
        await().untilAsserted(() -> {
            var status = ask(here, new DescribeUsers(List.of("ann")), UserStatuses.class)
                    .users()
                    .getFirst();
            assertThat(status.isOnline()).isFalse();
            assertThat(status.seenMillis()).isPositive();
        });
    }

    @Test
    void tellsThoseWhoWatchAUserWhetherItIsOnline() {
        PresenceGroup ann = new OfUser("ann");
        enter(here, ann, "c1", "ann");
        await().until(() -> status("ann").contains("\"online\":true"));
        ask(there, new SetStatus("ann", Payload.ofJson("[1]")), UserStatuses.class);
        await().until(() -> status("ann").endsWith("\"status\":[1]}"));

        here.bus().send(Addresses.PRESENCE, new Leave(ann, "c1"));

        await().until(() -> status("ann").contains("\"online\":false"));
    }

    private String status(String user) {
        var latest = get(there.client().latest(new ChannelName("status:" + user), 1));
        return latest.publications().isEmpty()
                ? ""
                : latest.publications().getFirst().data().toJson();
    }

    @Test
    void aCrowdThatDoesNothingWritesNothing() {
        List<NodeLease> beats = new CopyOnWriteArrayList<>();
        here.bus().consume(Addresses.NODE_LEASE, NodeLease.class, beats::add);
        for (int i = 0; i < 500; i++) {
            enter(here, new OfChannel(new ChannelName("room" + i % 50)), "c" + i, "u" + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(count(here, new ChannelName("room" + i)).clients()).isEqualTo(10);
        }
        int before = beats.size();
        valkey.server().ask("CONFIG", "RESETSTAT");

        await().until(() -> beats.size() >= before + 3);

        String stats = valkey.server().ask("INFO", "commandstats");
        assertThat(calls(stats, "evalsha")).isBetween(3, 12);
        assertThat(calls(stats, "zadd")).isZero();
        assertThat(calls(stats, "hset")).isLessThan(16);
    }

    private static int calls(String stats, String command) {
        Matcher found = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)").matcher(stats);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    @Test
    void anInstanceThatIsCutOffLosesItsMembersAndEntersThemAnew() {
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        here.bus().consume(Addresses.NODE_EVENTS, NodeEvent.class, events::add);
        listen(ROOM);
        enter(here, GROUP, "c1", "ann");
        enter(there, GROUP, "c2", "bob");
        await().until(() -> members(here, ROOM).size() == 2);
        long began = System.nanoTime();
        way.blackhole();
        there.bus().send(Addresses.PRESENCE, new Leave(GROUP, "c9"));
        enter(there, GROUP, "c3", "cid");

        await().atMost(Duration.ofSeconds(15)).until(() -> members(here, ROOM).equals(List.of("c1")));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        await().until(() -> events.stream().anyMatch(event -> event instanceof NodeEvent.Died));
        way.pass();

        await().atMost(Duration.ofSeconds(15)).until(() -> members(here, ROOM).equals(List.of("c1", "c2", "c3")));
        await().until(() -> joins().size() == 4);
        assertThat(leaves()).containsExactly("c2");
        there.bus().send(Addresses.PRESENCE, new Leave(GROUP, "c2"));
        await().until(() -> members(here, ROOM).equals(List.of("c1", "c3")));
    }

    @Test
    void anInstanceThatStopsTakesItsMembersWithIt() {
        List<NodeEvent> events = new CopyOnWriteArrayList<>();
        here.bus().consume(Addresses.NODE_EVENTS, NodeEvent.class, events::add);
        listen(ROOM);
        enter(there, GROUP, "c2", "bob");
        await().until(() -> members(here, ROOM).size() == 1);
        await().until(() ->
                get(here.bus().request(Addresses.NODE, new NodeCommand.ListNodes(), NodeCommand.Nodes.class))
                                .nodes()
                                .size()
                        == 2);

        there.close();

        await().atMost(Duration.ofSeconds(8)).until(() -> members(here, ROOM).isEmpty());
        await().until(() -> leaves().equals(List.of("c2")));
        await().until(() -> events.stream().anyMatch(event -> event instanceof NodeEvent.Left));
        assertThat(events).noneMatch(event -> event instanceof NodeEvent.Died);
    }

    @Test
    void afterTheServerLostEverythingAllIsEnteredAnew() {
        enter(here, GROUP, "c1", "ann");
        enter(there, GROUP, "c2", "bob");
        await().until(() -> members(here, ROOM).size() == 2);

        valkey.server().ask("FLUSHALL");

        await().atMost(Duration.ofSeconds(15)).until(() -> members(here, ROOM).equals(List.of("c1", "c2")));
    }

    @Test
    void verticlesReadWhoIsThereAndOnline() {
        enter(here, GROUP, "c1", "ann");
        enter(there, GROUP, "c2", "bob");
        enter(there, GROUP, "c3", "bob");
        enter(there, new OfUser("bob"), "c2", "bob");
        await().until(() -> count(here, ROOM).clients() == 3);
        await().until(() ->
                get(here.client().userStatus(List.of("bob"))).getFirst().isOnline());

        HubClient hub = here.client();

        assertThat(get(hub.presence(ROOM)).members())
                .extracting(ClientInfo::client)
                .containsExactlyInAnyOrder("c1", "c2", "c3");
        MemberPage first = get(hub.presence(ROOM, "", 2));
        MemberPage second = get(hub.presence(ROOM, first.next(), 2));
        assertThat(first.members()).hasSize(2).doesNotContainAnyElementsOf(second.members());
        assertThat(second.next()).isEmpty();
        assertThat(get(hub.presenceStats(ROOM))).isEqualTo(new MemberCount(3, 2));
        assertThat(get(hub.userStatus(List.of("ann", "bob"))))
                .extracting(PresenceCommand.UserStatus::connections)
                .containsExactly(0, 1);
    }

    @Test
    void whatIsNotKeptIsRefusedInsteadOfEmpty() {
        HubClient hub = here.client();

        assertThatThrownBy(() -> get(hub.presence(new ChannelName("status:ann"))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_AVAILABLE.code()));
        assertThatThrownBy(() -> get(hub.presenceStats(new ChannelName("nothing:a"))))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNKNOWN_CHANNEL.code()));
    }
}
