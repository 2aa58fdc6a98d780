package dev.hub.verticles.job;

import dev.hub.core.job.Swept;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the leader found due in all queues together, and what is in each. */
final class SweepReports {
    private final Tally recovered = new Tally();
    private final Tally timedOut = new Tally();
    private final Tally expired = new Tally();
    private final Tally removed = new Tally();
    private final Tally untold = new Tally();
    private final MeterGroup meters;
    private final DepthReports depths;

    SweepReports(MeterRegistry registry) {
        depths = new DepthReports(registry);
        meters = new MeterGroup(registry);
        meters.counter(HubMetrics.JOB_SWEPT, recovered, "recovered");
        meters.counter(HubMetrics.JOB_SWEPT, timedOut, "timed_out");
        meters.counter(HubMetrics.JOB_SWEPT, expired, "expired");
        meters.counter(HubMetrics.JOB_SWEPT, removed, "removed");
        meters.counter(HubMetrics.JOB_SWEPT, untold, "untold");
    }

    void swept(Swept swept) {
        recovered.add(swept.recovered());
        timedOut.add(swept.late().size());
        expired.add(swept.expired());
        removed.add(swept.removed());
        untold.add(swept.untold().size());
    }

    /** How full the queues are. */
    DepthReports depths() {
        return depths;
    }

    void close() {
        depths.clear();
        meters.close();
    }
}
