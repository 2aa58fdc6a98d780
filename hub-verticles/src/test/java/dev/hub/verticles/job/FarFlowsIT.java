package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobLoadCommand;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verticles of two instances do flows that are in several queues. */
@ExtendWith(SharedServers.Provider.class)
class FarFlowsIT {
    private static final QueueName TOP = new QueueName("top");
    private static final QueueName VIDEO = new QueueName("video");
    private static final QueueName SOUND = new QueueName("sound");
    private static final JobWorkerOptions TEN = JobWorkerOptions.STANDARD;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JobInstance first;
    private final JobInstance second;

    FarFlowsIT(SharedServers servers) {
        String url = servers.on(Engine.VALKEY).url();
        String prefix = servers.prefix();
        first = JobInstance.start(url, prefix, JobInstance.QUICK);
        second = JobInstance.start(url, prefix, JobInstance.QUICK);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static Payload number(int i) {
        return Payload.ofJson(Integer.toString(i));
    }

    private static NewJob parent(String id) {
        return NewJob.of(id, Payload.NULL)
                .after(List.of(
                        NewJob.of(id + "-v", number(1)).at(VIDEO),
                        NewJob.of(id + "-s", number(2))
                                .at(SOUND)
                                .after(List.of(NewJob.of(id + "-n", number(3)).at(VIDEO)))));
    }

    private static void work(JobInstance instance, QueueName queue, JobHandler handler) {
        get(instance.jobs.work(queue, TEN, handler).ready());
    }

    @Test
    void makeTheirResultOfWhatChildrenInOtherQueuesGave() {
        work(first, VIDEO, JobHandler.blocking(job -> job.data()));
        work(second, SOUND, JobHandler.blocking(job -> job.data()));
        work(
                second,
                TOP,
                JobHandler.async(job -> job.children()
                        .map(children -> Payload.ofJson(children.stream()
                                .map(child -> child.result().orElseThrow().toJson())
                                .collect(Collectors.joining(",", "[", "]"))))));

        List<NewJob> flows =
                IntStream.range(0, 20).mapToObj(i -> parent("p" + i)).toList();
        get(first.jobs.submit(TOP, flows))
                .forEach(taken -> assertThat(taken.isTaken()).isTrue());

        flows.forEach(flow -> {
            JobView ended = get(first.jobs.await(TOP, flow.id(), PATIENCE));
            assertThat(ended.ending().result().orElseThrow().toJson()).isEqualTo("[1,2]");
        });
        assertThat(submitted(TOP)).isEqualTo(20);
        assertThat(submitted(VIDEO)).as("counted where they came").isEqualTo(40);
    }

    private long submitted(QueueName queue) {
        return get(first.instance
                        .bus()
                        .request(Addresses.JOB_LOAD, new JobLoadCommand.Report(queue.value()), JobLoad.class))
                .of(queue)
                .orElseThrow()
                .minute()
                .counts()
                .of(JobFact.SUBMITTED);
    }

    @Test
    void stopAHandlerInAnotherQueueWhenTheParentOfItsJobIsCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        work(second, VIDEO, JobHandler.blocking(job -> {
            job.onStop(stopped::countDown);
            begun.countDown();
            new CountDownLatch(1).await();
            return Payload.NULL;
        }));
        get(first.jobs.submit(
                TOP,
                NewJob.of("p", Payload.NULL)
                        .after(List.of(NewJob.of("v", Payload.NULL).at(VIDEO)))));
        begun.await();

        get(first.jobs.cancel(TOP, List.of("p"), "not needed"));

        stopped.await();
        assertThat(get(first.jobs.get(VIDEO, "v")).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void areRefusedWithTheNameOfTheQueueThatHasNoRoom() {
        get(first.instance.bus().request(Addresses.QUEUES, new QueueCommand.Drain(SOUND), QueueStats.class));

        assertThatThrownBy(() -> get(second.jobs.submit(TOP, parent("p"))))
                .hasMessageContaining("queue full: sound is drained");
        assertThatThrownBy(() -> get(second.jobs.get(TOP, "p"))).hasMessageContaining("unknown job");
    }
}
