package dev.hub.core.bus;

import java.time.Duration;
import java.util.Optional;

/**
 * How a verticle works on jobs.
 *
 * @param name of the worker, for whoever looks; 1 to 100 characters
 * @param concurrency how many jobs it works on at a time, 1 to 1000
 * @param prefetch how many it has beside these at most, so that the next one begins at once, 0 to 1000. It has so many only
 *     while its handlers take little time, see {@link #MOST_WAIT_MILLIS}; 0 for none
 * @param retryRule how long failed jobs wait, where their backoff shall not say
 */
public record JobWorkerOptions(String name, int concurrency, int prefetch, RetryRule retryRule) {
    /** Ten at a time, and up to a hundred ahead. */
    public static final JobWorkerOptions STANDARD =
            new JobWorkerOptions("verticle", 10, 100, (job, cause) -> Optional.empty());

    /** Longest name. */
    public static final int MAX_NAME = 100;

    /**
     * A job that was taken ahead and has waited so long while none was begun goes to others, with all that wait. As a rule none
     * waits for more than {@value Lookahead#MILLIS} ms: handlers that take longer on average have none taken ahead.
     */
    public static final int MOST_WAIT_MILLIS = 20;

    /** Checks the ranges. */
    public JobWorkerOptions {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "worker must have 1 to " + MAX_NAME + " characters, got " + name.length());
        }
        if (concurrency < 1 || concurrency > 1_000) {
            throw new IllegalArgumentException("concurrency must be 1 to 1000, got " + concurrency);
        }
        if (prefetch < 0 || prefetch > 1_000) {
            throw new IllegalArgumentException("prefetch must be 0 to 1000, got " + prefetch);
        }
    }

    /** Says how long a job waits after a failed attempt. */
    @FunctionalInterface
    public interface RetryRule {
        /** The wait; empty for what the job's backoff says. */
        Optional<Duration> delay(JobContext job, Throwable cause);
    }

    /** The same, so many at a time. */
    public JobWorkerOptions with(int atATime) {
        return new JobWorkerOptions(name, atATime, prefetch, retryRule);
    }

    /** The same with at most so many taken ahead; 0 for none. */
    public JobWorkerOptions prefetching(int most) {
        return new JobWorkerOptions(name, concurrency, most, retryRule);
    }

    /** The same by another name. */
    public JobWorkerOptions named(String other) {
        return new JobWorkerOptions(other, concurrency, prefetch, retryRule);
    }

    /** The same with other waits. */
    public JobWorkerOptions with(RetryRule other) {
        return new JobWorkerOptions(name, concurrency, prefetch, other);
    }
}
