package dev.hub.core.consumer;

import static dev.hub.core.consumer.Bench.WORKER;
import static dev.hub.core.consumer.Bench.await;
import static dev.hub.core.consumer.Bench.id;
import static dev.hub.core.consumer.Bench.numbers;
import static dev.hub.core.consumer.Bench.offsets;
import static dev.hub.core.consumer.Bench.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What streams keep for consumers, and what becomes of consumers when a stream lost something. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class RetentionIT {
    private static final ConsumerSettings SETTINGS = ConsumerSettings.DEFAULTS;

    private final Bench bench;
    private final ServerProcess server;
    private final String meta;
    private final String entries;

    RetentionIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
        String prefix = servers.prefix();
        bench = new Bench(server.url(), prefix);
        meta = prefix + "{c:jobs:a}:meta";
        entries = prefix + "{c:jobs:a}:stream";
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keepsWhatIsNotAcknowledgedBeyondTheHistory() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 50);
        Fetched got = bench.fetch(WORKER, 100);

        assertThat(numbers(got)).hasSize(50);
        assertThat(length()).isEqualTo(50);
        assertThat(server.ask("PTTL", entries)).isEqualTo("-1");
        assertThat(server.ask("PTTL", meta)).isEqualTo("-1");
    }

    @Test
    void letsGoWhatIsAcknowledgedButNotTheHistory() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 50);
        Fetched got = bench.fetch(WORKER, 100);

        bench.acknowledge(WORKER, got.epoch(), offsets(got).subList(0, 20).toArray(Long[]::new));
        assertThat(length()).isEqualTo(30);

        bench.acknowledge(WORKER, got.epoch(), offsets(got).subList(20, 50).toArray(Long[]::new));
        assertThat(length()).isEqualTo(5);
        assertThat(Long.parseLong(server.ask("PTTL", entries))).isPositive();
        assertThat(server.ask("PTTL", meta)).isEqualTo("-1");
    }

    @Test
    void waitsForTheSlowestConsumer() {
        ConsumerId slow = id("jobs:a", "slow");
        bench.put(WORKER, SETTINGS);
        bench.put(slow, SETTINGS);
        bench.publish("jobs:a", 1, 30);
        Fetched got = bench.fetch(WORKER, 100);
        bench.acknowledge(WORKER, got.epoch(), offsets(got).toArray(Long[]::new));

        assertThat(length()).isEqualTo(30);

        await(bench.store.delete(place(slow)));
        assertThat(length()).isEqualTo(5);
    }

    @Test
    void givesTheStreamBackWithTheLastConsumer() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 30);

        await(bench.store.delete(place(WORKER)));

        assertThat(length()).isEqualTo(5);
        assertThat(server.ask("HMGET", meta, "k", "kc", "kb")).doesNotContain("1");
        bench.publish("jobs:a", 31, 31);
        assertThat(Long.parseLong(server.ask("PTTL", meta))).isPositive();
    }

    @Test
    void tellsHowMuchWasLostBeyondTheCap() {
        bench.put(WORKER, SETTINGS.withMaxRetained(20));
        bench.publish("jobs:a", 1, 50);

        Fetched got = bench.fetch(WORKER, 100);

        assertThat(numbers(got))
                .containsExactlyElementsOf(IntStream.rangeClosed(31, 50).boxed().toList());
        assertThat(got.lost()).isEqualTo(30);
        assertThat(bench.info(WORKER).counts().lost()).isEqualTo(30);
        bench.publish("jobs:a", 51, 51);
        assertThat(bench.fetch(WORKER, 100).lost()).as("told once").isZero();
    }

    @Test
    void tellsOfDeliveriesThatWereLostBeforeTheyWereAcknowledged() {
        ConsumerSettings hasty = SETTINGS.withMaxRetained(20).withAckTimeoutMillis(100);
        bench.put(WORKER, hasty);
        bench.publish("jobs:a", 1, 10);
        bench.fetch(WORKER, 100);
        bench.publish("jobs:a", 11, 25);

        Fetched again = bench.fetchInTime(WORKER, 100);
        Bench.until("all was due again", () -> {
            bench.fetch(WORKER, 100);
            return bench.info(WORKER).counts().lost() == 5;
        });

        assertThat(numbers(again)).doesNotContain(1, 2, 3, 4, 5);
    }

    @Test
    void countsRightlyWhenOffsetsJump() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 3);
        server.ask("HSET", meta, "i", "anotherserver");
        bench.publish("jobs:a", 4, 8);

        assertThat(bench.info(WORKER).lag()).isEqualTo(8);
        Fetched got = bench.fetch(WORKER, 100);

        assertThat(numbers(got)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(got.deliveries().getLast().offset()).isGreaterThan(1 << 20);
        assertThat(got.lost()).isZero();
        assertThat(got.lag()).isZero();
        bench.acknowledge(WORKER, got.epoch(), offsets(got).toArray(Long[]::new));
        assertThat(length()).isEqualTo(5);
    }

    @Test
    void beginsAnewWithTheStreamWhenItsMetadataIsGone() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 3);
        Fetched before = bench.fetch(WORKER, 2);
        server.ask("DEL", meta);
        bench.publish("jobs:a", 11, 16);

        Fetched after = bench.fetch(WORKER, 100);

        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(numbers(after))
                .isEqualTo(IntStream.rangeClosed(12, 16).boxed().toList());
        assertThat(after.lost())
                .as("two deliveries, and 11 before anything was kept")
                .isEqualTo(3);
        bench.publish("jobs:a", 17, 40);
        assertThat(length()).isEqualTo(29);
    }

    /** As a failover that loses the tail does it. */
    @Test
    void goesOnWhenOnlyTheEpochChanges() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 3);
        bench.fetch(WORKER, 1);
        server.ask("HSET", meta, "e", "otherwise");

        Fetched after = bench.fetch(WORKER, 100);

        assertThat(after.epoch()).isEqualTo("otherwise");
        assertThat(numbers(after)).containsExactly(2, 3);
        assertThat(after.lost()).isZero();
        assertThat(bench.acknowledge(WORKER, "otherwise", 1L, 2L, 3L).count()).isEqualTo(3);
    }

    @Test
    void losesNothingToTheRemovalOfTheHistory() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 9);
        Fetched first = bench.fetch(WORKER, 2);
        bench.acknowledge(WORKER, first.epoch(), 1L, 2L);

        await(bench.streams.remove(bench.stream("jobs:a")));

        assertThat(numbers(bench.fetch(WORKER, 100))).containsExactly(3, 4, 5, 6, 7, 8, 9);
    }

    private long length() {
        return Long.parseLong(server.ask("XLEN", entries));
    }
}
