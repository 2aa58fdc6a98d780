package dev.hub.verticles.ratelimit;

import java.util.HashMap;
import java.util.Map;

/** Counts what is held for each rule. */
final class HeldCounts {
    private static final HeldCounts NONE = new HeldCounts();

    private long slices;
    private long units;

    private HeldCounts() {}

    /** Brings the numbers of each quota up to date. */
    static void update(CountedRules rules, LeaseBook book, long nowNanos) {
        Map<ArmTally, HeldCounts> held = new HashMap<>();
        for (Slice slice : book.all()) {
            long left = slice.available(nowNanos);
            if (left > 0) {
                HeldCounts sum = held.computeIfAbsent(slice.arm().tally(), first -> new HeldCounts());
                sum.slices++;
                sum.units += left;
            }
        }
        for (CountedArm arm : rules.arms()) {
            HeldCounts sum = held.getOrDefault(arm.tally(), NONE);
            arm.tally().holds(sum.slices, sum.units);
        }
    }
}
