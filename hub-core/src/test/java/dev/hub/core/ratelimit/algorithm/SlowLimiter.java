package dev.hub.core.ratelimit.algorithm;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a limit says, found the slow and obvious way: by the list of all that was admitted, in numbers of any size. For a clock
 * that does not step back.
 */
final class SlowLimiter {
    private record Admission(long at, long cost) {}

    private final Rate rate;
    private final List<Admission> admissions = new ArrayList<>();

    SlowLimiter(Rate rate) {
        this.rate = rate;
    }

    boolean take(long cost, long now) {
        if (!fits(cost, now)) {
            return false;
        }
        admissions.add(new Admission(now, cost));
        return true;
    }

    boolean fits(long cost, long now) {
        return rate.limit() > 0
                && switch (rate.quota().algorithm()) {
                    case TOKEN_BUCKET ->
                        cost <= rate.capacity() && overTime(cost, now).signum() <= 0;
                    case FIXED_WINDOW -> since(windowStart(now), now) + cost <= rate.limit();
                    case SLIDING_WINDOW -> estimate(now) + cost <= rate.limit();
                    case SLIDING_LOG, CONCURRENCY -> since(now - rate.periodTicks() + 1, now) + cost <= rate.limit();
                };
    }

    /**
     * By how many units the worst of all stretches of time that end now would exceed burst + limit · length / period, were the
     * cost admitted: the definition of a token bucket, without a bucket.
     */
    private BigInteger overTime(long cost, long now) {
        BigInteger period = BigInteger.valueOf(rate.periodTicks());
        BigInteger burst = BigInteger.valueOf(rate.capacity()).multiply(period);
        BigInteger sum = BigInteger.valueOf(cost).multiply(period);
        BigInteger worst = sum.subtract(burst);
        for (int i = admissions.size() - 1; i >= 0; i--) {
            Admission each = admissions.get(i);
            sum = sum.add(BigInteger.valueOf(each.cost()).multiply(period));
            BigInteger drained = BigInteger.valueOf(rate.ticks(now) - rate.ticks(each.at()))
                    .multiply(BigInteger.valueOf(rate.limit()));
            worst = worst.max(sum.subtract(drained).subtract(burst));
        }
        return worst;
    }

    private long since(long start, long now) {
        long sum = 0;
        for (Admission each : admissions) {
            sum += each.at() >= start && each.at() <= now ? each.cost() : 0;
        }
        return sum;
    }

    private long windowStart(long now) {
        return switch (rate.quota().period()) {
            case Period.Fixed fixed -> Math.floorDiv(now, fixed.ms() * 1000) * fixed.ms() * 1000;
            case Period.Calendar calendar -> new CalendarWindows(calendar).startMicros(now);
        };
    }

    private long estimate(long now) {
        long width = rate.periodTicks() * rate.tickMicros();
        long start = Math.floorDiv(now, width) * width;
        BigInteger before = BigInteger.valueOf(since(start - width, start - 1));
        BigInteger left = BigInteger.valueOf(rate.periodTicks() - (rate.ticks(now) - rate.ticks(start)));
        BigInteger[] faded = before.multiply(left).divideAndRemainder(BigInteger.valueOf(rate.periodTicks()));
        return since(start, now) + faded[0].longValueExact() + faded[1].signum();
    }

    /** Forgets what cannot matter any more, so that long runs end. */
    void forget(long now) {
        if (rate.quota().algorithm() == Algorithm.TOKEN_BUCKET) {
            if (fits(rate.capacity(), now)) {
                admissions.clear();
            }
            return;
        }
        long width = rate.periodTicks() == 0 ? 400L * 86_400_000_000L : rate.periodTicks() * rate.tickMicros();
        admissions.removeIf(each -> each.at() < now - 2 * width);
    }

    /** How much fits, by trying. */
    long remaining(long now) {
        long low = -1;
        long high = rate.capacity() + 1;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (fits(middle, now)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.max(0, low);
    }
}
