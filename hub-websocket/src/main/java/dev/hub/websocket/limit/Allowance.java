package dev.hub.websocket.limit;

import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has used of the rules that it counts itself, and how often it was refused. A connection has one only
 * while there is something in it: idle ones have none. Belongs to an event loop.
 */
public final class Allowance {
    /** How long refusals are counted together, in ms. */
    static final long REFUSALS_MS = 10_000;

    /** A rule that counts by what clients can make up, as names of methods, has so many counters; the rest share one. */
    static final int MAX_KEYS = 32;

    private static final String REST = "\n";

    private Counter[] counters = {};
    private int refusals;
    private long refusedSinceMs;
    private String lease = "";

    /** What it has used of one rule. */
    static final class Counter {
        private final int rule;
        private final String state;
        private final String key;
        LocalLimiter limiter;

        private Counter(OwnRule own, OwnRule.Arm arm, String key) {
            this.rule = own.rule.id();
            this.state = arm.state;
            this.key = key;
            this.limiter = LocalLimiter.of(arm.rate);
        }

        private boolean isOf(OwnRule own, OwnRule.Arm arm, String wanted) {
            return rule == own.rule.id() && key.equals(wanted) && state.equals(arm.state);
        }
    }

    /** The counter of a rule, by its quota of now. */
    Counter counter(OwnRule own, OwnRule.Arm arm, String key, long nowMicros) {
        Counter counter = find(own, arm, key);
        if (counter == null) {
            return add(own, arm, key, nowMicros);
        }
        if (!counter.limiter.rate().equals(arm.rate)) {
            counter.limiter = counter.limiter.changedTo(arm.rate, nowMicros);
        }
        return counter;
    }

    private @Nullable Counter find(OwnRule own, OwnRule.Arm arm, String key) {
        for (Counter each : counters) {
            if (each.isOf(own, arm, key)) {
                return each;
            }
        }
        return null;
    }

    private Counter add(OwnRule own, OwnRule.Arm arm, String key, long nowMicros) {
        if (keys(own) >= MAX_KEYS) {
            forgetUnused(nowMicros);
        }
        if (keys(own) >= MAX_KEYS && !key.equals(REST)) {
            return counter(own, arm, REST, nowMicros);
        }
        Counter counter = new Counter(own, arm, key);
        counters = Arrays.copyOf(counters, counters.length + 1);
        counters[counters.length - 1] = counter;
        return counter;
    }

    private int keys(OwnRule own) {
        int keys = 0;
        for (Counter each : counters) {
            keys += each.rule == own.rule.id() ? 1 : 0;
        }
        return keys;
    }

    /** Forgets counters of which all is there again. */
    private void forgetUnused(long nowMicros) {
        counters = Arrays.stream(counters)
                .filter(each -> each.limiter.resetMicros(nowMicros) != 0)
                .toArray(Counter[]::new);
    }

    /** Forgets what makes no difference any more; tells whether that is everything. */
    public boolean isOverAfterCleaning(long nowMs) {
        forgetUnused(nowMs * 1000);
        return counters.length == 0 && lease.isEmpty() && nowMs - refusedSinceMs > REFUSALS_MS;
    }

    /**
     * The client was refused once more.
     *
     * @param limit most refusals within 10 s; 0 for any number
     * @return whether that is more than there may be
     */
    public boolean refused(long nowMs, int limit) {
        long since = nowMs - refusedSinceMs;
        if (since < 0 || since > REFUSALS_MS) {
            refusedSinceMs = nowMs;
            refusals = 0;
        }
        return ++refusals > limit && limit > 0;
    }

    /** The slots of {@code other} are held as long as the connection lasts. */
    public void hold(String other) {
        lease = other;
    }

    /** The slots that are to be given back now; empty for none. */
    public String takeLease() {
        String held = lease;
        lease = "";
        return held;
    }

    /** How many counters there are. */
    int size() {
        return counters.length;
    }
}
