package dev.hub.core.ratelimit.algorithm;

/**
 * A token bucket: the debt in units, of which a token has as many as a period has ticks, so that the limit's number of units
 * drains in each tick. The generic cell rate algorithm with a bucket in place of an arrival time.
 */
public final class LocalBucket implements LocalLimiter {
    private final Rate rate;
    private final long limit;
    private final long period;
    private final long burst;
    private final long capacity;
    private final long longest;
    private long at;
    private long debt;

    /** A full one. */
    LocalBucket(Rate rate) {
        this.rate = rate;
        limit = rate.limit();
        period = rate.periodTicks();
        burst = rate.capacity();
        capacity = limit == 0 ? 0 : burst * period;
        longest = limit == 0 ? Long.MAX_VALUE : Rate.MAX_COUNT / limit + 1;
    }

    @Override
    public Rate rate() {
        return rate;
    }

    @Override
    public boolean take(long cost, long nowMicros) {
        long now = rate.ticks(nowMicros);
        long before = debt(now);
        if (limit == 0 || cost > burst || before + cost * period > capacity) {
            return false;
        }
        if (cost > 0) {
            debt = before + cost * period;
            at = now;
        }
        return true;
    }

    /** After what drained until then; a clock that stepped back drains nothing. */
    private long debt(long now) {
        long elapsed = now - at;
        if (elapsed <= 0) {
            return debt;
        }
        return elapsed >= longest ? 0 : Math.max(0, debt - limit * elapsed);
    }

    @Override
    public void refund(long amount, long nowMicros) {
        long now = rate.ticks(nowMicros);
        long before = debt(now);
        if (before > 0 && amount > 0) {
            debt = amount > before / period ? 0 : before - amount * period;
            at = now;
        }
    }

    @Override
    public void charge(long amount, long nowMicros) {
        long now = rate.ticks(nowMicros);
        long before = debt(now);
        debt = amount > (Rate.MAX_COUNT - before) / period ? Rate.MAX_COUNT : before + amount * period;
        at = now;
    }

    @Override
    public long remaining(long nowMicros) {
        return Math.max(0, capacity - debt(rate.ticks(nowMicros))) / period;
    }

    @Override
    public long retryAfterMicros(long cost, long nowMicros) {
        if (limit == 0 || cost > burst) {
            return NEVER;
        }
        long now = rate.ticks(nowMicros);
        return untilDrained(debt(now) + cost * period - capacity, now, nowMicros);
    }

    @Override
    public long resetMicros(long nowMicros) {
        long now = rate.ticks(nowMicros);
        return limit == 0 ? 0 : untilDrained(debt(now), now, nowMicros);
    }

    private long untilDrained(long units, long now, long nowMicros) {
        return units <= 0 ? 0 : rate.untilTick(now + Math.ceilDiv(units, limit), nowMicros);
    }

    @Override
    public long used(long nowMicros) {
        return Math.ceilDiv(debt(rate.ticks(nowMicros)), period);
    }

    /** Goes on with what is used of {@code old}. */
    void continueFrom(LocalBucket old, long nowMicros) {
        if (old.period == period && old.rate.tickMicros() == rate.tickMicros()) {
            at = rate.ticks(nowMicros);
            debt = old.debt(at);
            return;
        }
        at = rate.ticks(nowMicros);
        long units = old.debt(old.rate.ticks(nowMicros));
        long part = units % old.period;
        // As Lua reckons it, in doubles; one unit more, so that rounding is against who is limited.
        long scaled = part == 0 ? 0 : (long) Math.ceil((double) part / old.period * period) + 1;
        long whole = units / old.period;
        debt = whole > (Rate.MAX_COUNT - scaled) / period ? Rate.MAX_COUNT : whole * period + scaled;
    }
}
