package dev.hub.core.job.report;

/**
 * How much work comes and how much the workers can take, by Little's law: on average as many jobs are at work as begin in a second,
 * times the seconds that one takes.
 *
 * @param attemptsPerSecond that jobs would need which come now: an attempt for each, and those that are repeated
 * @param runSeconds that an attempt takes on average
 * @param workers that are sent jobs
 * @param credit how many jobs these may have at a time
 * @param used which part of it was used in the last minute, 0 to 1
 */
record Capacity(double attemptsPerSecond, double runSeconds, int workers, int credit, double used) {
    private static final int LEAST_RUNS = 20;
    private static final double BUSY = 0.9;
    private static final double IDLE = 0.2;
    private static final double RESERVE = 1.5;

    /** Of attempts at most so many are taken for failures that are repeated: what is beyond would need no end of workers. */
    private static final double MOST_REPEATED = 0.9;

    static Capacity of(QueueLoad load) {
        JobWindow minute = load.minute();
        JobCounts counts = minute.counts();
        double repeated = Math.min(MOST_REPEATED, counts.retryRatio());
        boolean isMeasured = minute.runs().count() >= LEAST_RUNS;
        return new Capacity(
                minute.arrivalsPerSecond() / (1 - repeated),
                isMeasured ? minute.runs().mean() / 1_000 : 0,
                load.force().workers(),
                load.force().credit(),
                minute.occupancy().ratio());
    }

    /** There are workers, and enough was done to judge. */
    boolean isKnown() {
        return workers > 0 && credit > 0 && runSeconds > 0;
    }

    /** How many jobs would be at work on average, were nobody ever to wait. */
    double needed() {
        return attemptsPerSecond * runSeconds;
    }

    boolean isBusy() {
        return used >= BUSY;
    }

    /** All are busy, and what comes is more than they can take. */
    boolean isShort() {
        return isBusy() && needed() > credit;
    }

    /** Several have next to nothing to do. */
    boolean isIdle() {
        return used <= IDLE && sufficientWorkers() < workers;
    }

    /** How many jobs a worker has at a time. */
    int concurrency() {
        return Math.max(1, credit / Math.max(1, workers));
    }

    /** So many more would keep up. */
    long missingWorkers() {
        return (long) Math.max(1, Math.ceil((needed() - credit) / concurrency()));
    }

    /** So few would keep up, with half as much again in reserve. */
    long sufficientWorkers() {
        double busiest = Math.max(needed(), used * credit);
        return (long) Math.max(1, Math.ceil(RESERVE * busiest / concurrency()));
    }
}
