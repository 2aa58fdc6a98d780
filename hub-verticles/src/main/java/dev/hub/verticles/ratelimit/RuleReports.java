package dev.hub.verticles.ratelimit;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Exports what rules do. There are as many meters as there are rules, not as there are subjects. */
final class RuleReports {
    private final MeterRegistry registry;
    private final MeterGroup common;
    private final Map<Label, MeterGroup> byLabel = new HashMap<>();

    RuleReports(MeterRegistry registry) {
        this.registry = registry;
        this.common = new MeterGroup(registry);
    }

    private record Label(String rule, boolean isSplit) {}

    /** Exports what does not belong to a rule. */
    void export(Tally calls, Tally local, Tally forgotten) {
        common.counter(HubMetrics.LIMIT_CALLS, calls);
        common.gauge(HubMetrics.LIMIT_LOCAL, local);
        common.counter(HubMetrics.LIMIT_FORGOTTEN, forgotten);
    }

    /** Begins to count for one of the quotas of a rule. */
    ArmTally open(String rule, boolean isSplit, long nowNanos) {
        MeterGroup meters = new MeterGroup(registry, Map.of("rule", rule, "arm", isSplit ? "split" : "main"));
        byLabel.put(new Label(rule, isSplit), meters);
        ArmTally tally = new ArmTally(nowNanos, meters.timer(HubMetrics.LIMIT_WAIT));
        meters.counter(HubMetrics.LIMIT_DECISIONS, tally.admitted, "admitted");
        meters.counter(HubMetrics.LIMIT_DECISIONS, tally.refused, "refused");
        meters.counter(HubMetrics.LIMIT_DECISIONS, tally.shadowRefused, "shadow_refused");
        meters.counter(HubMetrics.LIMIT_ERRORS, tally.errors);
        meters.counter(HubMetrics.LIMIT_REMEMBERED, tally.remembered);
        meters.gauge(HubMetrics.LIMIT_LEASES, tally.leases);
        meters.gauge(HubMetrics.LIMIT_LEASED, tally.units);
        return tally;
    }

    /** The quota is gone. */
    void close(String rule, boolean isSplit) {
        MeterGroup meters = byLabel.remove(new Label(rule, isSplit));
        if (meters != null) {
            meters.close();
        }
    }

    void close() {
        byLabel.values().forEach(MeterGroup::close);
        byLabel.clear();
        common.close();
    }
}
