package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.SlotMove;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams while primaries change and slots move. */
@OnEachEngine
class StreamTopologiesIT {
    private static final Namespace MANY = Store.keeping(100_000);
    private static final long SKIPPED = 1L << 20;

    private final Engine engine;

    StreamTopologiesIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void keepWhatWasAcknowledgedDurablyAcrossFailoversOfSentinel() {
        StreamName.OfChannel news = Store.channel("news", MANY);
        try (SentinelSetup setup = SentinelSetup.start(engine);
                Store store = Store.ready(setup.url(), "hub:")) {
            Writer writer = new Writer(store, news, true);
            writer.awaitMore(50);
            StreamPosition before = writer.last();
            ServerProcess killed = setup.kill9Primary();
            setup.awaitPrimaryOtherThan(killed);
            writer.awaitMore(50);
            StreamPosition after = writer.last();

            assertThat(store.goOn(news, before)).isInstanceOf(Complete.class);
            writer.assertEachOnceInOrder();
            assertThat(after.offset()).isGreaterThan(before.offset() + SKIPPED);
        }
    }

    @Test
    void stayConsistentAcrossFailoversOfACluster() {
        StreamName.OfChannel news = Store.channel("news", MANY);
        try (ClusterSetup cluster = cluster();
                Store store = Store.ready(cluster.url(), "hub:")) {
            int slot = cluster.slotOf(store.streams.pubSubKey(news));
            Writer writer = new Writer(store, news, false);
            writer.awaitMore(50);
            StreamPosition before = writer.last();
            ServerProcess killed = cluster.kill9Primary(slot);
            cluster.awaitPrimaryOtherThan(slot, killed);
            writer.awaitMore(50);
            killed.restart();
            cluster.awaitHealthy();
            cluster.softFailover(slot);
            writer.awaitMore(50);

            List<Long> kept = writer.assertConsistent();
            assertThat(kept).hasSizeGreaterThan(100);
            assertThat(writer.last().offset()).isGreaterThan(before.offset() + 2 * SKIPPED);
        }
    }

    @Test
    void loseNothingWhileTheirSlotMoves() {
        Namespace orders = Store.withFeed(MANY);
        StreamName.OfChannel news = Store.channel("news", MANY);
        StreamName.OfChannel fed = Store.channel("orders:1", orders);
        try (ClusterSetup cluster = cluster();
                Store store = Store.ready(cluster.url(), "hub:")) {
            Writer writer = new Writer(store, news, false);
            Writer feeding = new Writer(store, fed, false);
            Writer durable = new Writer(store, Store.channel("news durable", MANY), true);
            writer.awaitMore(20);
            for (StreamName.OfChannel each : List.of(news, fed, Store.channel("news durable", MANY))) {
                int slot = cluster.slotOf(store.streams.pubSubKey(each));
                ServerProcess from = cluster.primaryOf(slot);
                ServerProcess to = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
                SlotMove move = cluster.beginMove(slot, from, to);
                move.migrateKeys();
                move.finish();
            }
            for (Writer each : List.of(writer, feeding, durable)) {
                each.awaitMore(20);
                each.assertEachOnceInOrder();
            }
            StreamSlice feed = Store.await(store.streams.since(StreamName.feed(orders), 0, 100_000));
            assertThat(Store.numbers(feed.entries()))
                    .isEqualTo(Store.numbers(
                            Store.await(store.streams.since(fed, 0, 100_000)).entries()));
            assertThat(Continuation.of(new StreamPosition(0, ""), feed)).isInstanceOf(Complete.class);
        }
    }

    private ClusterSetup cluster() {
        return ClusterSetup.start(
                ServerSpec.of(engine).set("cluster-require-full-coverage no"), Duration.ofMillis(500));
    }
}
