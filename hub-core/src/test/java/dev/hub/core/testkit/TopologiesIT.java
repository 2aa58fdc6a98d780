package dev.hub.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The kit's topologies come up and fail over on each engine. */
@OnEachEngine
class TopologiesIT {
    private final Engine engine;

    TopologiesIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void sentinelsPromoteAReplicaWhenThePrimaryIsKilled() {
        try (SentinelSetup setup = SentinelSetup.start(engine)) {
            ServerProcess old = setup.kill9Primary();
            ServerProcess promoted = setup.awaitPrimaryOtherThan(old);

            assertThat(promoted.ask("SET", "k", "v")).isEqualTo("OK");

            old.restart();
            setup.awaitHealthy();
            ServerProcess again = setup.softFailover();

            if (again.equals(promoted)) {
                setup.sentinels().forEach(x -> System.out.println(x + "\n" + x.log()));
                setup.servers().forEach(x -> System.out.println(x + "\n" + x.log()));
            }
            assertThat(again).isNotEqualTo(promoted);
            assertThat(again.ask("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void aClusterFailsOverAndMovesSlots() {
        try (ClusterSetup cluster = ClusterSetup.start(engine)) {
            int slot = cluster.slotOf("k");
            ServerProcess old = cluster.kill9Primary(slot);
            ServerProcess promoted = cluster.awaitPrimaryOtherThan(slot, old);
            old.restart();
            cluster.awaitHealthy();

            assertThat(cluster.replicasOf(slot)).isEqualTo(List.of(old));

            promoted.ask("SET", "k", "v");
            assertThat(cluster.softFailover(slot)).isSameAs(old);
            ServerProcess target = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
            cluster.moveSlot(slot, old, target);

            assertThat(target.ask("GET", "k")).isEqualTo("v");
        }
    }
}
