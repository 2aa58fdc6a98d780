package dev.hub.core.job;

import java.util.List;

/**
 * What a sweep found.
 *
 * @param recovered jobs whose worker was lost
 * @param givenUp those among them that are dead for it: too many workers were lost with them
 * @param expired jobs that waited longer than they live
 * @param removed jobs that were over for longer than they are kept
 * @param hasMore there is more to do at once
 * @param late attempts that took too long: to be settled as failed
 * @param untold ids of jobs whose followers should have been told long ago, see {@link QueueUpkeep#confirmTold}
 * @param isPurging a purge is not through, see {@link QueueOps#continuePurge}
 * @param hasOutgoing other queues are to be told something, see {@link FlowCourier}
 */
public record Swept(
        long recovered,
        long givenUp,
        long expired,
        long removed,
        boolean hasMore,
        List<LateAttempt> late,
        List<String> untold,
        boolean isPurging,
        boolean hasOutgoing) {
    /** Copies the lists. */
    public Swept {
        late = List.copyOf(late);
        untold = List.copyOf(untold);
    }

    /**
     * An attempt that took longer than it may.
     *
     * @param failures failed attempts before
     */
    public record LateAttempt(JobClaim claim, JobSpec spec, int failures) {}
}
