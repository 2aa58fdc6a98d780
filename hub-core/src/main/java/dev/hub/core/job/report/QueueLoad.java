package dev.hub.core.job.report;

import dev.hub.core.job.QueueName;

/**
 * What instances have to do with a queue.
 *
 * @param minute the last minute
 * @param quarter the last fifteen
 */
public record QueueLoad(QueueName queue, WorkForce force, JobWindow minute, JobWindow quarter) {
    /** Nothing is known of it. */
    public static QueueLoad none(QueueName queue) {
        return new QueueLoad(queue, WorkForce.NONE, JobWindow.quiet(1), JobWindow.quiet(1));
    }

    /** Both together, of the same queue. */
    public QueueLoad plus(QueueLoad other) {
        return new QueueLoad(queue, force.plus(other.force), minute.plus(other.minute), quarter.plus(other.quarter));
    }
}
