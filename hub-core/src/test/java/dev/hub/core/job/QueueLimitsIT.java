package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.Submitted.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many jobs of a queue start, in which turn, and how many may wait. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(JobGrounds.class)
class QueueLimitsIT {
    private final JobGround ground;

    QueueLimitsIT(JobGround ground) {
        this.ground = ground;
    }

    private void submit(String name, int many, String group) {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            jobs.add(job(name + i).in(group));
        }
        await(ground.store.submit(MAIL, jobs));
    }

    @Test
    void soManyAreActiveAndNoMore() {
        ground.configure("concurrency", "3");
        submit("a", 5, "");
        assertThat(ground.start(9)).hasSize(3);
        assertThat(ground.start(9)).isEmpty();
        ground.complete("a0");
        ground.cancel("a1");
        assertThat(ground.start(9)).hasSize(2);
    }

    @Test
    void soManyStartInATime() {
        ground.configure("rate_limit", "7", "rate_period_ms", "1000");
        submit("a", 30, "");
        assertThat(ground.start(20)).hasSize(7);
        Worked none = ground.work(Work.claiming(new Taker("w", 20)));
        assertThat(none.claimed()).isEmpty();
        assertThat(none.moreInMillis()).isBetween(142L, 143L);
        ground.pass(none.moreInMillis());
        assertThat(ground.start(20)).hasSize(1);
        ground.pass(1_001);
        assertThat(ground.start(20)).hasSize(7);
    }

    @Test
    void soManyOfAGroupStartInATime() {
        ground.configure("group_rate_limit", "2", "group_rate_period_ms", "1000");
        submit("a", 5, "a");
        submit("b", 1, "b");
        assertThat(ground.start(20)).containsExactlyInAnyOrder("a0", "a1", "b0");
        Worked none = ground.work(Work.claiming(new Taker("w", 20)));
        assertThat(none.moreInMillis()).isEqualTo(500);
        ground.pass(500);
        assertThat(ground.start(20)).containsExactly("a2");
        ground.configure("group_rate_limit", "0");
        assertThat(ground.start(20)).containsExactly("a3", "a4");
    }

    @Test
    void soManyOfAGroupAreActive() {
        ground.configure("group_concurrency", "1");
        submit("a", 3, "a");
        submit("b", 2, "b");
        assertThat(ground.start(9)).containsExactlyInAnyOrder("a0", "b0");
        ground.complete("a0");
        assertThat(ground.start(9)).containsExactly("a1");
        await(ground.ops.configureGroup(MAIL, "a", GroupChange.to(new GroupSettings(1, 2, false))));
        assertThat(ground.start(9)).containsExactly("a2");
        assertThat(await(ground.ops.group(MAIL, "a"))).isEqualTo(new GroupSettings(1, 2, false));
        ground.configure("group_concurrency", "0");
        assertThat(ground.start(9)).containsExactly("b1");
    }

    @Test
    void groupsHaveTurnsByTheirWeight() {
        await(ground.ops.configureGroup(MAIL, "a", GroupChange.to(new GroupSettings(3, -1, false))));
        submit("a", 40, "a");
        submit("b", 40, "b");

        assertThat(ground.start(20).stream().filter(id -> id.startsWith("a"))).hasSize(15);
    }

    @Test
    void aPausedGroupWaits() {
        submit("a", 1, "a");
        await(ground.ops.configureGroup(MAIL, "a", GroupChange.to(new GroupSettings(1, -1, true))));
        assertThat(ground.start(9)).isEmpty();
        await(ground.ops.configureGroup(MAIL, "a", GroupChange.to(GroupSettings.DEFAULTS)));
        assertThat(ground.start(9)).containsExactly("a0");
    }

    @Test
    void aGroupKeepsTheSettingsThatAreNotGiven() {
        submit("a", 1, "a");
        await(ground.ops.configureGroup(MAIL, "a", GroupChange.to(new GroupSettings(3, 2, true))));
        GroupChange more = new GroupChange(Optional.empty(), Optional.of(7), Optional.empty());
        assertThat(await(ground.ops.configureGroup(MAIL, "a", more))).isEqualTo(new GroupSettings(3, 7, true));
        assertThat(ground.start(9)).isEmpty();

        GroupChange going = new GroupChange(Optional.of(1), Optional.empty(), Optional.of(false));
        assertThat(await(ground.ops.configureGroup(MAIL, "a", going))).isEqualTo(new GroupSettings(1, 7, false));
        assertThat(await(ground.ops.group(MAIL, "a"))).isEqualTo(new GroupSettings(1, 7, false));
        assertThat(ground.start(9)).containsExactly("a0");
    }

    @Test
    void nothingStartsDuringAPauseAndNothingComesAfterADrain() {
        submit("a", 1, "");
        await(ground.ops.pause(MAIL));
        assertThat(ground.start(9)).isEmpty();
        assertThat(ground.stats().paused()).isTrue();
        await(ground.ops.resume(MAIL));
        await(ground.ops.drain(MAIL));
        assertThat(ground.submit(job("b")).outcome()).isEqualTo(Outcome.CLOSED);
        assertThat(ground.start(9)).containsExactly("a0");
        await(ground.ops.resume(MAIL));
        assertThat(ground.submit(job("b")).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @Test
    void aJobThatAgedComesBeforeOneOfAHigherPriority() {
        ground.configure("aging_ms", "100");
        ground.submit(job("low").with(JobStart.priority(2)));
        ground.pass(150);
        ground.submit(job("middle").with(JobStart.priority(1)));
        ground.submit(job("young"));
        ground.pass(99);
        ground.submit(job("younger"));

        assertThat(ground.start(9)).containsExactly("young", "low", "younger", "middle");
    }

    @Test
    void agingKeepsTheOrderWithinAMillisecond() {
        ground.configure("aging_ms", "100");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            submit("a" + i + "-", 900, "");
        }
        for (int i = 0; i < 4_000; i++) {
            expected.add("a" + i / 900 + "-" + i % 900);
        }
        List<String> started = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            started.addAll(ground.start(1_000));
        }

        assertThat(started).isEqualTo(expected);
    }

    @Test
    void theOldestGoesWhenTheQueueIsFull() {
        ground.configure("max_size", "2", "overflow", "drop_oldest");
        submit("a", 3, "");
        assertThat(ground.get("a0").ending().cause()).isEqualTo("overflow");
        ground.submit(job("b").in("g"));
        assertThat(ground.start(9)).containsExactlyInAnyOrder("a2", "b");
    }

    @Test
    void theOneOfTheLowestPriorityGoesWhenTheQueueIsFull() {
        ground.configure("max_size", "2", "overflow", "drop_lowest");
        ground.submit(job("low").with(JobStart.priority(9)));
        ground.submit(job("middle").with(JobStart.priority(5)));
        assertThat(ground.submit(job("lowest").with(JobStart.priority(10))).outcome())
                .isEqualTo(Outcome.FULL);
        assertThat(ground.submit(job("high")).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(ground.start(9)).containsExactly("high", "middle");
    }

    @Test
    void whatIsTooMuchGoesToAnotherQueueOnceAndForAll() {
        QueueName other = new QueueName("other");
        JobIntake intake = new JobIntake(ground.store, new FlowCourier(ground.queues, (queue, stopped) -> {}));
        ground.configure("max_size", "1", "overflow", "spill", "spill_to", "other");
        List<NewJob> jobs = List.of(job("a"), job("b"));
        assertThat(await(intake.submit(MAIL, jobs)))
                .extracting(Submitted::outcome)
                .containsExactly(Outcome.TAKEN, Outcome.SPILLED);
        ground.claim(1);
        assertThat(await(intake.submit(MAIL, jobs)))
                .extracting(Submitted::outcome)
                .containsExactly(Outcome.KNOWN, Outcome.SPILLED);

        assertThat(await(ground.store.work(other, "here", Work.claiming(new Taker("w", 9))))
                        .claimed())
                .extracting(each -> each.claim().id())
                .containsExactly("b");
        assertThat(ground.start(9)).isEmpty();
    }

    @Test
    void thousandsOfExpiredJobsAreSeenToAFewAtATime() {
        List<NewJob> jobs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            jobs.add(job("a" + i).with(new JobStart(0, 0, 0, 10)));
        }
        await(ground.store.submit(MAIL, jobs));
        await(ground.store.submit(
                MAIL,
                jobs.stream()
                        .map(each -> job(each.id() + "b").with(each.start()))
                        .toList()));
        ground.submit(job("live"));
        ground.pass(10);
        Worked first = ground.work(Work.claiming(new Taker("w", 1)));
        assertThat(first.claimed()).isEmpty();
        assertThat(first.moreInMillis()).isZero();
        HashSet<String> started = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            started.addAll(ground.start(1));
        }

        assertThat(started).containsExactly("live");
    }

    @Test
    void theirStatsTellHowTheyAre() {
        submit("a", 3, "g");
        submit("b", 2, "");
        ground.submit(job("c").with(JobStart.delay(1_000)));
        ground.pass(40);
        QueueStats stats = ground.stats();
        assertThat(stats.depth()).containsEntry(JobState.READY, 5L).containsEntry(JobState.DELAYED, 1L);
        assertThat(stats.oldestReadyMillis()).isEqualTo(40);
        assertThat(stats.groups()).isEqualTo(new QueueStats.Groups(1, 0));
        assertThat(stats.counts()).containsEntry("submitted", 6L);
    }
}
