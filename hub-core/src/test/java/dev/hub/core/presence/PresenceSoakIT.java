package dev.hub.core.presence;

import static dev.hub.core.presence.Ground.FAR;
import static dev.hub.core.presence.Ground.ROOM;
import static dev.hub.core.presence.Ground.await;
import static dev.hub.core.presence.Ground.withGrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.presence.Changed.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Instances that let members enter, leave and go away at random, repeat batches, send old ones late, die, are swept, and come
 * back, against a plain account of who is there.
 */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class PresenceSoakIT {
    private static final GroupRules RULES = withGrace(Duration.ofHours(1));
    private static final long HOUR = 3_600_000;

    private final Ground ground;
    private final SlowGroup model = new SlowGroup();
    private final List<Life> lives = new ArrayList<>();
    private int clients;

    PresenceSoakIT(Engine engine, SharedServers servers) {
        ground = new Ground(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    /** An instance: what it believes to hold, and what it sent. */
    private static final class Life {
        final String uid;
        long incarnation;
        long batch;
        boolean isSwept;
        final Map<String, String> held = new HashMap<>();
        final Map<Long, List<Change>> sent = new HashMap<>();

        Life(String uid, long incarnation) {
            this.uid = uid;
            this.incarnation = incarnation;
        }
    }

    @Test
    void hasNoGhostAndMissesNobody() {
        play(new Random(1));
    }

    @Test
    void hasNoGhostAnotherTime() {
        play(new Random(2));
    }

    @Test
    void hasNoGhostAThirdTime() {
        play(new Random(3));
    }

    private void play(Random random) {
        ground.listen(ROOM);
        for (int i = 0; i < 3; i++) {
            lives.add(new Life("n" + i, 10 + i));
        }
        for (int step = 0; step < 400; step++) {
            step(random, lives.get(random.nextInt(lives.size())));
            check("step " + step);
        }
        lives.forEach(this::sweep);
        lives.forEach(this::endAway);
        check("the end");
        assertThat(ground.keysOf(ROOM)).isEmpty();
        Awaitility.await().until(() -> ground.left().size() == ground.joined().size());
        assertThat(ground.left()).containsExactlyInAnyOrderElementsOf(ground.joined());
        assertThat(ground.joined()).hasSizeGreaterThan(100);
        assertEachLeaveFollowsItsJoin();
    }

    private void assertEachLeaveFollowsItsJoin() {
        Set<String> there = new HashSet<>();
        for (MembershipNotice notice : ground.notices) {
            notice.joins().forEach(each -> assertThat(there.add(each.client())).isTrue());
            notice.leaves()
                    .forEach(each -> assertThat(there.remove(each.client())).isTrue());
        }
    }

    private void step(Random random, Life life) {
        switch (random.nextInt(12)) {
            case 0 -> repeat(random, life);
            case 1 -> late(random, life);
            case 2 -> sweep(life);
            case 3 -> rise(life);
            default -> send(random, life);
        }
    }

    private void send(Random random, Life life) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            changes.add(change(random, life));
        }
        life.batch++;
        life.sent.put(life.batch, changes);
        Changed changed = deliver(life, life.batch, changes, FAR);
        assertThat(changed.outcome()).isEqualTo(life.isSwept ? Outcome.FENCED : Outcome.DONE);
        if (!life.isSwept) {
            changes.forEach(each -> model.apply(life.uid, life.incarnation, each));
        }
    }

    private Change change(Random random, Life life) {
        List<String> held = List.copyOf(new TreeSet<>(life.held.keySet()));
        int kind = held.isEmpty() ? 0 : random.nextInt(5);
        if (kind < 2) {
            String client = "c" + clients++;
            String user = random.nextInt(6) == 0 ? "" : "u" + random.nextInt(4);
            life.held.put(client, user);
            return new Change.Enter(new ClientInfo(user, client, null, null), true);
        }
        String client = held.get(random.nextInt(held.size()));
        if (kind == 2) {
            return new Change.Enter(new ClientInfo(life.held.getOrDefault(client, ""), client, null, null), true);
        }
        life.held.remove(client);
        return kind == 3 ? new Change.Leave(client) : new Change.Away(client, HOUR);
    }

    private Changed deliver(Life life, long batch, List<Change> changes, long end) {
        return await(ground.store.change(ROOM, RULES, new NodeLease(life.uid, life.incarnation, end), batch, changes));
    }

    /** An old batch comes again: because its outcome was unknown, or on a slow way. */
    private void repeat(Random random, Life life) {
        List<Long> old = List.copyOf(life.sent.keySet());
        if (!old.isEmpty()) {
            long batch = old.get(random.nextInt(old.size()));
            deliver(life, batch, life.sent.getOrDefault(batch, List.of()), FAR);
        }
    }

    /** A new batch comes after the lease. */
    private void late(Random random, Life life) {
        Change.Enter ghost = new Change.Enter(new ClientInfo("u1", "ghost" + random.nextInt(), null, null), true);
        assertThat(deliver(life, life.batch + 1, List.of(ghost), 1).outcome()).isNotEqualTo(Outcome.DONE);
    }

    private void sweep(Life life) {
        ground.sweep(ROOM, RULES, new DeadNode(life.uid, life.incarnation));
        model.sweep(life.uid, life.incarnation);
        life.isSwept = true;
    }

    private void endAway(Life life) {
        String away = ground.keys.away(ROOM.base(ground.keys));
        model.away().forEach(client -> ground.ask(Command.ZADD, away, 1, client));
        ground.sweep(ROOM, RULES, new DeadNode(life.uid, life.incarnation));
        model.endAway(life.uid);
    }

    /** The instance goes on in another incarnation, and enters all that it holds anew. */
    private void rise(Life life) {
        if (!life.isSwept) {
            return;
        }
        life.incarnation += 100;
        life.isSwept = false;
        List<Change> all = new ArrayList<>();
        life.held.forEach((client, user) -> all.add(new Change.Enter(new ClientInfo(user, client, null, null), true)));
        life.sent.clear();
        life.batch++;
        deliver(life, life.batch, all, FAR);
        all.forEach(each -> model.apply(life.uid, life.incarnation, each));
    }

    private void check(String when) {
        GroupRead read = ground.read(ROOM);
        assertThat(read.members().stream().map(ClientInfo::client).sorted().toList())
                .as(when)
                .isEqualTo(model.shown());
        assertThat(read.clients()).as(when).isEqualTo(model.shown().size());
        assertThat(read.users()).as(when).isEqualTo(model.users());
    }
}
