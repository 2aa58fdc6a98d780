package dev.hub.core.job;

import java.util.List;

/**
 * What became of an order to cancel jobs.
 *
 * @param jobs those that were cancelled, and after them those that were open children of them
 * @param unknown of whom nothing is known
 * @param others who was over already
 */
public record Cancelled(List<Stopped> jobs, List<String> unknown, List<String> others) {
    /** Copies the lists. */
    public Cancelled {
        jobs = List.copyOf(jobs);
        unknown = List.copyOf(unknown);
        others = List.copyOf(others);
    }

    /**
     * A job that was cancelled.
     *
     * @param claim by what its worker had it, if it was active
     * @param node uid of the instance where it was worked on; empty unless it was active
     * @param isChild nobody asked for it by its id
     * @param isFollowed its followers are to be told
     */
    public record Stopped(JobClaim claim, JobState was, String node, boolean isChild, boolean isFollowed) {}
}
