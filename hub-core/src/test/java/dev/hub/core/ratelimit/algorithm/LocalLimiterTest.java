package dev.hub.core.ratelimit.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import java.time.ZoneId;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Every algorithm decides as its definition does. {@code -Dratelimit.operations} sets how many random decisions in all. */
final class LocalLimiterTest {
    private static final long OPERATIONS = Long.getLong("ratelimit.operations", 200_000);
    private static final int TRIES = 400;
    private static final int WALK = 500;
    private static final long START = 1_700_000_000_000_000L;

    /** 53 years later. */
    private static final long END = 2 * START;

    @Property(tries = TRIES)
    void decidesAsItsDefinition(@ForAll("quotas") Quota quota, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long walk = 0; walk < OPERATIONS / TRIES / WALK; walk++) {
            walk(Rate.of(quota), random);
        }
    }

    private static void walk(Rate rate, SplittableRandom random) {
        Quota quota = rate.quota();
        LocalLimiter limiter = LocalLimiter.of(rate);
        SlowLimiter slow = new SlowLimiter(rate);
        long now = START + random.nextLong(1_000_000_000);
        for (int i = 0; i < WALK && now < END; i++) {
            now += jump(random, quota);
            long cost = cost(random, quota);
            boolean fits = slow.fits(cost, now);

            assertThat(limiter.retryAfterMicros(cost, now) == 0).isEqualTo(fits);
            if (i % 16 == 0) {
                slow.forget(now);
                assertThat(limiter.remaining(now)).isEqualTo(slow.remaining(now));
                assertRetryIsExact(limiter, slow, cost, now);
            }
            assertThat(limiter.take(cost, now)).isEqualTo(slow.take(cost, now));
        }
    }

    /** Not a tick before, and then indeed. */
    private static void assertRetryIsExact(LocalLimiter limiter, SlowLimiter slow, long cost, long now) {
        long retry = limiter.retryAfterMicros(cost, now);
        if (retry == LocalLimiter.NEVER) {
            assertThat(limiter.rate().limit() == 0 || cost > limiter.rate().capacity())
                    .isTrue();
        } else if (retry > 0 && retry < Rate.MAX_COUNT) {
            String what = cost + " at " + now + " after " + retry;
            assertThat(slow.fits(cost, now + retry - 1)).as(what).isFalse();
            assertThat(slow.fits(cost, now + retry)).as(what).isTrue();
        }
        long reset = limiter.resetMicros(now);
        if (limiter.rate().limit() > 0 && reset < Rate.MAX_COUNT) {
            assertThat(slow.remaining(now + reset)).isEqualTo(limiter.rate().capacity());
            assertThat(reset == 0
                            || slow.remaining(now + reset - 1) < limiter.rate().capacity())
                    .isTrue();
        }
    }

    @Property(tries = 200)
    void givesBackWhatWasTakenAndNoMore(@ForAll("quotas") Quota quota, @ForAll long seed) {
        LocalLimiter limiter = LocalLimiter.of(Rate.of(quota));
        SplittableRandom random = new SplittableRandom(seed);
        long now = START;
        for (int i = 0; i < 50; i++) {
            now += random.nextLong(-2000, 200_000);
            long cost = cost(random, quota);
            long before = limiter.remaining(now);
            if (limiter.take(cost, now)) {
                assertThat(limiter.remaining(now)).isEqualTo(before - cost);
                limiter.refund(cost, now);
                assertThat(limiter.remaining(now)).isEqualTo(before);
            }
            limiter.take(1 + cost / 2, now);
        }
        limiter.refund(Quota.MAX_LIMIT, now);
        limiter.refund(Quota.MAX_LIMIT, now);

        assertThat(limiter.remaining(now)).isLessThanOrEqualTo(quota.burst());
    }

    /** Whatever the clock does: what it admits beyond its definition is no more than what the clock ran ahead. */
    @Property(tries = 200)
    void aClockThatStepsBackFreesNothing(@ForAll("quotas") Quota quota, @ForAll long seed) {
        LocalLimiter limiter = LocalLimiter.of(Rate.of(quota));
        SplittableRandom random = new SplittableRandom(seed);
        long now = START;
        for (int i = 0; i < 100; i++) {
            now += jump(random, quota);
            limiter.take(cost(random, quota), now);
            long used = limiter.used(now);
            long back = now - random.nextLong(quota.period() instanceof Period.Fixed f ? 3 * f.ms() * 1000 : 1_000_000);

            assertThat(limiter.used(back)).isGreaterThanOrEqualTo(used);
        }
    }

    @Property(tries = 300)
    void aChangedQuotaForgetsNothingThatIsUsed(
            @ForAll("quotas") Quota quota, @ForAll("quotas") Quota other, @ForAll long seed) {
        LocalLimiter limiter = LocalLimiter.of(Rate.of(quota));
        SplittableRandom random = new SplittableRandom(seed);
        long now = START;
        for (int i = 0; i < 20; i++) {
            now += random.nextLong(50_000);
            limiter.take(cost(random, quota), now);
        }
        // A log knows when things were, and under a shorter period they are over.
        Assume.that(quota.algorithm() != Algorithm.SLIDING_LOG || other.algorithm() != Algorithm.SLIDING_LOG);
        long used = limiter.used(now);
        LocalLimiter changed = limiter.changedTo(Rate.of(other), now);
        LocalLimiter back = changed.changedTo(Rate.of(quota), now);

        boolean wereSlots = quota.algorithm() == Algorithm.CONCURRENCY;
        boolean areSlots = other.algorithm() == Algorithm.CONCURRENCY;
        // What is used beyond four times what the other admits is no more than that.
        long kept = Math.min(used, 4 * Math.max(other.limit(), other.burst()));
        if (areSlots == wereSlots || wereSlots) {
            assertThat(changed.used(now)).isBetween(kept, used + 1);
        }
        if (!areSlots && !wereSlots) {
            assertThat(back.used(now)).isBetween(kept, used + 2);
        }
    }

    @Test
    void aFixedWindowAdmitsTwiceAroundItsEdgeAndTheOthersDoNot() {
        for (Algorithm algorithm : Algorithm.values()) {
            LocalLimiter limiter = LocalLimiter.of(Rate.of(Quota.of(algorithm, 100, new Period.Fixed(1000))));
            long edge = Math.ceilDiv(START, 1_000_000) * 1_000_000;
            int admitted = 0;
            for (int i = 0; i < 1000; i++) {
                admitted += limiter.take(1, edge - 1000 + 2L * i) ? 1 : 0;
            }

            assertThat(admitted).as(algorithm.text()).isEqualTo(algorithm == Algorithm.FIXED_WINDOW ? 200 : 100);
        }
    }

    private static long jump(SplittableRandom random, Quota quota) {
        long period = quota.period() instanceof Period.Fixed fixed ? fixed.ms() * 1000 : 86_400_000_000L;
        return switch (random.nextInt(12)) {
            case 0 -> random.nextLong(period * 2);
            case 1, 2 -> 0;
            case 3 -> 1;
            default -> random.nextLong(Math.max(2, period / Math.max(1, Math.min(quota.limit(), 50)) * 3));
        };
    }

    private static long cost(SplittableRandom random, Quota quota) {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> random.nextLong(quota.burst() + 2);
            case 2, 3 -> 1 + random.nextLong(1 + quota.burst() / 4);
            default -> 1;
        };
    }

    @Provide
    Arbitrary<Quota> quotas() {
        Arbitrary<Long> small = Arbitraries.longs().between(0, 30);
        Arbitrary<Long> large = Arbitraries.longs().between(1, Quota.MAX_LIMIT);
        Arbitrary<Long> limits = Arbitraries.frequencyOf(Tuple.of(4, small), Tuple.of(1, large));
        Arbitrary<Long> periods = Arbitraries.of(1L, 7L, 100L, 1000L, 60_000L, 86_400_000L, Period.MAX_MS);
        Arbitrary<Quota> buckets = Combinators.combine(limits, limits, periods)
                .as((limit, burst, ms) -> new Quota(Algorithm.TOKEN_BUCKET, limit, new Period.Fixed(ms), burst));
        Arbitrary<Quota> windows = Combinators.combine(
                        Arbitraries.of(Algorithm.FIXED_WINDOW, Algorithm.SLIDING_WINDOW), limits, periods)
                .as((algorithm, limit, ms) -> Quota.of(algorithm, limit, new Period.Fixed(ms)));
        Arbitrary<Quota> logs = Combinators.combine(
                        Arbitraries.of(Algorithm.SLIDING_LOG, Algorithm.CONCURRENCY), small, periods)
                .as((algorithm, limit, ms) -> Quota.of(algorithm, limit, new Period.Fixed(ms)));
        Arbitrary<Quota> calendars = Combinators.combine(
                        small,
                        Arbitraries.of(Period.Unit.values()),
                        Arbitraries.of("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"))
                .as((limit, unit, zone) ->
                        Quota.of(Algorithm.FIXED_WINDOW, limit, new Period.Calendar(unit, ZoneId.of(zone))));
        return Arbitraries.frequencyOf(
                Tuple.of(4, buckets), Tuple.of(4, windows), Tuple.of(2, logs), Tuple.of(1, calendars));
    }
}
