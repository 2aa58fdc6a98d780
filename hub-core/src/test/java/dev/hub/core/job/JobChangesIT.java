package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of jobs, and done to them. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(JobGrounds.class)
class JobChangesIT {
    private final JobGround ground;

    JobChangesIT(JobGround ground) {
        this.ground = ground;
    }

    @Test
    void areTold() {
        ground.submit(job("a").with(JobSpec.STANDARD.named("greet")).in("g").followed());
        ClaimedJob claimed = ground.claim(1).getFirst();
        ground.pass(10);
        assertThat(await(ground.store.note(
                        MAIL, claimed.claim(), Optional.of(Payload.ofJson("50")), List.of("one", "two", "three"), 2)))
                .isEqualTo(OptionalLong.of(3));
        ground.complete(claimed.claim());

        JobView view = ground.get("a");
        assertThat(view.state()).isEqualTo(JobState.DONE);
        assertThat(view.spec().name()).isEqualTo("greet");
        assertThat(view.ending().result()).contains(Payload.ofJson("\"done\""));
        assertThat(view.progress()).contains(Payload.ofJson("50"));
        assertThat(view.times().ended()).isEqualTo(JobGround.BEGIN + 10);
        assertThat(await(ground.reads.log(MAIL, "a", 0, 10)))
                .satisfies(log ->
                        assertThat(log.lines()).extracting(JobLog.Line::text).containsExactly("two", "three"))
                .satisfies(log -> assertThat(log.total()).isEqualTo(3));
        assertThat(await(ground.reads.events(MAIL, "", 10)))
                .extracting(JobEvent::what)
                .containsExactly("done");
        assertThat(await(ground.store.note(MAIL, claimed.claim(), Optional.empty(), List.of("late"), 2)))
                .isEmpty();
    }

    @Test
    void areListedPageByPage() {
        for (String id : List.of("a", "b", "c", "d", "e")) {
            ground.submit(job(id));
        }
        ground.claim(4).forEach(each -> ground.complete(each.claim()));

        JobPage first = await(ground.reads.list(MAIL, JobState.DONE, "", "", 2, false));
        assertThat(first.jobs()).extracting(JobView::id).containsExactly("a", "b");
        await(ground.changes.remove(MAIL, List.of("b")));
        JobPage second = await(ground.reads.list(MAIL, JobState.DONE, "", first.next(), 2, false));
        assertThat(second.jobs()).extracting(JobView::id).containsExactly("c", "d");
        assertThat(second.next()).isEmpty();
        assertThat(await(ground.reads.list(MAIL, JobState.DONE, "", "", 3, true))
                        .jobs())
                .extracting(JobView::id)
                .containsExactly("d", "c", "a");
        assertThat(await(ground.reads.list(MAIL, JobState.READY, "", "", 3, true))
                        .jobs())
                .extracting(JobView::id)
                .containsExactly("e");
    }

    @Test
    void areCancelledWhereverTheyAre() {
        ground.submit(job("active"));
        JobClaim claim = ground.claim(1).getFirst().claim();
        ground.submit(job("ready").in("g"));
        ground.submit(job("delayed").with(JobStart.delay(1_000)));

        Cancelled cancelled = ground.cancel("active", "ready", "delayed", "nobody");
        assertThat(cancelled.jobs())
                .extracting(Cancelled.Stopped::was)
                .containsExactly(JobState.ACTIVE, JobState.READY, JobState.DELAYED);
        assertThat(cancelled.jobs().getFirst().node()).isEqualTo("here");
        assertThat(cancelled.unknown()).containsExactly("nobody");
        assertThat(ground.complete(claim)).isEqualTo(Settled.STALE);
        assertThat(ground.cancel("active").others()).containsExactly("active");
        assertThat(ground.stats().depth().get(JobState.CANCELLED)).isEqualTo(3);
    }

