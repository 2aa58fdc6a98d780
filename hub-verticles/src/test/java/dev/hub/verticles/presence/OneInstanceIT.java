package dev.hub.verticles.presence;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.bus.PresenceCommand.Leave;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.Stats;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.Change;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.GroupRules;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.presence.Registrations.Registration;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.Instance;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one instance does in a big channel, what its members cost it, and what it finds when all others have died. */
@ExtendWith(SharedServers.Provider.class)
class OneInstanceIT {
    private static final ChannelName ROOM = new ChannelName("room");
    private static final OfChannel GROUP = new OfChannel(ROOM);
    private static final GroupPlace PLACE = new GroupPlace(GROUP, "");

    private final SharedServers servers;
    private final Instance instance;
    private final List<List<ChannelEvent.Change>> told = new CopyOnWriteArrayList<>();

    OneInstanceIT(SharedServers servers) {
        this.servers = servers;
        this.instance = start();
    }

    private Instance start() {
        Namespaces namespaces = Namespaces.of(Namespace.defaults("").withPresence(PresenceRules.openly()), List.of());
        Instance started = Instance.start("one", servers.on(Engine.REDIS62).url(), servers.prefix(), namespaces);
        started.awaitReady();
        return started;
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    private void listen() {
        instance.bus().consume("ear", ChannelEvent.class, event -> {
            if (event instanceof ChannelEvent.Membership membership) {
                told.add(membership.changes());
            }
        });
        get(instance.bus().attach(new Attach(ROOM, "ear", false)));
    }

    private void enter(ChannelName channel, String client, String user) {
        ClientInfo member = new ClientInfo(user, client, null, null);
        instance.bus().send(Addresses.PRESENCE, new Enter(new OfChannel(channel), member, true));
    }

    private void leave(String client) {
        instance.bus().send(Addresses.PRESENCE, new Leave(GROUP, client));
    }

    private MemberCount count(ChannelName channel) {
        return get(instance.bus().request(Addresses.PRESENCE, new Stats(channel), MemberCount.class));
    }

    private List<String> joins() {
        return told.stream()
                .flatMap(List::stream)
                .map(each -> each.info().client())
                .toList();
    }

    private void after(int millis) {
        Promise<Void> over = Promise.promise();
        instance.vertx().setTimer(millis, timer -> over.complete());
        get(over.future());
    }

    /** Two who come one after the other, and one who comes and goes between them; tells how long the first was not told of. */
    private long threeCome() {
        told.clear();
        long start = System.nanoTime();
        enter(ROOM, "first", "u");
        after(20);
        enter(ROOM, "between", "u");
        leave("between");
        enter(ROOM, "last", "u");
        await().pollInterval(Duration.ofMillis(5)).until(() -> joins().contains("first"));
        long waited = (System.nanoTime() - start) / 1_000_000;
        await().until(() -> joins().contains("last"));
        return waited;
    }

    @Test
    void tellsOfThoseWhoComeToACrowdTogether() {
        listen();
        for (int i = 0; i < LocalGroups.CROWD; i++) {
            enter(ROOM, "c" + i, "u" + i);
        }
        await().until(() -> count(ROOM).clients() == LocalGroups.CROWD);
        await().until(() -> joins().contains("c" + (LocalGroups.CROWD - 1)));

        long waited = threeCome();

        assertThat(waited).isBetween(200L, 2_000L);
        assertThat(told).hasSize(1);
        assertThat(joins()).containsExactlyInAnyOrder("first", "last");
    }

    private static NodeInfo node(String uid) {
        return new NodeInfo(uid, uid, "test", 0, 0, 0);
    }

    @Test
    void cleansUpAfterAllOfThemWhenAllHaveDied() {
        Valkey valkey = instance.access().connect(instance.vertx());
        get(valkey.whenReady());
        listen();
        for (String uid : List.of("a", "b", "c")) {
            Heartbeat beat =
                    get(new NodeRegistry(valkey, instance.keys()).beat(node(uid), Duration.ofSeconds(1), false));
            NodeLease lease = new NodeLease(uid, beat.incarnation(), beat.leaseEndMillis());
            get(new Registrations(valkey, instance.keys())
                    .write(lease, List.of(new Registration(1, PLACE)), List.of()));
            Change member = new Change.Enter(new ClientInfo("u", "of-" + uid, null, null), true);
            GroupRules rules = new GroupRules(1000, Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Set.of());
            get(new PresenceStore(valkey, instance.keys(), new SplittableRandom(1))
                    .change(PLACE, rules, lease, 2, List.of(member)));
        }
        assertThat(count(ROOM).clients()).isEqualTo(3);
        instance.close();

        try (Instance next = start()) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> get(next.bus().request(Addresses.PRESENCE, new Stats(ROOM), MemberCount.class))
                                    .clients()
                            == 0);
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void spendsFewBytesForEachMemberThatItHolds() {
        int members = Integer.getInteger("presence.members", 10_000);
        int channels = members / 100;
        fill("warm-up", 1000, 10);
        long before = usedHeap();

        fill("crowd", members, channels);

        long each = (usedHeap() - before) / members;
        System.out.printf("%d members in %d channels: %d bytes of heap each%n", members, channels, each);
        assertThat(each).isLessThan(1000);
    }

    private void fill(String name, int members, int channels) {
        for (int i = 0; i < members; i++) {
            enter(
                    new ChannelName(name + i % channels),
                    "0f1e2d3c-4b5a-6978-8796-a5b4c3d%05d".formatted(i),
                    "user" + i % 5000);
        }
        for (int i = 0; i < channels; i++) {
            assertThat(count(new ChannelName(name + i)).clients()).isEqualTo(members / channels);
        }
    }
}
