package dev.hub.verticles.api;

import dev.hub.core.bus.JobWork;
import java.time.Duration;

/**
 * What one sort of caller may bring and wait for. How large payloads may be, the JobVerticle knows.
 *
 * @param maxJobs most jobs of one submission
 * @param maxWait longest {@code wait_ms}
 */
record JobLimits(int maxJobs, Duration maxWait) {
    /** Of a back end. */
    static final JobLimits BACK_END =
            new JobLimits(JobNames.MAX_JOBS, Duration.ofMillis(JobWork.Claim.MAX_WAIT_MILLIS));

    /** Of a client; what limits its submissions counts each as one. */
    static final JobLimits CLIENT = new JobLimits(100, ConsumerMethods.MAX_CLIENT_WAIT);
}
