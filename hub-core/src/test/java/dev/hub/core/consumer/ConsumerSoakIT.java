package dev.hub.core.consumer;

import static dev.hub.core.consumer.Bench.WORKER;
import static dev.hub.core.consumer.Bench.await;
import static dev.hub.core.consumer.Bench.numbers;
import static dev.hub.core.consumer.Bench.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that acknowledge, refuse, ask for more time or forget, at random, against a plain account of who has what. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class ConsumerSoakIT {
    private static final int WINDOW = 12;
    private static final int MOST_DELIVERIES = 4;

    private final Bench bench;
    private final List<Integer> firstDeliveries = new ArrayList<>();
    private final Map<Long, Integer> attempts = new HashMap<>();
    private final Set<Long> finished = new HashSet<>();
    private int published;
    private int acknowledged;
    private int dead;

    ConsumerSoakIT(Engine engine, SharedServers servers) {
        bench = new Bench(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void losesNothingAndDeliversNothingThatIsFinished() {
        play(1);
    }

    @Test
    void losesNothingAnotherTime() {
        play(2);
    }

    @Test
    void losesNothingAThirdTime() {
        play(3);
    }

    private void play(long seed) {
        Random random = new Random(seed);
        bench.put(
                WORKER,
                ConsumerSettings.DEFAULTS
                        .withAckTimeoutMillis(100)
                        .withMaxInFlight(WINDOW)
                        .withMaxDeliveries(MOST_DELIVERIES));
        for (int step = 0; step < 250; step++) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    int count = 1 + random.nextInt(4);
                    bench.publish("jobs:a", published + 1, published + count);
                    published += count;
                }
                default -> work(random, bench.fetch(WORKER, 1 + random.nextInt(6)));
            }
        }
        Bench.until("all is done", () -> {
            finish(bench.fetch(WORKER, 100));
            return acknowledged + dead == published;
        });

        assertThat(firstDeliveries).isSorted().hasSize(published).doesNotHaveDuplicates();
        ConsumerInfo info = bench.info(WORKER);
        assertThat(info.unacknowledged()).isZero();
        assertThat(info.lag()).isZero();
        assertThat(info.deadLetters()).isEqualTo(dead);
        assertThat(info.counts().lost()).isZero();
        assertThat(info.counts().acknowledgements()).isEqualTo(acknowledged);
    }

    private void work(Random random, Fetched got) {
        take(got);
        for (ConsumerDelivery each : got.deliveries()) {
            Lease lease = new Lease(each.offset(), each.attempt());
            switch (random.nextInt(5)) {
                case 0, 1 -> finish(got.epoch(), each.offset());
                case 2 -> await(bench.store.refuse(place(WORKER), got.epoch(), List.of(lease), random.nextInt(50)));
                case 3 ->
                    await(bench.store.extend(place(WORKER), got.epoch(), List.of(lease), 100 + random.nextInt(100)));
                default -> {
                    // The worker died.
                }
            }
        }
    }

    /** What is delivered is neither finished nor delivered too often, and attempts count up. */
    private void take(Fetched got) {
        dead += got.dead();
        assertThat(got.unacknowledged()).isLessThanOrEqualTo(WINDOW);
        for (int i = 0; i < got.deliveries().size(); i++) {
            ConsumerDelivery each = got.deliveries().get(i);
            assertThat(finished).doesNotContain(each.offset());
            int attempt = attempts.merge(each.offset(), 1, Integer::sum);
            assertThat(each.attempt()).isEqualTo(attempt).isLessThanOrEqualTo(MOST_DELIVERIES);
            if (attempt == 1) {
                firstDeliveries.add(numbers(got).get(i));
            }
        }
    }

    private void finish(Fetched got) {
        take(got);
        got.deliveries().forEach(each -> finish(got.epoch(), each.offset()));
    }

    private void finish(String epoch, long offset) {
        assertThat(bench.acknowledge(WORKER, epoch, offset).count()).isEqualTo(1);
        finished.add(offset);
        acknowledged++;
    }
}
