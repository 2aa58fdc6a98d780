package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs in a real server: how they come, are worked on, and end. */
@ExtendWith(SharedServers.Provider.class)
class JobStoreIT {
    private final JobGround ground;

    JobStoreIT(SharedServers servers) {
        ground = JobGround.unclocked(servers.on(Engine.VALKEY).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void startInTheOrderOfPriorityAndSubmission() {
        ground.submit(job("late").with(JobStart.priority(5)));
        ground.submit(job("a"));
        ground.submit(job("b"));

        assertThat(ground.claim(10)).extracting(job -> job.claim().id()).containsExactly("a", "b", "late");
        assertThat(ground.claim(10)).isEmpty();
    }

    @Test
    void areTakenOnce() {
        assertThat(ground.submit(job("a")).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(ground.submit(job("a")).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(ground.claim(10)).hasSize(1);
    }

    @Test
    void endOnceAndByWhoeverHasThem() {
        ground.submit(job("a"));
        ClaimedJob first = ground.claim(1).getFirst();
        assertThat(ground.settle(new Settlement.Release(first.claim(), 0))).isEqualTo(Settled.DONE);
        ClaimedJob second = ground.claim(1).getFirst();

        assertThat(second.claim().epoch()).isEqualTo(2);
        assertThat(ground.settle(new Settlement.Done(first.claim(), Payload.ofJson("1"))))
                .isEqualTo(Settled.STALE);
        assertThat(await(ground.store.extend(MAIL, List.of(first.claim(), second.claim()), 5_000)))
                .satisfies(ends -> assertThat(ends.get(0)).isZero())
                .satisfies(ends -> assertThat(ends.get(1)).isPositive());
        assertThat(ground.settle(new Settlement.Done(second.claim(), Payload.ofJson("1"))))
                .isEqualTo(Settled.DONE);
        assertThat(ground.settle(new Settlement.Release(second.claim(), 0))).isEqualTo(Settled.STALE);
    }

    @Test
    void keepNoResultThatIsNull() {
        ground.submit(job("a"));
        ground.settle(new Settlement.Done(ground.claim(1).getFirst().claim(), Payload.NULL));

        assertThat(ground.get("a").ending().result()).contains(Payload.NULL);
        assertThat(ground.send(Command.HGET, ground.queues.keys().job(MAIL, "a"), "r"))
                .isNull();
    }

    private static NewJob like(NewJob other, String id) {
        return job(id).in(other.group()).with(other.start());
    }

    private void giveBackUnbegun(ClaimedJob... jobs) {
        for (ClaimedJob job : jobs) {
            assertThat(ground.settle(new Settlement.Unbegun(job.claim()))).isEqualTo(Settled.DONE);
        }
    }

    private void areNextInTheirOrderWhenNobodyBeganWithThem(NewJob one, NewJob two) {
        ground.submit(one);
        ground.submit(two);
        List<ClaimedJob> claimed = ground.claim(2);
        ground.submit(like(one, "c"));
        ground.submit(like(one, "urgent").with(JobStart.priority(0)));

        giveBackUnbegun(claimed.get(1), claimed.get(0));

        List<ClaimedJob> again = ground.claim(10);
        assertThat(again).extracting(job -> job.claim().id()).containsExactly("urgent", "a", "b", "c");
        assertThat(again.get(1).failures()).isZero();
        assertThat(ground.settle(new Settlement.Unbegun(claimed.get(0).claim())))
                .isEqualTo(Settled.REPEATED);
    }

    @Test
    void areNextInTheirOrderWhenNobodyBeganWithThem() {
        NewJob low = job("a").with(JobStart.priority(3));

        areNextInTheirOrderWhenNobodyBeganWithThem(low, like(low, "b"));
    }

    @Test
    void areNextInTheirGroupWhenNobodyBeganWithThem() {
        NewJob low = job("a").in("x").with(JobStart.priority(3));

        areNextInTheirOrderWhenNobodyBeganWithThem(low, like(low, "b"));
    }

    @Test
    void areAsOldAsBeforeWhenNobodyBeganWithThem() {
        ground.configure("aging_ms", "60000");
        ground.submit(job("a"));
        ClaimedJob claimed = ground.claim(1).getFirst();
        ground.submit(job("b"));

        giveBackUnbegun(claimed);

        assertThat(ground.claim(10)).extracting(job -> job.claim().id()).containsExactly("a", "b");
    }

    @Test
    void haveTheirTimeForAnAttemptThoughTheirWorkerBeginsLater() {
        ground.submit(job("a").with(new JobSpec("", 3, Backoff.STANDARD, 5_000, 5)));
        ground.submit(job("b").with(new JobSpec("", 3, Backoff.STANDARD, 5_000, 5)));

        List<ClaimedJob> claimed = ground.work(
                        new Work(List.of(), List.of(new Taker("w", 1), new Taker("w", 1, 40)), 0, false))
                .claimed();

        assertThat(claimed)
                .extracting(job -> job.attemptEndMillis() - job.claimedMillis())
                .containsExactly(5_000L, 5_040L);
    }

    @Test
    void mayBeSettledAgainInTheSameWay() {
        ground.submit(job("a"));
        JobClaim claim = ground.claim(1).getFirst().claim();
        assertThat(ground.settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.DONE);
        assertThat(ground.settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.REPEATED);
        assertThat(ground.settle(new Settlement.Release(claim, 0)))
                .as("in another way")
                .isEqualTo(Settled.STALE);
        ClaimedJob again = ground.claim(1).getFirst();

        assertThat(again.failures()).isEqualTo(1);
        assertThat(ground.settle(new Settlement.Done(again.claim(), Payload.ofJson("1"))))
                .isEqualTo(Settled.DONE);
        assertThat(ground.settle(new Settlement.Done(again.claim(), Payload.ofJson("1"))))
                .isEqualTo(Settled.REPEATED);
        assertThat(ground.claim(1)).isEmpty();
    }

    /** The answer was lost, and by the time it is said again somebody else has the job, or had it. */
    @Test
    void areFailedOnceByAWordThatIsSaidAgainAfterOthersStartedThem() {
        ground.submit(job("a"));
        JobClaim failed = ground.claim(1).getFirst().claim();
        ground.settle(new Settlement.Retry(failed, "no", 0));
        JobClaim released = ground.claim(1).getFirst().claim();
        assertThat(ground.settle(new Settlement.Retry(failed, "no", 0)))
                .as("while another has it")
                .isEqualTo(Settled.REPEATED);
        ground.settle(new Settlement.Release(released, 0));
        JobClaim last = ground.claim(1).getFirst().claim();
        Settlement gaveUp = new Settlement.Bury(last, "no use", Settlement.Cause.UNRECOVERABLE);
        ground.settle(gaveUp);
        ground.retry("a");

        assertThat(List.of(new Settlement.Retry(failed, "no", 0), new Settlement.Release(released, 0), gaveUp))
                .extracting(ground::settle)
                .containsOnly(Settled.REPEATED);
        assertThat(ground.settle(new Settlement.Done(released, Payload.ofJson("1"))))
                .isEqualTo(Settled.STALE);
        assertThat(ground.get("a").counts().failures()).as("reopened").isZero();
        assertThat(ground.stats().counts())
                .containsEntry("retry", 1L)
                .containsEntry("released", 1L)
                .containsEntry("dead", 1L)
                .doesNotContainKey("done");
        assertThat(ground.faults()).isEmpty();
    }

    @Test
    void ofGroupsTakeTurns() {
        IntStream.range(0, 3).forEach(i -> ground.submit(job("a" + i).in("a")));
        IntStream.range(0, 3).forEach(i -> ground.submit(job("b" + i).in("b")));
        ground.submit(job("c0"));

        assertThat(ground.claim(4))
                .extracting(job -> job.claim().id().charAt(0))
                .containsExactlyInAnyOrder('a', 'b', 'c', 'a');
    }
}
