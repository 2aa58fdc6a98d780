package dev.hub.core.capacity;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much this instance admits at the moment. Replaced by its one keeper, asked from any thread.
 *
 * <p>The level is 10 when everything is admitted. Between 10 and 9 the lowest priority, 9, is shed in part, at 9 all of it
 * but the floor; then 8, and so on.
 */
public final class Capacity {
    /** Everything is admitted. */
    public static final double FULL = 10;

    private final double floor;
    private final LongAdder shed = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder overruns = new LongAdder();
    private volatile double level = FULL;

    /** Everything is admitted until {@link #set}; later {@code floorPercent} of each priority at least. */
    public Capacity(int floorPercent) {
        this.floor = floorPercent / 100.0;
    }

    /** For who never sheds. */
    public static Capacity unlimited() {
        return new Capacity(100);
    }

    /** From now on so much. */
    public void set(double next) {
        level = next;
    }

    /** The level at the moment. */
    public double level() {
        return level;
    }

    /** Nothing is shed. */
    public boolean isFull() {
        return level >= FULL;
    }

    /**
     * Whether one thing more is admitted.
     *
     * @param priority 0 (highest) to 9
     * @param draw a random number, 0 to 1
     */
    public boolean admits(int priority, double draw) {
        boolean isAdmitted = draw < share(priority);
        if (!isAdmitted) {
            shed.increment();
        }
        return isAdmitted;
    }

    /** How much of a priority is admitted, 0 to 1. */
    public double share(int priority) {
        return Math.max(floor, Math.clamp(level - priority, 0, 1));
    }

    /** Something was asked for, by other ways than sockets, which tell by themselves. */
    public void note() {
        asked.increment();
    }

    /** How often {@link #note} was called since this was asked before; by the keeper alone. */
    public long takeAsked() {
        return asked.sumThenReset();
    }

    /** Something that was admitted could not be done: there was no room for its command on the way to Valkey. */
    public void overrun() {
        overruns.increment();
    }

    /** How often {@link #overrun} was called since this was asked before; by the keeper alone. */
    public long takeOverruns() {
        return overruns.sumThenReset();
    }

    /** How many were not admitted so far. */
    public long shed() {
        return shed.sum();
    }
}
