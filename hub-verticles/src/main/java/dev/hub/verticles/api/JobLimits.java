package dev.hub.verticles.api;

import dev.hub.core.bus.JobWork;
import java.time.Duration;

/**
 * What one sort of caller may bring and wait for.
 *
 * @param maxPayload longest payload of a job, in bytes
 * @param maxResult longest result of one, in bytes
 * @param maxWait longest {@code wait_ms}
 */
record JobLimits(int maxPayload, int maxResult, Duration maxWait) {
    private static final int MAX_BYTES = 1_048_576;

    /** Of a back end. */
    static final JobLimits BACK_END =
            new JobLimits(MAX_BYTES, MAX_BYTES, Duration.ofMillis(JobWork.Claim.MAX_WAIT_MILLIS));

    /** Of a client. */
    static final JobLimits CLIENT = new JobLimits(MAX_BYTES, MAX_BYTES, ConsumerMethods.MAX_CLIENT_WAIT);
}
