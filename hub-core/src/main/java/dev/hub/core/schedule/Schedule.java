package dev.hub.core.schedule;

import dev.hub.core.job.QueueName;

/**
 * When jobs come by themselves.
 *
 * @param queue where they go
 * @param ticks when
 * @param overlap what becomes of a tick while the job of the one before it is not over
 * @param catchUp what becomes of ticks that were missed
 * @param limit so many jobs at most; 0 for any number
 */
public record Schedule(ScheduleId id, QueueName queue, Ticks ticks, Overlap overlap, CatchUp catchUp, long limit) {
    /** Most schedules of a queue. */
    public static final int MAX = 1_000;

    /** The highest limit. */
    public static final long MAX_LIMIT = 1_000_000_000;

    /** Checks the limit. */
    public Schedule {
        if (limit < 0 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 0 to " + MAX_LIMIT + ", got " + limit);
        }
    }
}
