package dev.hub.verticles.ratelimit;

/** What one rule counts of a thing: so much of that limiter. */
record Charge(CountedArm arm, LimiterKey key, long cost) {
    boolean isEnforced() {
        return arm.rule().isEnforced();
    }

    String rule() {
        return arm.rule().name();
    }
}
