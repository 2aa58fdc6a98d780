package dev.hub.core.ratelimit.algorithm;

/**
 * The number in this window of the clock and as much of the number in the one before as still lies within a period, rounded
 * up. A clock that stepped back stays at the window's beginning; one that is more than a window behind begins another with
 * what was used.
 */
public final class LocalSlidingWindow implements LocalLimiter {
    private final Rate rate;
    private final long limit;
    private final long period;
    private final long most;
    private long start;
    private long current;
    private long previous;

    /** One of which nothing is used. */
    LocalSlidingWindow(Rate rate) {
        this.rate = rate;
        limit = rate.limit();
        period = rate.periodTicks();
        most = Rate.MAX_COUNT / period;
    }

    @Override
    public Rate rate() {
        return rate;
    }

    @Override
    public boolean take(long cost, long nowMicros) {
        long now = rate.ticks(nowMicros);
        enter(now);
        if (limit == 0 || cost > limit - estimate(now)) {
            return false;
        }
        current += cost;
        return true;
    }

    /** Makes the window of now the present one. */
    private void enter(long now) {
        if (now >= start && now < start + period) {
            return;
        }
        if (now >= start + period) {
            previous = now < start + 2 * period ? current : 0;
            current = 0;
        } else if (now < start - period) {
            current = Math.min(most, current + previous);
            previous = 0;
        } else {
            return;
        }
        start = now - Math.floorMod(now, period);
    }

    /** Of the present window. */
    private long estimate(long now) {
        long left = period - Math.max(0, now - start);
        return current + (previous == 0 ? 0 : Math.ceilDiv(previous * left, period));
    }

    @Override
    public void refund(long amount, long nowMicros) {
        enter(rate.ticks(nowMicros));
        current = Math.max(0, current - amount);
    }

    @Override
    public void charge(long amount, long nowMicros) {
        enter(rate.ticks(nowMicros));
        current = Math.min(most, current + amount);
    }

    @Override
    public long remaining(long nowMicros) {
        return Math.max(0, limit - used(nowMicros));
    }

    @Override
    public long used(long nowMicros) {
        long now = rate.ticks(nowMicros);
        if (now >= start + 2 * period) {
            return 0;
        }
        if (now < start + period) {
            return estimate(now);
        }
        return Math.ceilDiv(current * (start + 2 * period - now), period);
    }

    @Override
    public long retryAfterMicros(long cost, long nowMicros) {
        if (limit == 0 || cost > limit) {
            return NEVER;
        }
        if (cost <= limit - used(nowMicros)) {
            return 0;
        }
        long now = rate.ticks(nowMicros);
        enter(now);
        return ticksUntil(cost) * rate.tickMicros() - nowMicros;
    }

    /** When the estimate of what is counted now leaves room for {@code cost}, in ticks since 1970. */
    private long ticksUntil(long cost) {
        long room = limit - cost - current;
        long elapsed = room < 0 || previous == 0 ? period : period - Math.min(period, room * period / previous);
        if (elapsed < period) {
            return start + elapsed;
        }
        long roomThen = limit - cost;
        return start + period + (current <= roomThen ? 0 : period - roomThen * period / current);
    }

    @Override
    public long resetMicros(long nowMicros) {
        if (limit == 0 || used(nowMicros) == 0) {
            return 0;
        }
        enter(rate.ticks(nowMicros));
        return (start + (current > 0 ? 2 : 1) * period) * rate.tickMicros() - nowMicros;
    }

    /** The window that was entered last. */
    public long startMicros() {
        return start * rate.tickMicros();
    }

    @Override
    public LocalLimiter changedTo(Rate other, long nowMicros) {
        LocalLimiter made = LocalLimiter.of(other);
        switch (made) {
            case LocalSlidingWindow window -> window.continueFrom(this, nowMicros);
            case LocalBucket bucket -> bucket.charge(used(nowMicros), nowMicros);
            case LocalWindow window -> window.charge(used(nowMicros), nowMicros);
            case LocalLog log -> log.charge(used(nowMicros), nowMicros);
            case LocalSlots slots -> {}
        }
        return made;
    }

    private void continueFrom(LocalSlidingWindow old, long nowMicros) {
        if (old.period == period && old.rate.tickMicros() == rate.tickMicros()) {
            start = old.start;
            current = old.current;
            previous = old.previous;
        } else {
            charge(old.used(nowMicros), nowMicros);
        }
    }
}
