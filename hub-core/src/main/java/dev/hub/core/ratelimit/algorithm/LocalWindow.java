package dev.hub.core.ratelimit.algorithm;

import dev.hub.core.ratelimit.Period;

/**
 * Fixed windows, of the clock or the calendar. A clock that stepped back stays in the window; one that is more than a window
 * behind begins another with what was used.
 */
public final class LocalWindow implements LocalLimiter {
    private final Rate rate;
    private final long limit;
    private long start;
    private long end;
    private long used;

    /** One of which nothing is used. */
    LocalWindow(Rate rate) {
        this.rate = rate;
        limit = rate.limit();
    }

    @Override
    public Rate rate() {
        return rate;
    }

    @Override
    public boolean take(long cost, long nowMicros) {
        if (limit == 0 || cost > limit - used(nowMicros)) {
            return false;
        }
        if (cost > 0) {
            enter(nowMicros);
            used += cost;
        }
        return true;
    }

    /** Makes the window of now the present one. */
    private void enter(long now) {
        if (now >= end) {
            used = 0;
        } else if (stays(now)) {
            return;
        }
        start = startOf(now);
        end = endOf(now);
    }

    private boolean stays(long now) {
        return used > 0 && now < end && now >= start - (end - start);
    }

    private long startOf(long now) {
        return switch (rate.quota().period()) {
            case Period.Fixed fixed -> now - Math.floorMod(now, rate.periodTicks());
            case Period.Calendar calendar -> new CalendarWindows(calendar).startMicros(now);
        };
    }

    private long endOf(long now) {
        return switch (rate.quota().period()) {
            case Period.Fixed fixed -> startOf(now) + rate.periodTicks();
            case Period.Calendar calendar -> new CalendarWindows(calendar).endMicros(now);
        };
    }

    @Override
    public void refund(long amount, long nowMicros) {
        if (used(nowMicros) > 0 && amount > 0) {
            enter(nowMicros);
            used = Math.max(0, used - amount);
        }
    }

    @Override
    public void charge(long amount, long nowMicros) {
        enter(nowMicros);
        used = Math.min(Rate.MAX_COUNT, used + amount);
    }

    @Override
    public long remaining(long nowMicros) {
        return Math.max(0, limit - used(nowMicros));
    }

    @Override
    public long retryAfterMicros(long cost, long nowMicros) {
        if (limit == 0 || cost > limit) {
            return NEVER;
        }
        return cost <= limit - used(nowMicros) ? 0 : untilEnd(nowMicros);
    }

    @Override
    public long resetMicros(long nowMicros) {
        return limit == 0 || used(nowMicros) == 0 ? 0 : untilEnd(nowMicros);
    }

    private long untilEnd(long now) {
        return (stays(now) ? end : endOf(now)) - now;
    }

    @Override
    public long used(long nowMicros) {
        return nowMicros >= end ? 0 : used;
    }

    /** The window that was entered last. */
    public long startMicros() {
        return start;
    }

    /** Goes on with what is used of {@code old}. */
    void continueFrom(LocalWindow old, long nowMicros) {
        if (old.rate.quota().period().equals(rate.quota().period())) {
            start = old.start;
            end = old.end;
            used = old.used;
        } else {
            charge(old.used(nowMicros), nowMicros);
        }
    }
}
