package dev.hub.core.job;

import java.util.Map;

/**
 * How a queue is doing.
 *
 * @param depth how many jobs are in each state
 * @param counts how often what happened since the queue began: submitted, done, retry, dead, recovered, ...
 * @param oldestReadyMillis for how long the job has been able to start that would start next; -1 when none could
 * @param groups how many groups have jobs that could start, and how many of these are held up
 */
public record QueueStats(
        QueueName queue,
        boolean paused,
        boolean closed,
        Map<JobState, Long> depth,
        Map<String, Long> counts,
        long oldestReadyMillis,
        Groups groups) {
    /** Copies the maps. */
    public QueueStats {
        depth = Map.copyOf(depth);
        counts = Map.copyOf(counts);
    }

    /** Groups with jobs that could start. */
    public record Groups(long waiting, long heldUp) {}
}
