package dev.hub.core.presence;

import static dev.hub.core.presence.Ground.ROOM;
import static dev.hub.core.presence.Ground.TOLD;
import static dev.hub.core.presence.Ground.await;
import static dev.hub.core.presence.Ground.enter;
import static dev.hub.core.presence.Ground.lease;
import static dev.hub.core.presence.Ground.withGrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventType;
import dev.hub.core.event.OutboxEntry;
import dev.hub.core.presence.Change.Away;
import dev.hub.core.presence.Change.Enter;
import dev.hub.core.presence.Change.Leave;
import dev.hub.core.presence.Changed.Outcome;
import dev.hub.core.presence.PresenceGroup.Occupancy;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.Registrations.Registration;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each promise of the scripts, one at a time. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class PresenceStoreIT {
    private static final NodeLease A = lease("a", 5);
    private static final NodeLease B = lease("b", 6);
    private static final GroupRules GRACE = withGrace(Duration.ofHours(1));

    private final Ground ground;

    PresenceStoreIT(Engine engine, SharedServers servers) {
        ground = new Ground(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void countsConnectionsAndUsersAndTellsWhoJoinedAndLeft() {
        ground.listen(ROOM);
        ClientInfo zoe = new ClientInfo("zo\"ë", "c1", Payload.ofJson("{\"n\": 1}"), Payload.ofJson("[2]"));
        ground.change(A, 1, new Enter(zoe, true), enter("c2", "ann"), enter("c3", "ann"), enter("c4", ""));

        GroupRead read = ground.read(ROOM);
        assertThat(read.clients()).isEqualTo(4);
        assertThat(read.users()).isEqualTo(3);
        assertThat(read.members()).contains(zoe);

        ground.change(A, 2, new Leave("c1"), new Leave("c3"), new Leave("c9"));

        assertThat(ground.clients()).containsExactly("c2", "c4");
        assertThat(ground.read(ROOM).users()).isEqualTo(2);
        Awaitility.await().until(() -> ground.left().size() == 2);
        assertThat(ground.notices).hasSize(2);
        assertThat(ground.notices.getFirst().joins()).contains(zoe);
        assertThat(ground.joined()).containsExactly("c1", "c2", "c3", "c4");
        assertThat(ground.left()).containsExactly("c1", "c3");
    }

    @Test
    void whoIsAnnouncedLaterJoinsThenAndWhoSaysSomethingElseDoesNot() {
        ground.listen(ROOM);
        ClientInfo first = new ClientInfo("ann", "c1", Payload.ofJson("1"), null);
        ClientInfo second = new ClientInfo("ann", "c1", Payload.ofJson("2"), Payload.ofJson("3"));
        ground.change(A, 1, new Enter(first, false));
        ground.change(A, 2, new Enter(first, true));

        ground.change(A, 3, new Enter(second, true));

        assertThat(ground.read(ROOM).members()).containsExactly(second);
        ground.change(A, 4, new Enter(second, false), new Leave("c1"));
        Awaitility.await().until(() -> !ground.left().isEmpty());
        assertThat(ground.joined()).containsExactly("c1");
        assertThat(ground.left()).containsExactly("c1");
    }

    @Test
    void leavesNothingBehind() {
        ground.change(A, 1, enter("c1", "ann"), enter("c2", "bob"));
        ground.change(A, 2, new Away("c1", 100_000), new Leave("c2"));
        ground.change(A, 3, new Leave("c1"));

        assertThat(ground.keysOf(ROOM)).isEmpty();
        assertThat(ground.ask(Command.PTTL, ground.keys.fence(ROOM.base(ground.keys)))
                        .toLong())
                .isBetween(1L, 60_000L);
    }

    @Test
    void takesABatchOnceHoweverOftenItComes() {
        ground.change(A, 1, enter("c1", "ann"));
        ground.change(A, 2, new Leave("c1"));

        assertThat(ground.change(A, 1, enter("c1", "ann")).outcome()).isEqualTo(Outcome.DONE);
        assertThat(ground.change(A, 2, enter("c2", "ann")).outcome()).isEqualTo(Outcome.DONE);

        assertThat(ground.clients()).isEmpty();
    }

    @Test
    void refusesWhatIsWrittenAfterTheLease() {
        NodeLease over = new NodeLease("a", 5, 1);

        assertThat(ground.change(over, 1, enter("c1", "ann")).outcome()).isEqualTo(Outcome.LATE);
        assertThat(ground.clients()).isEmpty();
        assertThat(await(ground.registrations.write(over, List.of(new Registration(1, ROOM)), List.of())))
                .isFalse();
    }

    @Test
    void anIncarnationThatWasCleanedUpAfterIsNotHeardAnyMore() {
        ground.change(A, 1, enter("c1", "ann"));
        ground.sweep(ROOM, TOLD, new DeadNode("a", 5));

        assertThat(ground.change(A, 2, enter("c1", "ann")).outcome()).isEqualTo(Outcome.FENCED);
        assertThat(ground.clients()).isEmpty();

        assertThat(ground.change(lease("a", 9), 3, enter("c1", "ann")).outcome())
                .isEqualTo(Outcome.DONE);
        ground.sweep(ROOM, TOLD, new DeadNode("a", 5));
        assertThat(ground.clients()).containsExactly("c1");
    }

    @Test
    void endsAllMembersOfADeadInstanceAndNoOthers() {
        ground.listen(ROOM);
        List<Change> crowd = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            crowd.add(enter("c" + i, "user" + i % 400));
        }
        await(ground.store.change(ROOM, TOLD, A, 1, crowd));
        ground.change(B, 1, enter("other", "user1"));

        ground.sweep(ROOM, TOLD, new DeadNode("a", 5));

        assertThat(ground.clients()).containsExactly("other");
        assertThat(ground.read(ROOM).users()).isEqualTo(1);
        Awaitility.await().until(() -> ground.left().size() == 600);
        assertThat(ground.left()).doesNotHaveDuplicates();
    }

    @Test
    void whoReturnsInTimeHasNeitherLeftNorJoined() {
        ground.listen(ROOM);
        ground.change(A, 1, enter("c1", "ann"));
        ground.change(A, 2, new Away("c1", 3_600_000));
        assertThat(ground.read(ROOM).clients()).isEqualTo(1);

        ground.change(B, 1, enter("c2", "ann"));
        ground.change(A, 3, new Leave("c1"));

        assertThat(ground.clients()).containsExactly("c1");
        ground.change(B, 2, new Leave("c2"));
        Awaitility.await().until(() -> ground.left().equals(List.of("c1")));
        assertThat(ground.joined()).containsExactly("c1");
        assertThat(ground.keysOf(ROOM)).isEmpty();
    }

    @Test
    void onlyTheSameUserInTheSameGuiseTakesOver() {
        ground.change(A, 1, enter("c1", "ann"), enter("c2", ""));
        ground.change(A, 2, new Away("c1", 3_600_000), new Away("c2", 3_600_000));

        ground.change(
                B,
                1,
                enter("d1", "bob"),
                enter("d2", ""),
                new Enter(new ClientInfo("ann", "d3", Payload.ofJson("1"), null), true),
                new Enter(new ClientInfo("ann", "d4", null, null), false));

        assertThat(ground.clients()).containsExactly("c1", "d1", "d2", "d3", "d4");
        assertThat(ground.read(ROOM).users()).isEqualTo(3);
    }

    @Test
    void membersOfADeadInstanceAreAwayUntilTheirGraceEnds() {
        ground.change(A, 1, enter("c1", "ann"), enter("c2", "bob"), enter("c3", ""));
        DeadNode dead = new DeadNode("a", 5);

        assertThat(ground.sweep(ROOM, GRACE, dead).dueMillis()).isBetween(3_590_000L, 3_600_000L);
        assertThat(ground.clients()).containsExactly("c1", "c2");
        ground.change(B, 1, enter("d1", "bob"));
        assertThat(ground.clients()).containsExactly("c1", "c2");

        String away = ground.keys.away(ROOM.base(ground.keys));
        ground.ask(Command.ZADD, away, 1, "c1");
        assertThat(ground.sweep(ROOM, GRACE, dead).dueMillis()).isEqualTo(-1);
        assertThat(ground.clients()).containsExactly("c2");
    }

    @Test
    void joinsOfACrowdAreNotToldAndThoseToldHaveTheirLeave() {
        ground.listen(ROOM);
        GroupRules few = new GroupRules(2, Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Set.of());
        await(ground.store.change(ROOM, few, A, 1, List.of(enter("c1", "a"), enter("c2", "b"), enter("c3", "c"))));
        await(ground.store.change(ROOM, few, A, 2, List.of(new Leave("c3"), new Leave("c1"))));

        Awaitility.await().until(() -> ground.left().size() == 1);
        assertThat(ground.joined()).containsExactly("c1", "c2");
        assertThat(ground.left()).containsExactly("c1");
    }

    @Test
    void pagesAreCompleteAndWithoutDuplicates() {
        List<Change> crowd = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            crowd.add(enter("c" + i, "u"));
        }
        await(ground.store.change(ROOM, TOLD, A, 1, crowd));

        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            GroupRead page = await(ground.store.read(ROOM, after, 37));
            page.members().forEach(member -> seen.add(member.client()));
            after = page.next();
        } while (!after.isEmpty());

        assertThat(seen).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void writesEachEventWithTheChangeItself() {
        GroupRules eventful = new GroupRules(
                0,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(1),
                Set.of(
                        EventType.FIRST_JOIN,
                        EventType.LAST_LEAVE,
                        EventType.OCCUPIED,
                        EventType.VACATED,
                        EventType.SUBSCRIBED,
                        EventType.UNSUBSCRIBED));
        GroupPlace occupancy = new GroupPlace(new Occupancy(new ChannelName("room")), "");
        await(ground.store.change(
                occupancy, eventful, A, 1, List.of(new Enter(new ClientInfo("", "a", null, null), false))));
        await(ground.store.change(ROOM, eventful, A, 1, List.of(enter("c1", "ann"), enter("c2", "ann"))));
        await(ground.store.change(ROOM, eventful, A, 2, List.of(new Leave("c1"), new Leave("c2"))));
        ground.sweep(occupancy, eventful, new DeadNode("a", 5));

        List<Event> events = new ArrayList<>();
        ground.ask(Command.LRANGE, ground.store.outbox(ROOM), 0, -1)
                .forEach(entry -> events.add(OutboxEntry.decode(entry.toString())));
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(
                        EventType.OCCUPIED,
                        EventType.FIRST_JOIN,
                        EventType.SUBSCRIBED,
                        EventType.SUBSCRIBED,
                        EventType.UNSUBSCRIBED,
                        EventType.UNSUBSCRIBED,
                        EventType.LAST_LEAVE,
                        EventType.VACATED);
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
        assertThat(events)
                .allSatisfy(event -> assertThat(event.subject().channel()).isEqualTo("room"));
        assertThat(events.get(1).subject().user()).isEqualTo("ann");
    }

    @Test
    void remembersUsersAndWhatTheySayOfThemselves() {
        GroupPlace ann = GroupPlace.of(new OfUser("ann"));
        await(ground.store.change(ann, TOLD, A, 1, List.of(enter("c1", "ann"), enter("c2", "ann"))));
        await(ground.store.setStatus("ann", Payload.ofJson("\"busy\""), 100_000));

        UserRead online = await(ground.store.user("ann"));
        assertThat(online.connections()).extracting(UserRead.Connection::client).containsExactlyInAnyOrder("c1", "c2");
        assertThat(online.status()).isEqualTo(Payload.ofJson("\"busy\""));

        Changed gone = await(ground.store.change(ann, TOLD, A, 2, List.of(new Leave("c1"), new Leave("c2"))));
        UserRead offline = await(ground.store.user("ann"));
        assertThat(gone.hasTurned()).isTrue();
        assertThat(offline.connections()).isEmpty();
        assertThat(offline.seenMillis()).isPositive();
        assertThat(ground.ask(Command.PTTL, ground.keys.profile(ann.base(ground.keys)))
                        .toLong())
                .isPositive();
        assertThat(await(ground.store.setStatus("ann", null, 1)).status()).isNull();
    }

    @Test
    void whoCleansUpAfterAnIncarnationLeavesTheRegistrationsOfTheNext() {
        await(ground.registrations.write(A, List.of(new Registration(1, ROOM)), List.of()));
        Registration anew = new Registration(2, ROOM);
        await(ground.registrations.write(lease("a", 6), List.of(anew), List.of()));

        DeadNode dead = new DeadNode("a", 5);
        assertThat(await(ground.registrations.page(dead, 0, 10))).containsExactly(new Registration(1, ROOM));
        await(ground.registrations.remove(dead, List.of(new Registration(1, ROOM), anew)));

        assertThat(await(ground.registrations.page(new DeadNode("a", 6), 0, 10)))
                .containsExactly(anew);
    }

    @Test
    void aUsersConnectionsComeInTheOrderOfTheirArrival() {
        GroupPlace ann = GroupPlace.of(new OfUser("ann"));
        List<String> clients = IntStream.range(0, 40)
                .mapToObj(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i}).toString())
                .toList();
        for (int i = 0; i < clients.size(); i++) {
            await(ground.store.change(ann, TOLD, i % 2 == 0 ? A : B, i + 1, List.of(enter(clients.get(i), "ann"))));
        }
        await(ground.store.change(
                ann, TOLD, A, 100, List.of(enter(clients.getFirst(), "ann"), new Leave(clients.get(2)))));

        List<String> rest = new ArrayList<>(clients);
        rest.remove(2);
        assertThat(await(ground.store.user("ann")).connections())
                .extracting(UserRead.Connection::client)
                .containsExactlyElementsOf(rest);
    }

    @Test
    void registrationsOutlastRemovalsThatComeLate() {
        Registration first = new Registration(1, ROOM);
        GroupPlace other = new GroupPlace(new Occupancy(new ChannelName("a b")), "ns");
        await(ground.registrations.write(A, List.of(first, new Registration(2, other)), List.of()));
        await(ground.registrations.write(A, List.of(new Registration(3, ROOM)), List.of()));
        await(ground.registrations.write(A, List.of(), List.of(first)));

        DeadNode dead = new DeadNode("a", 5);
        assertThat(await(ground.registrations.page(dead, 0, 10)))
                .containsExactly(new Registration(2, other), new Registration(3, ROOM));
        assertThat(await(ground.registrations.page(dead, 2, 10))).containsExactly(new Registration(3, ROOM));
        await(ground.registrations.remove(dead, List.of(new Registration(2, other), new Registration(3, ROOM))));
        assertThat(await(ground.registrations.page(dead, 0, 10))).isEmpty();
    }
}
