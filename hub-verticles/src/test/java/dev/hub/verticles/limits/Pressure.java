package dev.hub.verticles.limits;

import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps so many decisions under way: as soon as one is made the next is asked for.
 *
 * @param inFlight decisions at the same time
 * @param subjects how many there are; each decision is about a random one
 */
record Pressure(int inFlight, int subjects) {
    private static final int MOST_SAMPLES = 4_000_000;
    private static final int SAMPLED = 16;

    /** Presses for {@code seconds} and tells what it cost, Valkey's share not included. */
    Figures on(Decider decider, double seconds, String prefix) {
        Round round =
                new Round(decider, prefix, System.nanoTime() + (long) (seconds * 1e9), new CountDownLatch(inFlight));
        double processor = Processor.own();
        long start = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            round.next();
        }
        return round.await(start, processor);
    }

    private final class Round {
        private final Decider decider;
        private final String prefix;
        private final long end;
        private final CountDownLatch open;
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger sampled = new AtomicInteger();
        private final long[] nanos = new long[MOST_SAMPLES];
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        private Round(Decider decider, String prefix, long end, CountDownLatch open) {
            this.decider = decider;
            this.prefix = prefix;
            this.end = end;
            this.open = open;
        }

        /** Goes on in a loop where answers come at once, and later where they come later. */
        private void next() {
            while (true) {
                long asked = System.nanoTime();
                if (asked >= end || failure.get() != null) {
                    open.countDown();
                    return;
                }
                CompletionStage<Boolean> answer =
                        decider.decide(prefix + ThreadLocalRandom.current().nextInt(subjects));
                if (!answer.toCompletableFuture().isDone()) {
                    answer.whenComplete((allowed, cause) -> {
                        note(asked, cause);
                        next();
                    });
                    return;
                }
                note(
                        asked,
                        answer.toCompletableFuture().isCompletedExceptionally()
                                ? new IllegalStateException("failed")
                                : null);
            }
        }

        private void note(long asked, @Nullable Throwable cause) {
            if (cause != null) {
                failure.compareAndSet(null, cause);
            }
            if (made.incrementAndGet() % SAMPLED == 0) {
                int at = sampled.getAndIncrement();
                if (at < MOST_SAMPLES) {
                    nanos[at] = System.nanoTime() - asked;
                }
            }
        }

        private Figures await(long start, double processor) {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double used = Processor.own() - processor;
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("a decision failed", cause);
            }
            int count = Math.min(sampled.get(), MOST_SAMPLES);
            Arrays.sort(nanos, 0, count);
            return new Figures(
                    made.get(),
                    made.get() / seconds,
                    used / made.get(),
                    0,
                    nanos[count / 2] / 1000.0,
                    nanos[(int) (count * 0.99)] / 1000.0,
                    Double.NaN);
        }
    }
}
