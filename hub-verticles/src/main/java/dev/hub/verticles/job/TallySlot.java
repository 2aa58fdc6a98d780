package dev.hub.verticles.job;

import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.LatencyTally;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.metrics.Tally;
import java.util.EnumMap;
import java.util.Map;

/** What was counted of a queue in one piece of time. Belongs to one event loop. */
final class TallySlot {
    /** Which piece, counted from the start of the instance. */
    final long number;

    final LatencyTally wait = new LatencyTally();
    final LatencyTally run = new LatencyTally();
    private final Map<JobFact, Tally> counts = new EnumMap<>(JobFact.class);
    private long held;
    private long credit;

    TallySlot(long number) {
        this.number = number;
    }

    void add(JobFact fact, long many) {
        counts.computeIfAbsent(fact, first -> new Tally()).add(many);
    }

    void add(Occupancy sample) {
        held += sample.held();
        credit += sample.credit();
    }

    void add(TallySlot other) {
        other.counts.forEach((fact, tally) -> add(fact, tally.value()));
        held += other.held;
        credit += other.credit;
        wait.add(other.wait);
        run.add(other.run);
    }

    /** All of it, as what happened in the last {@code millis}. */
    JobWindow window(long millis) {
        Map<JobFact, Long> totals = new EnumMap<>(JobFact.class);
        counts.forEach((fact, tally) -> totals.put(fact, tally.value()));
        return new JobWindow(millis, new JobCounts(totals), new Occupancy(held, credit), wait.total(), run.total());
    }
}
