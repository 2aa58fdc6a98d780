package dev.hub.verticles.ratelimit;

/**
 * How much is asked for in a second, and by how many: sums that fade, so that what was asked for a second ago counts for a
 * third. Only sizes are made of it, no decisions.
 */
final class Demand {
    private static final double NANOS_PER_SECOND = 1e9;

    /** What is closer together is added up without fading. */
    private static final long GRAIN = 1_000_000;

    private double units;
    private double asks;
    private long at;

    Demand(long nowNanos) {
        at = nowNanos;
    }

    void add(long cost, long nowNanos) {
        fade(nowNanos);
        units += cost;
        asks++;
    }

    private void fade(long nowNanos) {
        long elapsed = nowNanos - at;
        if (elapsed < GRAIN) {
            return;
        }
        double rest = Math.exp(-elapsed / NANOS_PER_SECOND);
        units *= rest;
        asks *= rest;
        at = nowNanos;
    }

    /** Units a second. */
    double units(long nowNanos) {
        fade(nowNanos);
        return units;
    }

    /** Decisions a second. */
    double asks(long nowNanos) {
        fade(nowNanos);
        return asks;
    }
}