    @Test
    void areDoneAfterAll() {
        ground.submit(job("a").with(JobStart.priority(7)));
        ground.submit(job("b").with(JobStart.priority(3)));
        ground.claim(2);
        ground.bury("a");
        ground.bury("b");

        JobSpec other = new JobSpec("other", 9, Backoff.STANDARD, 500, 10);
        assertThat(await(ground.changes.retry(MAIL, "a", Optional.of(other), Optional.of(Payload.ofJson("2"))))
                        .ids())
                .containsExactly("a");
        assertThat(await(ground.changes.retryDead(MAIL)).ids()).containsExactly("b");
        List<ClaimedJob> again = ground.claim(2);
        assertThat(again).extracting(each -> each.claim().id()).containsExactly("b", "a");
        assertThat(again.get(1).data()).isEqualTo(Payload.ofJson("2"));
        assertThat(again.get(1).claim().epoch()).isEqualTo(2);
        assertThat(again.get(1).attemptEndMillis()).isEqualTo(ground.now() + 500);
        assertThat(ground.retry("a", "c")).isEqualTo(new JobChange(List.of(), List.of("c"), List.of("a")));
    }

    @Test
    void areForgottenOnceTheyAreOver() {
        ground.submit(job("a"));
        assertThat(await(ground.changes.remove(MAIL, List.of("a"))).others()).containsExactly("a");
        ground.cancel("a");
        assertThat(await(ground.changes.remove(MAIL, List.of("a"))).ids()).containsExactly("a");
        assertThat(await(ground.changes.remove(MAIL, List.of("a"))).unknown()).containsExactly("a");
    }

    @Test
    void areHandedOnWhenTheirWorkerIsLost() {
        ground.configure("max_recoveries", "1");
        ground.submit(job("a").in("g"));
        ground.claim(1);
        ground.pass(29_999);
        assertThat(ground.sweep().recovered()).isZero();
        ground.pass(1);
        Swept first = ground.sweep();
        assertThat(ground.claim(1).getFirst().claim().epoch()).isEqualTo(2);
        ground.pass(30_000);
        Swept second = ground.sweep();

        assertThat(List.of(first, second)).extracting(Swept::recovered).containsExactly(1L, 1L);
        assertThat(List.of(first, second)).extracting(Swept::givenUp).containsExactly(0L, 1L);
        assertThat(ground.get("a").ending().cause()).isEqualTo("lost");
    }

    @Test
    void areLeftToBeSettledWhenAnAttemptTakesTooLong() {
        ground.submit(job("a").with(new JobSpec("", 3, Backoff.STANDARD, 1_000, 10)));
        JobClaim claim = ground.claim(1).getFirst().claim();
        assertThat(await(ground.store.extend(MAIL, List.of(claim), 9_000))).containsExactly(ground.now() + 1_000);
        ground.pass(1_000);

        assertThat(ground.sweep().late()).extracting(Swept.LateAttempt::claim).containsExactly(claim);
        assertThat(ground.settle(new Settlement.Retry(claim, "took too long", 100)))
                .isEqualTo(Settled.DONE);
        assertThat(ground.sweep().late()).isEmpty();
    }

    @Test
    void expireWhileTheyWait() {
        ground.submit(job("a").with(new JobStart(0, 0, 0, 100)));
        ground.submit(job("b").with(new JobStart(0, 500, 0, 100)));
        ground.submit(job("c").with(new JobStart(0, 0, 0, 1_000)));
        ground.pass(100);

        assertThat(ground.start(5)).containsExactly("c");
        assertThat(ground.state("a")).isEqualTo(JobState.EXPIRED);
        assertThat(ground.sweep().expired()).isEqualTo(1);
        assertThat(ground.state("b")).isEqualTo(JobState.EXPIRED);
        ground.pass(5_000);
        assertThat(ground.sweep().expired()).isZero();
    }

    @Test
    void haveTheirFollowersToldUntilThatIsConfirmed() {
        ground.submit(job("a").followed());
        ground.submit(job("b"));
        ground.claim(2);
        assertThat(ground.complete("a")).isEqualTo(Settled.FOLLOWED);
        assertThat(ground.complete("b")).isEqualTo(Settled.DONE);
        assertThat(ground.sweep().untold()).isEmpty();
        ground.pass(2_000);
        assertThat(ground.sweep().untold()).containsExactly("a");
        await(ground.upkeep.confirmTold(MAIL, List.of("a")));

        assertThat(ground.sweep().untold()).isEmpty();
    }

