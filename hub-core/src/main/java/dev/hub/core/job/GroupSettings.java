package dev.hub.core.job;

/**
 * What differs for one group of a queue.
 *
 * @param weight how many turns it has to one of a group of weight 1, 1 to 1000
 * @param concurrency most active jobs; -1 for what the queue says of its groups, 0 for any number
 * @param paused none of its jobs starts
 */
public record GroupSettings(int weight, int concurrency, boolean paused) {
    /** As the queue says. */
    public static final GroupSettings DEFAULTS = new GroupSettings(1, -1, false);

    /** Checks the ranges. */
    public GroupSettings {
        requireWeight(weight);
        requireConcurrency(concurrency);
    }

    static void requireWeight(int weight) {
        JobSpec.requireRange("weight", weight, 1, 1_000);
    }

    static void requireConcurrency(int concurrency) {
        JobSpec.requireRange("concurrency", concurrency, -1, 1_000_000);
    }
}
