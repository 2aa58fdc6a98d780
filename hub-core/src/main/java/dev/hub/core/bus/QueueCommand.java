package dev.hub.core.bus;

import dev.hub.core.job.GroupChange;
import dev.hub.core.job.GroupSettings;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.job.QueueStats;
import java.util.List;
import java.util.Set;

/** What operators ask the QueueVerticle for. Rights were checked before. */
public sealed interface QueueCommand {
    /** Tell all queues, and how they are doing. Answered with {@link Listing}. */
    record ListAll() implements QueueCommand {}

    /** Tell how a queue is doing. Answered with a {@link QueueStats}; refused with 102 when there is no such queue. */
    record Stats(QueueName queue) implements QueueCommand {}

    /** Tell the settings of a queue. Answered with {@link QueueSettings}. */
    record Describe(QueueName queue) implements QueueCommand {}

    /** Give a queue settings. Answered with {@link QueueSettings}. */
    record Configure(QueueName queue, QueueSettings settings) implements QueueCommand {}

    /** Tell the settings of one of its groups. Answered with {@link GroupSettings}; refused with 102 when there is no such queue. */
    record DescribeGroup(QueueName queue, String group) implements QueueCommand {}

    /** Give one of its groups settings. Answered with {@link GroupSettings}. */
    record ConfigureGroup(QueueName queue, String group, GroupChange change) implements QueueCommand {}

    /** Let no job start, here and everywhere; what runs goes on. Answered with a {@link QueueStats}. */
    record Pause(QueueName queue) implements QueueCommand {}

    /** End a pause and a draining. Answered with a {@link QueueStats}. */
    record Resume(QueueName queue) implements QueueCommand {}

    /** Take no more jobs, but do those that are there. Answered with a {@link QueueStats}. */
    record Drain(QueueName queue) implements QueueCommand {}

    /**
     * Throw away the jobs of some states; not those that run. It goes on by itself; each call tells how far it is. Answered
     * with {@link Purged}.
     */
    record Purge(QueueName queue, Set<JobState> states) implements QueueCommand {
        /** Copies {@code states}. */
        public Purge {
            states = Set.copyOf(states);
        }
    }

    /** All queues. */
    record Listing(List<QueueStats> queues) {
        /** Copies {@code queues}. */
        public Listing {
            queues = List.copyOf(queues);
        }
    }

    /**
     * How far a purge is.
     *
     * @param purged jobs that are gone so far
     * @param left jobs that are still to go
     */
    record Purged(long purged, long left) {}
}
