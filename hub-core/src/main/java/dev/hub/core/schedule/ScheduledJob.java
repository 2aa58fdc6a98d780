package dev.hub.core.schedule;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.NewJob;

/**
 * The job that a schedule submits at each tick, under another id each time.
 *
 * @param job without children, and without a time of its own; its delay counts from the tick's submission
 * @param source the same as its author wrote it, JSON
 */
public record ScheduledJob(NewJob job, Payload source) {
    /** Checks what makes no sense for a job that comes again and again. */
    public ScheduledJob {
        if (!job.children().isEmpty()) {
            throw new IllegalArgumentException("job.children: the job of a schedule must have none");
        }
        if (job.start().runAtMillis() != 0) {
            throw new IllegalArgumentException("job.run_at: the job of a schedule must have none");
        }
    }
}
