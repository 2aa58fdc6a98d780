package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobLoadCommand;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Swept;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what the leader found due: for meters in all queues together, for reports in each; and what is in each. */
final class SweepReports {
    private final Tally recovered = new Tally();
    private final Tally timedOut = new Tally();
    private final Tally expired = new Tally();
    private final Tally removed = new Tally();
    private final Tally untold = new Tally();
    private final MeterGroup meters;
    private final DepthReports depths;
    private final HubBus bus;

    /** Tells the JobVerticle by {@code bus} what concerns one queue. */
    SweepReports(MeterRegistry registry, HubBus bus) {
        this.bus = bus;
        depths = new DepthReports(registry);
        meters = new MeterGroup(registry);
        meters.counter(HubMetrics.JOB_SWEPT, recovered, "recovered");
        meters.counter(HubMetrics.JOB_SWEPT, timedOut, "timed_out");
        meters.counter(HubMetrics.JOB_SWEPT, expired, "expired");
        meters.counter(HubMetrics.JOB_SWEPT, removed, "removed");
        meters.counter(HubMetrics.JOB_SWEPT, untold, "untold");
    }

    void swept(QueueName queue, Swept swept) {
        tell(
                queue,
                Map.of(
                        JobFact.RECOVERED, swept.recovered(),
                        JobFact.LOST, swept.givenUp(),
                        JobFact.EXPIRED, swept.expired()));
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

    /** The leader said in the place of their instances what became of attempts that took too long. */
    void settled(QueueName queue, List<Settlement> settlements, List<Settled> answers) {
        Map<JobFact, Long> counts = new EnumMap<>(JobFact.class);
        for (int i = 0; i < settlements.size(); i++) {
            if (answers.get(i).holds() && !answers.get(i).isRepeated()) {
                counts.merge(JobFact.of(settlements.get(i)), 1L, Long::sum);
            }
        }
        tell(queue, counts);
    }

    private void tell(QueueName queue, Map<JobFact, Long> counts) {
        JobCounts happened = new JobCounts(counts);
        if (!happened.equals(JobCounts.NONE)) {
            bus.send(Addresses.JOB_LOAD, new JobLoadCommand.Happened(queue, happened));
        }
    }

    void close() {
        depths.clear();
        meters.close();
    }
}
