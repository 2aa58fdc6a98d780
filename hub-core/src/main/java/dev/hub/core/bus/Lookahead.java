package dev.hub.core.bus;

/**
 * How many jobs a worker has beside those that it works on, so that the next one begins at once. None unless its handlers take
 * little time, and then no more than it does in {@value #MILLIS} ms, by how long they took lately: a job is not to wait here
 * while others are idle. Pure; on one thread.
 */
final class Lookahead {
    /** So long a job is expected to wait at most. */
    static final int MILLIS = 5;

    private static final double MOST_NANOS = MILLIS * 1e6;
    private static final double LEAST_NANOS = 1_000;

    /** What a handler that hangs counts for: some 85 quick ones make up for it. */
    private static final double HANGING_NANOS = 1e9;

    /** The mean is that of about so many. */
    private static final int WEIGHT = 16;

    private final int concurrency;
    private final int most;
    private double meanNanos = HANGING_NANOS;
    private int jobs;

    /**
     * One that begins with none.
     *
     * @param concurrency how many jobs are worked on at a time
     * @param most never more than so many; 0 for never any
     */
    Lookahead(int concurrency, int most) {
        this.concurrency = concurrency;
        this.most = most;
    }

    /** How many there are to be. */
    int jobs() {
        return jobs;
    }

    /** A handler took so long. Tells whether {@link #jobs} has changed; small changes are left out. */
    boolean ran(long nanos) {
        meanNanos += (nanos - meanNanos) / WEIGHT;
        int wanted = wanted();
        boolean isFar = wanted == 0 ? jobs > 0 : wanted >= 2 * jobs || 2 * wanted <= jobs;
        return isFar && change(wanted);
    }

    private int wanted() {
        return meanNanos > MOST_NANOS
                ? 0
                : (int) Math.min(most, concurrency * MOST_NANOS / Math.max(LEAST_NANOS, meanNanos));
    }

    /** Jobs had to wait for too long: none for a while. Tells the same. */
    boolean hung() {
        meanNanos = HANGING_NANOS;
        return change(0);
    }

    private boolean change(int wanted) {
        boolean isOther = jobs != wanted;
        jobs = wanted;
        return isOther;
    }
}
