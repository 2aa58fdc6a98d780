package dev.hub.core.job;

import java.util.List;

/**
 * Some children of a job, in the order in which they were submitted.
 *
 * @param next after which child the next page begins, from 1; 0 when there is none
 */
public record JobChildren(List<JobChild> children, int next) {
    /** Copies the children. */
    public JobChildren {
        children = List.copyOf(children);
    }
}
