package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.Backoff;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Settlement.Bury;
import dev.hub.core.job.Settlement.Cause;
import dev.hub.core.job.Settlement.Retry;
import dev.hub.verticles.job.Failures.Failure;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final JobClaim CLAIM = new JobClaim("1", 4);
    private static final JobSpec SPEC =
            JobSpec.STANDARD.trying(3, new Backoff(Backoff.Type.EXPONENTIAL, 100, 10_000, 0));
    private static final Failure PLAIN = new Failure("no", true, OptionalLong.empty());

    private static Settlement failed(int before, Failure failure) {
        return Failures.failed(CLAIM, SPEC, before, failure, new SplittableRandom(1));
    }

    @Test
    void areTriedAgainAsTheBackoffSays() {
        assertThat(failed(0, PLAIN)).isEqualTo(new Retry(CLAIM, "no", 100));
        assertThat(failed(1, PLAIN)).isEqualTo(new Retry(CLAIM, "no", 200));
    }

    @Test
    void areTheLastWhenTheAttemptsAreUsedUp() {
        assertThat(failed(2, PLAIN)).isEqualTo(new Bury(CLAIM, "no", Cause.FAILED));
        assertThat(failed(2, new Failure("no", true, OptionalLong.of(5))))
                .isEqualTo(new Bury(CLAIM, "no", Cause.FAILED));
    }

    @Test
    void areTriedAgainWhenTheWorkerSays() {
        assertThat(failed(1, new Failure("no", true, OptionalLong.of(5)))).isEqualTo(new Retry(CLAIM, "no", 5));
        assertThat(failed(0, new Failure("no", false, OptionalLong.of(5))))
                .isEqualTo(new Bury(CLAIM, "no", Cause.UNRECOVERABLE));
    }

    @Test
    void ofTimeCountLikeOthers() {
        JobSpec spec = new JobSpec("", 2, Backoff.STANDARD, 70, 0);

        assertThat(Failures.timedOut(CLAIM, spec, 0, new SplittableRandom(1))).isInstanceOf(Retry.class);
        assertThat(Failures.timedOut(CLAIM, spec, 1, new SplittableRandom(1)))
                .isEqualTo(new Bury(CLAIM, "the attempt took longer than 70 ms", Cause.TIMEOUT));
    }
}
