package dev.hub.core.bus;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import dev.hub.core.job.report.JobCounts;
import java.util.List;

/** About what jobs do by way of this instance: what the JobVerticle is asked and told. */
public sealed interface JobLoadCommand {
    /**
     * Tell what was measured. Answered with {@link dev.hub.core.job.report.JobLoad}.
     *
     * @param queue the only one that is asked for; empty for all
     */
    record Report(String queue) implements JobLoadCommand {}

    /** A schedule submitted jobs to a queue, and this became of them. Sent, not answered. */
    record Fired(QueueName queue, List<Submitted.Outcome> outcomes) implements JobLoadCommand {
        /** Copies the list. */
        public Fired {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** This happened to jobs of a queue without the JobVerticle. Sent, not answered. */
    record Happened(QueueName queue, JobCounts counts) implements JobLoadCommand {}
}
