package dev.hub.core.ratelimit.store;

import static dev.hub.core.ratelimit.store.LimitGround.limiter;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Holding;
import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What instances hold of a limit: never more is spent than the limit admits, whoever dies and whichever calls are lost. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class HoldIT {
    private static final long START = 1_700_000_000_000_000L;
    private static final long TTL_MS = 100;

    private final LimitGround ground;

    HoldIT(Engine engine, SharedServers servers) {
        ground = LimitGround.withSetClock(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void grantsASliceAndLeavesTheRestToOthers() {
        Limiter limiter = limiter("grant", Algorithm.TOKEN_BUCKET, 100, 1000);
        ground.setClock(START);
        HoldReply first = call(limiter, "a", new Holding.Request(1, 0, 0, 1000));
        HoldReply second = call(limiter, "b", new Holding.Request(1, 0, 0, 4));

        assertThat(first.amount()).isEqualTo(10);
        assertThat(second.amount()).isEqualTo(4);
        assertThat(second.remaining()).isEqualTo(86);
        assertThat(ground.take(Claim.enforced(limiter, 87)).isAllowed()).isFalse();
        assertThat(ground.take(Claim.enforced(limiter, 86)).isAllowed()).isTrue();
        assertThat(call(limiter, "c", new Holding.Request(1, 0, 0, 1)))
                .isEqualTo(new HoldReply(0, 0, 10_000, 1_000_000));
        assertThat(call(limiter, "a", new Holding.Request(2, 3, 0, 0)).amount()).isZero();
        assertThat(ground.take(Claim.enforced(limiter, 7)).isAllowed()).isTrue();
        assertThat(ground.take(Claim.enforced(limiter, 1)).isAllowed()).isFalse();
    }

    @Test
    void aReportCountsOnceHoweverOftenItComes() {
        Limiter limiter = limiter("again", Algorithm.FIXED_WINDOW, 100, 3_600_000);
        ground.setClock(START);
        call(limiter, "a", new Holding.Request(1, 0, 0, 10));
        Holding.Request report = new Holding.Request(2, 6, 0, 10);
        HoldReply once = call(limiter, "a", report);

        assertThat(call(limiter, "a", report)).isEqualTo(once);
        assertThat(once.amount()).isEqualTo(10);
        assertThat(once.remaining()).isEqualTo(84);
        assertThat(call(limiter, "a", new Holding.Request(1, 0, 0, 0)).amount()).isEqualTo(10);
    }

    @Test
    void whatTheDeadHeldIsSpentAndNotHeldForEver() {
        Limiter limiter = limiter("dead", Algorithm.TOKEN_BUCKET, 100, 1000);
        ground.setClock(START);
        call(limiter, "a", new Holding.Request(1, 0, 0, 10));
        ground.setClock(START + TTL_MS * 1000);

        assertThat(ground.peek(Claim.enforced(limiter, 0)).readings().getFirst().remaining())
                .isEqualTo(90);
        ground.setClock(START + TTL_MS * 1000 + 50_000);
        assertThat(ground.peek(Claim.enforced(limiter, 0)).readings().getFirst().remaining())
                .isEqualTo(95);
        ground.setClock(START + TTL_MS * 1000 + 100_000);
        assertThat(ground.peek(Claim.enforced(limiter, 100)).isAllowed()).isTrue();
    }

    @Test
    void aChangedQuotaKeepsWhatIsHeld() {
        Limiter limiter = limiter("changed", Algorithm.TOKEN_BUCKET, 100, 1000);
        ground.setClock(START);
        call(limiter, "a", new Holding.Request(1, 0, 0, 10));
        long left = 40;
        for (Algorithm algorithm : List.of(Algorithm.FIXED_WINDOW, Algorithm.SLIDING_WINDOW, Algorithm.SLIDING_LOG)) {
            Limiter other = new Limiter(
                    limiter.subject(),
                    limiter.name(),
                    limiter("x", algorithm, 50, 10_000).rate());
            left--;

            assertThat(ground.takeAs("d" + algorithm, Claim.enforced(other, 1))
                            .readings()
                            .getFirst()
                            .remaining())
                    .as(algorithm.text())
                    .isEqualTo(left);
        }
    }

    @Test
    void neverMoreIsSpentThanTheLimitAdmits() {
        for (Algorithm algorithm : List.of(Algorithm.TOKEN_BUCKET, Algorithm.FIXED_WINDOW, Algorithm.SLIDING_WINDOW)) {
            for (int seed = 0; seed < 5; seed++) {
                new Fleet(limiter("fleet" + seed, algorithm, 60, 1000), seed).run();
            }
        }
    }

    /** Instances that spend, report, lose calls and answers, die and come again; and others that ask each time. */
    private final class Fleet {
        private final Limiter limiter;
        private final SplittableRandom random;
        private final List<Holding> holdings = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final List<long[]> spent = new ArrayList<>();
        private long now = START;
        private int born;

        Fleet(Limiter limiter, int seed) {
            this.limiter = new Limiter(new Subject("fleet=" + seed), limiter.name(), limiter.rate());
            this.random = new SplittableRandom(seed);
            for (int i = 0; i < 4; i++) {
                holdings.add(new Holding(TTL_MS * 1_000_000));
                names.add("n" + born++);
            }
        }

        void run() {
            for (int i = 0; i < 250; i++) {
                now += random.nextInt(3) == 0 ? random.nextLong(40_000) : random.nextLong(2_000);
                ground.setClock(now);
                step();
            }
            assertNothingTooMuch();
            assertThat(spent.stream().mapToLong(each -> each[1]).sum()).isGreaterThan(45);
        }

        private void step() {
            int which = random.nextInt(holdings.size());
            Holding holding = holdings.get(which);
            switch (random.nextInt(10)) {
                case 0 -> {
                    holdings.set(which, new Holding(TTL_MS * 1_000_000));
                    names.set(which, "n" + born++);
                }
                case 1, 2, 3 -> call(names.get(which), holding);
                case 4 -> {
                    long cost = random.nextLong(1, 4);
                    if (ground.take(Claim.enforced(limiter, cost)).isAllowed()) {
                        spend(cost);
                    }
                }
                default -> {
                    long cost = random.nextLong(1, 3);
                    if (holding.spend(cost, now * 1000)) {
                        spend(cost);
                    }
                }
            }
        }

        /** The call may be lost on its way, or its answer; others may spend in between. */
        private void call(String name, Holding holding) {
            Holding.Request request = holding.request(random.nextLong(12), now * 1000);
            if (random.nextInt(6) == 0) {
                holding.failed();
                return;
            }
            HoldReply reply = HoldIT.this.call(limiter, name, request);
            now += random.nextLong(3_000);
            if (holding.spend(1, now * 1000)) {
                spend(1);
            }
            if (random.nextInt(6) == 0) {
                holding.failed();
            } else {
                holding.granted(reply.amount());
            }
        }

        private void spend(long cost) {
            spent.add(new long[] {now, cost});
        }

        /** What was spent, at the times when it was, would have been admitted one by one. */
        private void assertNothingTooMuch() {
            LocalLimiter judge = LocalLimiter.of(limiter.rate());
            for (long[] each : spent) {
                assertThat(judge.take(each[1], each[0]))
                        .as(limiter + " at " + (each[0] - START))
                        .isTrue();
            }
        }
    }

    private HoldReply call(Limiter limiter, String holder, Holding.Request request) {
        return await(ground.store
                        .hold(List.of(new HoldCall(limiter, holder, request, TTL_MS)))
                        .getFirst()
                        .results())
                .getFirst();
    }
}
