package dev.hub.core.bus;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobCounts;

/** About what jobs do by way of this instance: what the JobVerticle is asked and told. */
public sealed interface JobLoadCommand {
    /**
     * Tell what was measured. Answered with {@link dev.hub.core.job.report.JobLoad}.
     *
     * @param queue the only one that is asked for; empty for all
     */
    record Report(String queue) implements JobLoadCommand {}

    /** This happened to jobs of a queue without the JobVerticle. Sent, not answered. */
    record Happened(QueueName queue, JobCounts counts) implements JobLoadCommand {}
}
