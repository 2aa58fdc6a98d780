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
        if (limit == 0 || cost > limit - estimate(now)) {
            return false;
        }
        if (cost > 0) {
            enter(now);
            current += cost;
        }
        return true;
    }

    /** Makes the window of now the present one. */
    private void enter(long now) {
        long itsStart = startAt(now);
        if (itsStart != start) {
            long before = previousAt(now);
            current = currentAt(now);
            previous = before;
            start = itsStart;
        }
    }

    private long startAt(long now) {
        boolean stays = now >= start - period && now < start + period && current + previous > 0;
        return stays ? start : now - Math.floorMod(now, period);
    }

    private long currentAt(long now) {
        if (now >= start + period) {
            return 0;
        }
        return now < start - period ? Math.min(most, current + previous) : current;
    }

    private long previousAt(long now) {
        if (now >= start + period) {
            return now < start + 2 * period ? current : 0;
        }
        return now < start - period ? 0 : previous;
    }

    private long estimate(long now) {
        long before = previousAt(now);
        long left = period - Math.max(0, now - startAt(now));
        return currentAt(now) + (before == 0 ? 0 : Math.ceilDiv(before * left, period));
    }

    @Override
    public void refund(long amount, long nowMicros) {
        long now = rate.ticks(nowMicros);
        if (currentAt(now) > 0 && amount > 0) {
            enter(now);
            current = Math.max(0, current - amount);
        }
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
        return estimate(rate.ticks(nowMicros));
    }

    @Override
    public long retryAfterMicros(long cost, long nowMicros) {
        if (limit == 0 || cost > limit) {
            return NEVER;
        }
        if (cost <= limit - used(nowMicros)) {
            return 0;
        }
        return rate.untilTick(tickWithRoomFor(cost, rate.ticks(nowMicros)), nowMicros);
    }

    /** When the estimate of what is counted now leaves room for {@code cost}. */
    private long tickWithRoomFor(long cost, long now) {
        long inThis = currentAt(now);
        long before = previousAt(now);
        long room = limit - cost - inThis;
        long elapsed = room < 0 || before == 0 ? period : period - Math.min(period, room * period / before);
        if (elapsed < period) {
            return startAt(now) + elapsed;
        }
        long roomThen = limit - cost;
        return startAt(now) + period + (inThis <= roomThen ? 0 : period - roomThen * period / inThis);
    }

    @Override
    public long resetMicros(long nowMicros) {
        if (limit == 0 || used(nowMicros) == 0) {
            return 0;
        }
        long now = rate.ticks(nowMicros);
        return rate.untilTick(startAt(now) + (currentAt(now) > 0 ? 2 : 1) * period, nowMicros);
    }

    /** The window that was entered last. */
    public long startMicros() {
        return start * rate.tickMicros();
    }

    /** Goes on with what is used of {@code old}. */
    void continueFrom(LocalSlidingWindow old, long nowMicros) {
        if (old.period == period && old.rate.tickMicros() == rate.tickMicros()) {
            start = old.start;
            current = old.current;
            previous = old.previous;
        } else {
            charge(old.used(nowMicros), nowMicros);
        }
    }
}
