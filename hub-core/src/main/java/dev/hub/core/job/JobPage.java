package dev.hub.core.job;

import java.util.List;

/**
 * Some jobs of a state.
 *
 * @param next where the next page begins; empty when there is none
 */
public record JobPage(List<JobView> jobs, String next) {
    /** Copies the jobs. */
    public JobPage {
        jobs = List.copyOf(jobs);
    }
}
