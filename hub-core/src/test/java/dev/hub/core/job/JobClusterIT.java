package dev.hub.core.job;

import static dev.hub.core.job.JobGround.MAIL;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SlotMove;
import dev.hub.core.valkey.ValkeyException;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that belongs to a queue lies in one slot, and goes with it as a whole. */
class JobClusterIT {
    private static final Taker WORKER = new Taker("w", 2);

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aQueueRefusesWhileItsSlotMovesAndIsWholeAfterwards(Engine engine) {
        try (ClusterSetup cluster = ClusterSetup.start(engine);
                JobGround ground = JobGround.unclocked(cluster.url(), "t:")) {
            submit(ground, 0, 50);
            ClaimedJob held = claim(ground).getFirst();
            int slot = cluster.slotOf("t:{q:mail}");
            ServerProcess from = cluster.primaryOf(slot);
            ServerProcess to = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);

            SlotMove move = cluster.beginMove(slot, from, to);
            refusesAll(ground, held);
            for (int i = 0; i < 3; i++) {
                move.migrateSome(7);
                refusesAll(ground, held);
            }
            move.migrateKeys();
            move.finish();

            Awaitility.await().ignoreExceptions().until(() -> {
                submit(ground, 50, 51);
                return true;
            });
            assertThat(settle(ground, held)).isEqualTo(Settled.DONE);
            assertThat(ground.faults()).isEmpty();
            assertThat(await(ground.ops.stats(MAIL)).depth())
                    .containsEntry(JobState.READY, 49L)
                    .containsEntry(JobState.ACTIVE, 1L)
                    .containsEntry(JobState.DONE, 1L);
        }
    }

    private static void refusesAll(JobGround ground, ClaimedJob held) {
        assertThatThrownBy(() -> submit(ground, 60, 61)).hasCauseInstanceOf(ValkeyException.class);
        assertThatThrownBy(() -> claim(ground)).hasCauseInstanceOf(ValkeyException.class);
        assertThatThrownBy(() -> settle(ground, held)).hasCauseInstanceOf(ValkeyException.class);
    }

    private static void submit(JobGround ground, int from, int to) {
        List<NewJob> jobs = IntStream.range(from, to)
                .mapToObj(i -> NewJob.of("job" + i, Payload.ofJson("1")))
                .toList();
        await(ground.store.submit(MAIL, jobs));
    }

    private static List<ClaimedJob> claim(JobGround ground) {
        return await(ground.store.work(MAIL, "here", Work.claiming(WORKER))).claimed();
    }

    private static Settled settle(JobGround ground, ClaimedJob job) {
        Settlement done = new Settlement.Done(job.claim(), Payload.NULL);
        return await(ground.store.work(MAIL, "here", Work.settling(List.of(done))))
                .settled()
                .getFirst();
    }
}
