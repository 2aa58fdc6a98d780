package dev.hub.core.bus;

import java.time.Duration;
import java.util.Optional;

/**
 * How a verticle works on jobs.
 *
 * @param name of the worker, for whoever looks; 1 to 100 characters
 * @param concurrency how many jobs it works on at a time, 1 to 1000
 * @param retryRule how long failed jobs wait, where their backoff shall not say
 */
public record JobWorkerOptions(String name, int concurrency, RetryRule retryRule) {
    /** Ten at a time. */
    public static final JobWorkerOptions STANDARD =
            new JobWorkerOptions("verticle", 10, (job, cause) -> Optional.empty());

    /** Longest name. */
    public static final int MAX_NAME = 100;

    /** Checks the ranges. */
    public JobWorkerOptions {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "worker must have 1 to " + MAX_NAME + " characters, got " + name.length());
        }
        if (concurrency < 1 || concurrency > 1_000) {
            throw new IllegalArgumentException("concurrency must be 1 to 1000, got " + concurrency);
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
        return new JobWorkerOptions(name, atATime, retryRule);
    }

    /** The same by another name. */
    public JobWorkerOptions named(String other) {
        return new JobWorkerOptions(other, concurrency, retryRule);
    }

    /** The same with other waits. */
    public JobWorkerOptions with(RetryRule other) {
        return new JobWorkerOptions(name, concurrency, other);
    }
}
