package dev.hub.verticles.job;

import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Settlement.Cause;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** What becomes of a job after a failed attempt: pure. */
final class Failures {
    private Failures() {}

    /**
     * After an attempt that its worker says has failed.
     *
     * @param before how many failed before
     */
    static Settlement failed(JobClaim claim, JobSpec spec, int before, Failure failure, RandomGenerator random) {
        if (!failure.retry()) {
            return new Settlement.Bury(claim, failure.error(), Cause.UNRECOVERABLE);
        }
        return again(claim, spec, before, failure, Cause.FAILED, random);
    }

    /**
     * What the worker said.
     *
     * @param retry false: to try again is of no use
     * @param delayMillis how long the worker wants it to wait; empty for what its backoff says
     */
    record Failure(String error, boolean retry, OptionalLong delayMillis) {}

    /** After an attempt that took too long. */
    static Settlement timedOut(JobClaim claim, JobSpec spec, int before, RandomGenerator random) {
        String error = "the attempt took longer than " + spec.timeoutMillis() + " ms";
        Failure failure = new Failure(error, true, OptionalLong.empty());
        return again(claim, spec, before, failure, Cause.TIMEOUT, random);
    }

    private static Settlement again(
            JobClaim claim, JobSpec spec, int before, Failure failure, Cause last, RandomGenerator random) {
        int failures = before + 1;
        return failures >= spec.attempts()
                ? new Settlement.Bury(claim, failure.error(), last)
                : new Settlement.Retry(
                        claim,
                        failure.error(),
                        failure.delayMillis().orElseGet(() -> spec.backoff().delay(failures, random)));
    }
}
