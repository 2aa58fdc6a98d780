package dev.hub.core.consumer;

import static dev.hub.core.consumer.Bench.WORKER;
import static dev.hub.core.consumer.Bench.id;
import static dev.hub.core.consumer.Bench.numbers;
import static dev.hub.core.consumer.Bench.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that belongs to a consumer lies in one slot, and goes with it. */
class ConsumerClusterIT {
    private static final ConsumerSettings SETTINGS = ConsumerSettings.DEFAULTS;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void consumersOutliveSlotMovesAndFailovers(Engine engine) {
        try (ClusterSetup cluster = ClusterSetup.start(engine);
                Bench bench = new Bench(cluster.url(), "c:")) {
            ConsumerId feed = id("orders:*", "worker");
            bench.put(WORKER, SETTINGS);
            bench.put(feed, SETTINGS);
            bench.publish("jobs:a", 1, 8);
            bench.publish("orders:a", 1, 2);
            Fetched got = bench.fetch(WORKER, 4);
            assertThat(numbers(bench.fetch(feed, 10))).containsExactly(1, 2);

            int slot = cluster.slotOf("c:{c:jobs:a}");
            ServerProcess from = cluster.primaryOf(slot);
            cluster.moveSlot(slot, from, cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS));
            bench.acknowledge(WORKER, got.epoch(), 1L, 2L);
            assertThat(bench.info(WORKER).unacknowledged()).isEqualTo(2);

            cluster.softFailover(slot);
            Bench.until("the new primary answers", () -> {
                try {
                    return bench.info(WORKER).unacknowledged() == 2;
                } catch (RuntimeException away) {
                    return false;
                }
            });
            Fetched rest = bench.fetch(WORKER, 10);
            assertThat(numbers(rest)).containsExactly(5, 6, 7, 8);
            assertThat(bench.acknowledge(WORKER, rest.epoch(), offsets(rest).toArray(Long[]::new))
                            .count())
                    .isEqualTo(4);
        }
    }
}
