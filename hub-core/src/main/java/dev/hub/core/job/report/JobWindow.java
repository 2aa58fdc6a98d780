package dev.hub.core.job.report;

/**
 * What happened in the time before now.
 *
 * @param millis how long that is, from 1
 * @param waits from when jobs could start until they did
 * @param runs from their start until their outcome was in Valkey
 */
public record JobWindow(long millis, JobCounts counts, Occupancy occupancy, Latencies waits, Latencies runs) {
    private static final double SECOND = 1_000;

    /** Checks the time. */
    public JobWindow {
        if (millis < 1) {
            throw new IllegalArgumentException("millis must be 1 or more, got " + millis);
        }
    }

    /** A time in which nothing happened. */
    public static JobWindow quiet(long millis) {
        return new JobWindow(millis, JobCounts.NONE, Occupancy.NONE, Latencies.NONE, Latencies.NONE);
    }

    /** What happened by way of two instances; one that is younger has seen less of the time, not less of it happened. */
    public JobWindow plus(JobWindow other) {
        return new JobWindow(
                Math.max(millis, other.millis),
                counts.plus(other.counts),
                occupancy.plus(other.occupancy),
                waits.plus(other.waits),
                runs.plus(other.runs));
    }

    /** How often in a second. */
    public double perSecond(long count) {
        return count * SECOND / Math.max(SECOND, (double) millis);
    }

    /** Jobs that came, in a second. */
    public double arrivalsPerSecond() {
        return perSecond(counts.of(JobFact.SUBMITTED));
    }

    /** Jobs that were done or given up, in a second. */
    public double throughputPerSecond() {
        return perSecond(counts.over());
    }
}
