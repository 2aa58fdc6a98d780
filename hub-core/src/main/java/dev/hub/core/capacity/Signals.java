package dev.hub.core.capacity;

/**
 * How an instance is doing, measured since the last time.
 *
 * @param loopLagMicros how late the latest of its event loops is
 * @param valkey how Valkey answered
 * @param cpuPercent how busy the machine is
 * @param queuePercent how much of the memory for what waits for clients is taken
 * @param operations that were asked for: of fewer than {@link #WORTH_SHEDDING} there is nothing to gain
 */
public record Signals(long loopLagMicros, Probe valkey, int cpuPercent, int queuePercent, long operations) {
    /** An instance that does less than this and is late is so for other reasons: it starts, or its machine is busy. */
    public static final long WORTH_SHEDDING = 25;

    /** Something else is to blame for whatever is slow. */
    public boolean isIdle() {
        return operations < WORTH_SHEDDING;
    }

    /**
     * A question to Valkey.
     *
     * @param micros until its answer, or since it was asked if there is none yet
     * @param hasFailed it ran out of time, or there was no room for other commands
     * @param isKnown it was asked at all; while it is known to be away it is not
     */
    public record Probe(long micros, boolean hasFailed, boolean isKnown) {
        /** Not asked. */
        public static final Probe NONE = new Probe(0, false, false);

        /** Answered in that time. */
        public static Probe answered(long micros) {
            return new Probe(micros, false, true);
        }

        /** Ran out of time, or others had no room. */
        public static Probe failed(long micros) {
            return new Probe(micros, true, true);
        }
    }
}