    @Test
    void areKeptAsLongAsTheQueueSays() {
        ground.configure("keep_done", "2", "keep_done_ms", "1000");
        for (String id : List.of("a", "b", "c")) {
            ground.submit(job(id));
            ground.claim(1);
            ground.complete(id);
            ground.pass(1);
        }
        assertThat(ground.stats().depth().get(JobState.DONE)).isEqualTo(2);
        ground.pass(998);
        assertThat(ground.sweep().removed()).isEqualTo(1);
        assertThat(await(ground.reads.list(MAIL, JobState.DONE, "", "", 5, false))
                        .jobs())
                .extracting(JobView::id)
                .containsExactly("c");
    }

    @Test
    void areKeptUntilTheirEndIsTold() {
        ground.configure("keep_done", "0");
        ground.submit(job("followed").followed());
        ground.submit(job("awaited"));
        ground.submit(job("other"));
        await(ground.reads.getAndAwait(MAIL, "awaited"));
        ground.claim(3).forEach(each -> ground.complete(each.claim()));
        assertThat(ground.stats().depth().get(JobState.DONE)).isEqualTo(2);
        await(ground.upkeep.confirmTold(MAIL, List.of("followed", "awaited")));
        ground.sweep();

        assertThat(ground.stats().depth().get(JobState.DONE)).isZero();
    }

    @Test
    void wakeAnInstanceWheneverOneMayStart() {
        ground.configure("concurrency", "2");
        ground.submit(job("a").in("g"));
        requireWoken("submission");
        ground.claim(1);
        ground.settle(new Settlement.Release(new JobClaim("a", 1), 0));
        requireWoken("hand-back");
        ground.claim(1);
        ground.settle(new Settlement.Retry(new JobClaim("a", 2), "failed", 10));
        ground.pass(10);
        ground.sweep();
        requireWoken("promotion");
        ground.claim(1);
        ground.pass(30_000);
        ground.sweep();
        requireWoken("recovery");
        ground.claim(1);
        ground.bury("a");
        ground.retry("a");
        requireWoken("retry");
        await(ground.ops.pause(MAIL));
        ground.work(Work.claiming(new Taker("w", 9)));
        await(ground.ops.resume(MAIL));
        requireWoken("resumption");
        await(ground.ops.configureGroup(MAIL, "g", GroupChange.to(new GroupSettings(1, -1, true))));
        ground.work(Work.claiming(new Taker("w", 9)));
        await(ground.ops.configureGroup(MAIL, "g", GroupChange.to(GroupSettings.DEFAULTS)));
        requireWoken("resumption of a group");
        await(ground.ops.configure(MAIL, QueueSettings.DEFAULTS));
        requireWoken("settings");
    }

    /** It popped those who are hungry, though none of them hears it; then somebody is hungry again. */
    private void requireWoken(String by) {
        String hungry = ground.queues.keys().queue(MAIL) + ":hungry";
        assertThat(ground.send(Command.ZCARD, hungry)).as(by).hasToString("0");
        ground.send(Command.ZADD, hungry, "1", "here");
    }

    @Test
    void areSweptByTheHighestTermOnly() {
        assertThat(await(ground.upkeep.sweep(MAIL, 7))).isPresent();
        assertThat(await(ground.upkeep.sweep(MAIL, 6))).isEmpty();
        assertThat(await(ground.upkeep.sweep(MAIL, 8))).isPresent();
    }

    @Test
    void aWordThatComesAfterTheLeaseEndedCountsForNothing() {
        ground.submit(job("a"));
        JobClaim claim = ground.claim(1).getFirst().claim();
        ground.pass(60_000);
        ground.sweep();

        assertThat(ground.settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.STALE);
        assertThat(ground.settle(new Settlement.Release(claim, 0))).isEqualTo(Settled.STALE);
        assertThat(ground.claim(1).getFirst().failures()).isZero();
    }

    @Test
    void aJobThatDiedWithItsWorkersWasNotGivenUpByThem() {
        ground.configure("max_recoveries", "0");
        ground.submit(job("a"));
        JobClaim claim = ground.claim(1).getFirst().claim();
        ground.pass(60_000);
        ground.sweep();

        assertThat(ground.state("a")).isEqualTo(JobState.DEAD);
        assertThat(ground.settle(new Settlement.Bury(claim, "no use", Settlement.Cause.UNRECOVERABLE)))
                .isEqualTo(Settled.STALE);
    }
}
