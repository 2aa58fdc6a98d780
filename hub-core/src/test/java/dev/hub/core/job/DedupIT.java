package dev.hub.core.job;

import static dev.hub.core.job.JobGround.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.Dedup.Mode;
import dev.hub.core.job.Submitted.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs with the same deduplication key. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(JobGrounds.class)
class DedupIT {
    private final JobGround ground;

    DedupIT(JobGround ground) {
        this.ground = ground;
    }

    private Outcome submit(String id, Mode mode, long ttl) {
        return ground.submit(job(id, mode, ttl)).outcome();
    }

    private Outcome submitLater(String id, Mode mode) {
        return ground.submit(job(id, mode, 0).with(JobStart.delay(100))).outcome();
    }

    @Test
    void simpleTakesNoneAsLongAsTheFirstIsNotOver() {
        assertThat(submit("a", Mode.SIMPLE, 0)).isEqualTo(Outcome.TAKEN);
        assertThat(ground.submit(job("b", Mode.SIMPLE, 0))).isEqualTo(new Submitted(Outcome.DUPLICATE, "a"));
        ground.claim(1);
        assertThat(submit("b", Mode.SIMPLE, 0)).isEqualTo(Outcome.DUPLICATE);
        ground.settle(new Settlement.Retry(new JobClaim("a", 1), "failed", 50));
        assertThat(submit("b", Mode.SIMPLE, 0)).isEqualTo(Outcome.DUPLICATE);
        ground.cancel("a");
        assertThat(submit("b", Mode.SIMPLE, 0)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void simpleTakesAnotherWhenTheKeyHasLivedLongEnough() {
        submit("a", Mode.SIMPLE, 100);
        ground.pass(99);
        assertThat(submit("b", Mode.SIMPLE, 0)).isEqualTo(Outcome.DUPLICATE);
        ground.pass(1);
        assertThat(submit("b", Mode.SIMPLE, 0)).isEqualTo(Outcome.TAKEN);
        ground.claim(2);
        ground.complete("a");
        assertThat(submit("c", Mode.SIMPLE, 0)).isEqualTo(Outcome.DUPLICATE);
    }

    @Test
    void throttleTakesNoneForAsLongAsTheKeyLives() {
        submit("a", Mode.THROTTLE, 100);
        ground.claim(1);
        ground.complete("a");
        ground.pass(99);
        assertThat(submit("b", Mode.THROTTLE, 100)).isEqualTo(Outcome.DUPLICATE);
        ground.pass(1);
        assertThat(submit("b", Mode.THROTTLE, 100)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void debounceGivesTheFirstThePayloadAndItsWait() {
        submitLater("a", Mode.DEBOUNCE);
        ground.pass(60);
        assertThat(submitLater("b", Mode.DEBOUNCE)).isEqualTo(Outcome.REPLACED);
        ground.pass(60);
        assertThat(ground.start(1)).isEmpty();
        ground.pass(40);
        assertThat(ground.start(1)).containsExactly("a");
        assertThat(submitLater("c", Mode.DEBOUNCE)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void keepLastHasOneMoreWaitForTheFirst() {
        submit("a", Mode.KEEP_LAST, 0);
        ground.claim(1);
        assertThat(submit("b", Mode.KEEP_LAST, 0)).isEqualTo(Outcome.TAKEN);
        assertThat(ground.submit(job("c", Mode.KEEP_LAST, 0))).isEqualTo(new Submitted(Outcome.REPLACED, "b"));
        assertThat(ground.start(1)).isEmpty();
        ground.complete("a");
        assertThat(ground.start(1)).containsExactly("b");
        assertThat(submit("d", Mode.KEEP_LAST, 0)).isEqualTo(Outcome.TAKEN);
        assertThat(ground.state("d")).isEqualTo(JobState.BLOCKED);
    }

    @Test
    void keepLastGoesOnWhenTheFirstIsLostOrForgotten() {
        ground.configure("max_recoveries", "0", "keep_dead", "0");
        submit("a", Mode.KEEP_LAST, 0);
        ground.claim(1);
        submit("b", Mode.KEEP_LAST, 0);
        ground.pass(30_000);
        ground.sweep();

        assertThat(ground.start(1)).containsExactly("b");
    }

    @Test
    void keepLastGoesOnWhenTheKeyHasLivedLongEnough() {
        submit("a", Mode.KEEP_LAST, 50);
        ground.claim(1);
        submit("b", Mode.KEEP_LAST, 50);
        ground.pass(100);
        assertThat(submit("c", Mode.KEEP_LAST, 50)).isEqualTo(Outcome.REPLACED);
        ground.complete("a");

        assertThat(ground.start(1)).containsExactly("b");
    }

    @Test
    void aFollowerThatWasCancelledStaysSo() {
        submit("a", Mode.KEEP_LAST, 0);
        ground.claim(1);
        submit("b", Mode.KEEP_LAST, 0);
        ground.cancel("b");
        ground.complete("a");
        assertThat(ground.state("b")).isEqualTo(JobState.CANCELLED);
        assertThat(submit("c", Mode.SIMPLE, 0)).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void aFollowerKeepsItsDelay() {
        submit("a", Mode.KEEP_LAST, 0);
        ground.claim(1);
        submitLater("b", Mode.KEEP_LAST);
        ground.complete("a");
        assertThat(ground.start(1)).isEmpty();
        ground.pass(100);
        assertThat(ground.start(1)).containsExactly("b");
    }

    @Test
    void aFollowerOfAThrottledJobStarts() {
        submit("a", Mode.THROTTLE, 100);
        ground.claim(1);
        submit("b", Mode.KEEP_LAST, 0);
        ground.pass(200);
        ground.complete("a");

        assertThat(ground.start(1)).containsExactly("b");
    }

    @Test
    void aDebouncedJobTakesNoFollowersPlace() {
        submit("a", Mode.KEEP_LAST, 0);
        ground.claim(1);
        submit("b", Mode.KEEP_LAST, 0);
        assertThat(submit("c", Mode.DEBOUNCE, 0)).isEqualTo(Outcome.REPLACED);
        ground.complete("a");

        assertThat(ground.start(1)).containsExactly("b");
    }

    @Test
    void aJobThatIsDoneAfterAllTakesNobodysKey() {
        submit("a", Mode.SIMPLE, 0);
        ground.cancel("a");
        submit("b", Mode.SIMPLE, 0);
        assertThat(ground.retry("a").others()).containsExactly("a");
        ground.cancel("b");
        assertThat(ground.retry("a").ids()).containsExactly("a");
        assertThat(submit("c", Mode.SIMPLE, 0)).isEqualTo(Outcome.DUPLICATE);
    }
}
