package dev.hub.core.capacity;

/**
 * How the time that a server takes now compares with what it took lately: the gradient of Netflix's concurrency limits. What
 * is faster than {@code leastMicros} is never slow, however much faster it was before.
 */
final class LatencyGradient {
    private static final double SHORT_WEIGHT = 0.3;
    private static final double LONG_WEIGHT = 0.005;
    private static final double TOLERANCE = 2;
    private static final double LEAST = 0.8;
    private static final double QUICK_FALL = 0.95;

    private final double leastMicros;
    private double shortMicros;
    private double longMicros;

    LatencyGradient(long leastMicros) {
        this.leastMicros = leastMicros;
    }

    /** Takes a measurement in. */
    void add(long micros) {
        if (longMicros == 0) {
            shortMicros = micros;
            longMicros = micros;
            return;
        }
        shortMicros += (micros - shortMicros) * SHORT_WEIGHT;
        longMicros += (micros - longMicros) * LONG_WEIGHT;
        if (longMicros > shortMicros * TOLERANCE) {
            // It has become faster: a long past of slowness must not hide the next.
            longMicros *= QUICK_FALL;
        }
    }

    /** By how much less should be asked of it: 1 for not at all, 0.8 at least. */
    double value() {
        return shortMicros < leastMicros ? 1 : Math.clamp(TOLERANCE * longMicros / shortMicros, LEAST, 1);
    }

    /** What it takes at present. */
    double micros() {
        return shortMicros;
    }
}
