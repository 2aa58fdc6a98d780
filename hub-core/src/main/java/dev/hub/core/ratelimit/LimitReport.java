package dev.hub.core.ratelimit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What rules did.
 *
 * @param arms each rule, with a second entry for the quota of its split; in the order of their names
 */
public record LimitReport(List<ArmReport> arms) {
    /** Copies {@code arms}. */
    public LimitReport {
        arms = List.copyOf(arms);
    }

    /** What several instances counted, as one. */
    public static LimitReport sum(Collection<LimitReport> reports) {
        Map<String, ArmReport> byArm = new TreeMap<>();
        for (LimitReport report : reports) {
            report.arms()
                    .forEach(arm -> byArm.merge(arm.rule() + (arm.isSplit() ? " split" : ""), arm, ArmReport::plus));
        }
        return new LimitReport(List.copyOf(byArm.values()));
    }
}
