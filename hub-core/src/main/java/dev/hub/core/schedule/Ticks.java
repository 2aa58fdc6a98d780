package dev.hub.core.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * When jobs of a schedule are due: its times between a start and an end. Pure.
 *
 * @param startMillis no tick before this, ms since 1970; 0 for none
 * @param endMillis no tick after this; 0 for none
 */
public record Ticks(Timing timing, long startMillis, long endMillis) {
    /**
     * So late a tick is as good as in time: after an instance that led is gone without a word, another leads within this. Also
     * where missed ticks are not made up for, none is lost by that.
     */
    public static final Duration GRACE = Duration.ofSeconds(10);

    /** Most ticks that are fired in one step. */
    public static final int BATCH = 100;

    /** Checks the range. */
    public Ticks {
        if (startMillis < 0 || endMillis < 0) {
            throw new IllegalArgumentException(
                    "start and end must be 0 or more, got " + startMillis + " and " + endMillis);
        }
        if (endMillis > 0 && endMillis < startMillis) {
            throw new IllegalArgumentException(
                    "end must not be before start, got " + endMillis + " and " + startMillis);
        }
    }

    /**
     * What is to be done now.
     *
     * @param fire ticks whose jobs are to be submitted, in order, {@value Ticks#BATCH} at most
     * @param next the tick that comes next, which may be due as well; empty when none comes any more
     */
    public record Due(List<Long> fire, OptionalLong next) {
        /** Copies the ticks. */
        public Due {
            fire = List.copyOf(fire);
        }
    }

    /** The first tick after {@code millis}; empty when none comes any more. */
    public OptionalLong after(long millis) {
        OptionalLong next = timing.after(Math.max(millis, startMillis - 1));
        return endMillis > 0 && next.isPresent() && next.getAsLong() > endMillis ? OptionalLong.empty() : next;
    }

    /**
     * What is due at {@code now}, when {@code expected} is the first tick that nobody has seen to. The number of ticks in
     * between does not matter for the cost.
     */
    public Due due(long expected, long now, CatchUp catchUp) {
        long missedUntil = now - GRACE.toMillis() - 1;
        List<Long> fire = new ArrayList<>();
        if (expected <= missedUntil) {
            switch (catchUp.policy()) {
                case NONE -> {}
                case LAST -> addLatest(fire, 1, expected, missedUntil);
                case ALL -> addLatest(fire, catchUp.max(), expected, missedUntil);
            }
        }
        List<Long> inTime = between(Math.max(expected, missedUntil + 1), now, BATCH);
        if (catchUp.policy() == CatchUp.Policy.LAST && !inTime.isEmpty()) {
            fire.clear();
        }
        fire.addAll(inTime);
        return fire.size() > BATCH
                ? new Due(fire.subList(0, BATCH), OptionalLong.of(fire.get(BATCH)))
                : new Due(fire, after(now));
    }

    /** The ticks from {@code from} to {@code to}, both included, {@code most} at most. */
    public List<Long> between(long from, long to, int most) {
        List<Long> ticks = new ArrayList<>();
        OptionalLong tick = after(from - 1);
        while (tick.isPresent() && tick.getAsLong() <= to && ticks.size() < most) {
            ticks.add(tick.getAsLong());
            tick = after(tick.getAsLong());
        }
        return ticks;
    }

    /** Adds the latest ones from {@code from} to {@code to}, {@code most} at most, in order. */
    private void addLatest(List<Long> ticks, int most, long from, long to) {
        List<Long> latestFirst = new ArrayList<>();
        OptionalLong tick = latest(from, to);
        while (tick.isPresent() && latestFirst.size() < most) {
            latestFirst.add(tick.getAsLong());
            tick = latest(from, tick.getAsLong() - 1);
        }
        ticks.addAll(latestFirst.reversed());
    }

    /** The latest one from {@code from} to {@code to}; looks back in steps that double, then halves what is left. */
    private OptionalLong latest(long from, long to) {
        long back = 1_000;
        while (to - back >= from && !isBetween(to - back, to)) {
            back *= 2;
        }
        long before = Math.max(from - 1, to - back);
        if (!isBetween(before, to)) {
            return OptionalLong.empty();
        }
        long beyond = to;
        while (beyond - before > 1) {
            long middle = before + (beyond - before) / 2;
            if (isBetween(middle, to)) {
                before = middle;
            } else {
                beyond = middle;
            }
        }
        return OptionalLong.of(beyond);
    }

    /** There is a tick after {@code after}, at {@code to} at the latest. */
    private boolean isBetween(long after, long to) {
        OptionalLong tick = after(after);
        return tick.isPresent() && tick.getAsLong() <= to;
    }
}
