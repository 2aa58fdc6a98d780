package dev.hub.core.job;

import java.util.List;

/**
 * What became of an order to change some jobs.
 *
 * @param ids whom it changed
 * @param unknown of whom nothing is known
 * @param others who was left alone: they are in another state, or another job has their deduplication key
 */
public record JobChange(List<String> ids, List<String> unknown, List<String> others) {
    /** Copies the lists. */
    public JobChange {
        ids = List.copyOf(ids);
        unknown = List.copyOf(unknown);
        others = List.copyOf(others);
    }
}
