package dev.hub.verticles.api;

import dev.hub.core.bus.JobWork;
import java.time.Duration;

/**
 * What one sort of caller may bring and wait for.
 *
 * @param maxJobs most jobs of one submission
 * @param maxPayload longest payload of a job, in bytes
 * @param maxResult longest result of one, in bytes
 * @param maxWait longest {@code wait_ms}
 */
record JobLimits(int maxJobs, int maxPayload, int maxResult, Duration maxWait) {
    private static final int MAX_BYTES = 1_048_576;

    /** Of a back end. */
    static final JobLimits BACK_END =
            new JobLimits(JobNames.MAX_JOBS, MAX_BYTES, MAX_BYTES, Duration.ofMillis(JobWork.Claim.MAX_WAIT_MILLIS));

    /** Of a client; what limits its submissions counts each as one. */
    static final JobLimits CLIENT = new JobLimits(100, MAX_BYTES, MAX_BYTES, ConsumerMethods.MAX_CLIENT_WAIT);
}
