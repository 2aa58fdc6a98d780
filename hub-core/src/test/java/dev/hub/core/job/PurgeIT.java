package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.job.JobGround.job;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.Submitted.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that are thrown away by their states, a few at a time. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(JobGrounds.class)
class PurgeIT {
    private static final int STEPS = Integer.getInteger("hub.jobs.steps", 250);

    private final JobGround ground;
    private final QueueOps slow;

    PurgeIT(JobGround ground) {
        this.ground = ground;
        slow = new QueueOps(ground.queues, 3);
    }

    @Test
    void takesWhatIsInTheQueueNowAndNothingThatComesLater() {
        for (int i = 0; i < 4; i++) {
            ground.submit(job("a" + i));
            ground.submit(job("g" + i).in("g"));
            ground.submit(job("d" + i).with(JobStart.delay(50)));
        }
        PurgeStep first = await(slow.purge(MAIL, Set.of(JobState.READY, JobState.DELAYED)));
        assertThat(first.purged()).isEqualTo(3);
        assertThat(first.left()).isPositive();
        ground.pass(100);
        ground.submit(job("later"));
        ground.submit(job("later in g").in("g"));

        assertThat(ground.sweep().isPurging()).isTrue();
        long purged = 3;
        for (PurgeStep step = first; step.left() > 0; purged += step.purged()) {
            step = await(slow.continuePurge(MAIL));
        }
        assertThat(purged).isEqualTo(12);
        assertThat(ground.sweep().isPurging()).isFalse();
        assertThat(ground.start(10)).containsExactlyInAnyOrder("later", "later in g");
        assertThat(ground.stats().counts()).containsEntry("purged", 12L);
    }

    @Test
    void releasesDeduplicationKeys() {
        ground.submit(job("a", Dedup.Mode.SIMPLE, 0));
        ground.submit(job("other").with(JobStart.priority(1)));
        QueueOps slowest = new QueueOps(ground.queues, 0);
        await(slowest.purge(MAIL, Set.of(JobState.READY)));

        assertThat(ground.submit(job("b", Dedup.Mode.SIMPLE, 0)).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(ground.purge()).isEqualTo(1);
        assertThat(ground.start(10)).containsExactly("b");
    }

    @Test
    void letsAFollowerGoOnWhenTheJobBeforeItIsThrownAway() {
        ground.submit(job("a", Dedup.Mode.KEEP_LAST, 0));
        ground.claim(1);
        ground.submit(job("b", Dedup.Mode.KEEP_LAST, 0));
        ground.settle(new Settlement.Retry(new JobClaim("a", 1), "failed", 100));
        assertThat(ground.purge(JobState.DELAYED)).isEqualTo(1);

        assertThat(ground.start(10)).containsExactly("b");
    }

    @Test
    void countsForAParentAsIfItsChildHadBeenCancelled() {
        ground.submit(job("parent").after(List.of(job("child"), job("sibling").in("g"))));
        ground.purge(JobState.READY);

        assertThat(ground.get("parent").ending().error()).contains("is cancelled");
        assertThat(ground.stats().depth().get(JobState.DEAD)).isEqualTo(1);
    }

    @Test
    void cancelsTheChildrenOfAParent() {
        ground.submit(job("parent").after(List.of(job("child"))));
        ground.purge(JobState.BLOCKED);

        assertThat(ground.get("child").ending().cause()).isEqualTo("parent");
    }

    @Test
    void leavesEverythingInOrderWhateverHappensMeanwhile() {
        Random random = new Random(Long.getLong("hub.jobs.seed", 6L));
        RandomJobs some = new RandomJobs(random);
        List<String> ids = new ArrayList<>(List.of("nobody"));
        List<JobClaim> claims = new ArrayList<>();
        ground.configure("keep_done", "5", "group_concurrency", "2", "max_size", "40", "overflow", "drop_oldest");
        for (int i = 0; i < STEPS; i++) {
            ground.pass(random.nextInt(120));
            String id = ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> {
                    NewJob job = random.nextInt(4) == 0 ? some.flow(2) : some.single(() -> id);
                    ids.add(ground.submit(job).id());
                }
                case 3, 4 -> {
                    List<Settlement> settlements = claims.stream()
                            .filter(claim -> random.nextInt(4) == 0)
                            .map(some::settlement)
                            .toList();
                    Worked worked = ground.work(new Work(settlements, List.of(new Taker("w", 3)), 500, false));
                    worked.claimed().forEach(each -> claims.add(each.claim()));
                    claims.subList(0, Math.max(0, claims.size() - 20)).clear();
                }
                case 5 -> ground.sweep();
                case 6 -> ground.cancel(id);
                case 7 -> ground.retry(id);
                default -> {
                    JobState state = JobState.values()[random.nextInt(JobState.values().length)];
                    await(random.nextBoolean() ? slow.continuePurge(MAIL) : slow.purge(MAIL, Set.of(state)));
                }
            }
            assertThat(ground.faults()).as("step " + i).isEmpty();
        }
        ground.purge();
    }
}
