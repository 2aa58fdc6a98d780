package dev.hub.core.job;

import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flows over queues that are on several primaries, one of which is away for a while. */
class FarFlowClusterIT {
    private static final QueueName MAIL = JobGround.MAIL;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFlowGoesOnWhenThePrimaryOfAChildIsBack(Engine engine) {
        try (ClusterSetup cluster = ClusterSetup.start(engine);
                JobGround ground = JobGround.unclocked(cluster.url(), "t:")) {
            QueueName video = onOtherPrimary(cluster);
            FlowCourier courier = new FlowCourier(ground.queues, (queue, stopped) -> {});
            JobIntake intake = new JobIntake(ground.store, courier);
            submit(intake, "first", video);
            work(ground, video, "v-first");
            Awaitility.await().until(() -> ground.start(1).equals(List.of("first")));

            ServerProcess primary = cluster.primaryOf(cluster.slotOf(key(video)));
            primary.pause();
            submit(intake, "second", video);
            primary.resume();

            Awaitility.await().ignoreExceptions().until(() -> {
                await(courier.deliver(MAIL));
                return await(ground.reads.get(video, "v-second")).state() == JobState.READY;
            });
            work(ground, video, "v-second");
            Awaitility.await().until(() -> ground.start(1).equals(List.of("second")));
            assertThat(ground.faults()).isEmpty();
        }
    }

    private static void submit(JobIntake intake, String id, QueueName video) {
        NewJob flow = NewJob.of(id, Payload.NULL)
                .after(List.of(NewJob.of("v-" + id, Payload.NULL).at(video)));
        assertThat(await(intake.submit(MAIL, List.of(flow)))).containsExactly(new Submitted(Outcome.TAKEN, id));
    }

    /** The word is brought as soon as the job is done. */
    private static void work(JobGround ground, QueueName queue, String id) {
        ClaimedJob job = await(ground.store.work(queue, "here", Work.claiming(new Taker("w", 1))))
                .claimed()
                .getFirst();
        assertThat(job.claim().id()).isEqualTo(id);
        await(ground.store.work(queue, "here", Work.settling(List.of(new Settlement.Done(job.claim(), Payload.NULL)))));
    }

    private static String key(QueueName queue) {
        return "t:{q:" + queue + "}";
    }

    private static QueueName onOtherPrimary(ClusterSetup cluster) {
        ServerProcess own = cluster.primaryOf(cluster.slotOf(key(MAIL)));
        for (int i = 0; ; i++) {
            QueueName queue = new QueueName("video" + i);
            if (!cluster.primaryOf(cluster.slotOf(key(queue))).equals(own)) {
                return queue;
            }
        }
    }
}
