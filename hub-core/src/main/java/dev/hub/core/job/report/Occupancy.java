package dev.hub.core.job.report;

/**
 * How busy workers were, looked at often and evenly.
 *
 * @param held the sum of the jobs that they had whenever somebody looked
 * @param credit the sum of those that they could have had
 */
public record Occupancy(long held, long credit) {
    /** There were no workers. */
    public static final Occupancy NONE = new Occupancy(0, 0);

    /** Both together. */
    public Occupancy plus(Occupancy other) {
        return new Occupancy(held + other.held, credit + other.credit);
    }

    /** Which part of their credit was used, 0 to 1; 0 where there was none. */
    public double ratio() {
        return credit == 0 ? 0 : Math.min(1, (double) held / credit);
    }
}
