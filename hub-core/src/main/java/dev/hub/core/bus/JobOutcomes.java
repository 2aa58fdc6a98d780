package dev.hub.core.bus;

import dev.hub.core.bus.JobWorkerOptions.RetryRule;
import dev.hub.core.channel.Payload;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says of a job, by how its handler ended.
 *
 * @param rule how long failed jobs wait, where their backoff shall not say
 */
record JobOutcomes(RetryRule rule) {
    private static final int MAX_ERROR = 2_000;

    /** {@code cause} is null when the handler gave a result, perhaps null. */
    JobWork of(RunningJob job, @Nullable Throwable cause, @Nullable Payload result) {
        return cause == null
                ? new JobWork.Complete(job.queue(), job.claim(), result == null ? Payload.NULL : result)
                : failure(job, cause);
    }

    private JobWork.Fail failure(RunningJob job, Throwable cause) {
        return switch (cause) {
            case UnrecoverableJobException last -> failure(job, last, false, OptionalLong.empty());
            case RetryJobException again ->
                failure(job, again, true, OptionalLong.of(again.delay().toMillis()));
            default -> failure(job, cause, true, ruled(job, cause));
        };
    }

    private static JobWork.Fail failure(RunningJob job, Throwable cause, boolean retry, OptionalLong delay) {
        return new JobWork.Fail(job.queue(), job.claim(), error(cause), retry, delay);
    }

    private OptionalLong ruled(RunningJob job, Throwable cause) {
        Optional<Duration> delay = rule.delay(job, cause);
        return delay.isPresent() ? OptionalLong.of(delay.get().toMillis()) : OptionalLong.empty();
    }

    private static String error(Throwable cause) {
        String text = cause.toString();
        return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
    }
}
