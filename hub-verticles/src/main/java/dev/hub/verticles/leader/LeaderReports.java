package dev.hub.verticles.leader;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of this instance's leadership. */
final class LeaderReports {
    private final MeterGroup meters;
    private final Tally leads = new Tally();
    private final Tally elections = new Tally();

    LeaderReports(MeterRegistry registry) {
        meters = new MeterGroup(registry);
        meters.gauge(HubMetrics.LEADER, leads);
        meters.counter(HubMetrics.LEADER_ELECTIONS, elections);
    }

    void elected() {
        leads.add(1);
        elections.add(1);
    }

    void lost() {
        leads.add(-1);
    }

    void close() {
        meters.close();
    }
}
