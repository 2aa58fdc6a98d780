package dev.hub.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sentinel and Cluster come up, fail over and heal on each engine. */
@OnEachEngine
@Timeout(120)
class TopologiesIT {
    private final Engine engine;

    TopologiesIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void aStandaloneServerAnswersAtItsUrl() throws IOException {
        try (Standalone standalone = Standalone.start(engine);
                Resp resp = Resp.connect(standalone.url())) {
            assertThat(resp.text("PING")).isEqualTo("PONG");
            assertThat(standalone.server().ask("ROLE")).contains("master");
        }
    }

    @Test
    void sentinelsPromoteAReplicaWhenThePrimaryIsKilledAndAgainWhenTheyAreAsked() {
        try (SentinelSetup setup = SentinelSetup.start(engine)) {
            assertThat(setup.url()).matches("redis\\+sentinel://(127\\.0\\.0\\.1:\\d+,?){3}/mymaster");
            assertThat(setup.replicas()).hasSize(2);

            ServerProcess old = setup.kill9Primary();
            ServerProcess promoted = setup.awaitPrimaryOtherThan(old);

            assertThat(promoted.ask("SET", "k", "v")).isEqualTo("OK");

            setup.rejoin(old);
            ServerProcess before = setup.primary();
            ServerProcess after = setup.softFailover();

            assertThat(after).isNotSameAs(before);
            assertThat(after.ask("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void aClusterReplacesAKilledPrimaryAndTakesItBackAsAReplica() {
        try (ClusterSetup cluster = ClusterSetup.start(engine)) {
            int slot = cluster.slotOf("k");
            ServerProcess old = cluster.kill9Primary(slot);
            ServerProcess promoted = cluster.awaitPrimaryOtherThan(slot, old);

            old.restart();
            cluster.awaitHealthy();

            assertThat(cluster.replicasOf(slot)).containsExactly(old);
            assertThat(promoted.ask("SET", "k", "v")).isEqualTo("OK");

            assertThat(cluster.softFailover(slot)).isSameAs(old);
            assertThat(old.ask("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void aSlotMovesWhileAClientWritesToIt() throws IOException {
        try (ClusterSetup cluster = ClusterSetup.start(engine)) {
            int slot = cluster.slotOf("{k}");
            ServerProcess from = cluster.primaryOf(slot);
            ServerProcess to = otherPrimary(cluster, slot);
            AtomicBoolean moved = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            Thread writer = Thread.ofVirtual().start(() -> writeUntil(moved, from, to, written));
            await().until(() -> written.get() > 200);

            cluster.moveSlot(slot, from, to);
            int atTheMove = written.get();
            await().until(() -> written.get() > atTheMove + 20);
            moved.set(true);
            await().until(() -> !writer.isAlive());

            assertThat(to.ask("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot)))
                    .isEqualTo(Integer.toString(written.get()));
            assertThatThrownBy(() -> from.ask("GET", "{k}0"))
                    .hasMessageStartingWith("MOVED " + slot + " " + to.address());
        }
    }

    /** Writes a new key each time, as a client of a cluster does: to the owner, asked for leave where that says so. */
    private static void writeUntil(AtomicBoolean end, ServerProcess from, ServerProcess to, AtomicInteger written) {
        try (Resp source = from.client();
                Resp target = to.client()) {
            while (!end.get()) {
                String[] set = {"SET", "{k}" + written.get(), "v"};
                try {
                    source.call(set);
                } catch (Resp.RespError error) {
                    if (error.is("ASK")) {
                        target.call("ASKING");
                    }
                    target.call(set);
                }
                written.incrementAndGet();
            }
        }
    }

    @Test
    void halfAMoveAnswersAskForWhatHasLeft() {
        try (ClusterSetup cluster = ClusterSetup.start(engine)) {
            int slot = cluster.slotOf("k");
            ServerProcess from = cluster.primaryOf(slot);
            ServerProcess to = otherPrimary(cluster, slot);
            from.ask("SET", "k", "v");

            SlotMove move = cluster.beginMove(slot, from, to);
            assertThat(from.ask("GET", "k")).isEqualTo("v");

            assertThat(move.migrateKeys()).isEqualTo(1);
            assertThatThrownBy(() -> from.ask("GET", "k")).hasMessage("ASK " + slot + " " + to.address());

            move.finish();
            assertThat(cluster.primaryOf(slot)).isSameAs(to);
            assertThat(to.ask("GET", "k")).isEqualTo("v");
        }
    }

    private static ServerProcess otherPrimary(ClusterSetup cluster, int slot) {
        return cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
    }
}
