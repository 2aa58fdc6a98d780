package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that verticles whose handlers take little time take ahead. */
@ExtendWith(SharedServers.Provider.class)
class JobPrefetchIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorkerOptions ONE = JobWorkerOptions.STANDARD.with(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final JobInstance first;
    private final JobInstance second;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Promise<Payload> hanging = Promise.promise();

    JobPrefetchIT(SharedServers servers) {
        String url = servers.on(Engine.VALKEY).url();
        String prefix = servers.prefix();
        first = JobInstance.start(url, prefix, JobInstance.QUICK);
        second = JobInstance.start(url, prefix, JobInstance.QUICK);
    }

    @AfterEach
    void stop() {
        hanging.tryComplete(Payload.NULL);
        first.close();
        second.close();
    }

    private Future<Payload> note(JobContext job) {
        seen.add(job.job().claim().id());
        return job.job().claim().id().equals("hanging") ? hanging.future() : Future.succeededFuture(Payload.NULL);
    }

    private void work(JobInstance instance) {
        get(instance.jobs.work(MAIL, ONE, JobHandler.async(this::note)).ready());
    }

    private static List<NewJob> jobs(String name, int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(i -> NewJob.of(name + i, Payload.NULL))
                .toList();
    }

    private void submit(List<NewJob> jobs) {
        for (int from = 0; from < jobs.size(); from += 500) {
            get(first.jobs.submit(MAIL, jobs.subList(from, Math.min(jobs.size(), from + 500))));
        }
    }

    private void warmUp() {
        submit(jobs("warm-up-", 1_000));
        await().atMost(PATIENCE).until(() -> seen.size() == 1_000);
        seen.clear();
    }

    private JobView job(String id) {
        return get(first.jobs.get(MAIL, id));
    }

    @Test
    void goToAnotherInstanceWhenAHandlerHangs() {
        work(first);
        warmUp();
        get(first.jobs.submit(
                MAIL,
                IntStream.rangeClosed(0, 20)
                        .mapToObj(i -> NewJob.of(i == 0 ? "hanging" : "next-" + i, Payload.NULL))
                        .toList()));
        await().until(() -> seen.contains("hanging"));

        work(second);

        await().atMost(PATIENCE).until(() -> seen.size() == 21);
        assertThat(seen.subList(1, 21))
                .containsExactlyElementsOf(
                        jobs("next-", 20).stream().map(NewJob::id).toList());
        await().until(() -> job("next-20").state() == JobState.DONE);
        assertThat(job("hanging").state()).isEqualTo(JobState.ACTIVE);
        assertThat(job("next-1").counts().epoch()).isEqualTo(2);
        assertThat(job("next-1").counts().failures()).isZero();
        assertThat(job("next-1").counts().recoveries()).isZero();
    }

    @Test
    void areDoneOnceWhenTheirInstanceStopsBeforeItBeginsWithThem() {
        work(first);
        warmUp();
        List<NewJob> jobs = jobs("a", 3_000);
        submit(jobs);
        await().atMost(PATIENCE).until(() -> seen.size() > 500);

        get(first.verticle.drain());

        work(second);
        await().atMost(PATIENCE).until(() -> seen.size() >= 3_000);
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(NewJob::id).toList());
    }

    @Test
    void keepToTheLimitOfTheirGroup() {
        Map<String, String> settings = new HashMap<>(QueueSettings.DEFAULTS.encode());
        settings.put("group_concurrency", "1");
        first.configure(MAIL, QueueSettings.decode(settings));
        work(first);
        warmUp();
        Map<String, AtomicInteger> atATime = new ConcurrentHashMap<>();
        List<String> tooMany = new CopyOnWriteArrayList<>();
        JobHandler watching = JobHandler.blocking(job -> {
            String group = job.data().toJson();
            AtomicInteger running = atATime.computeIfAbsent(group, one -> new AtomicInteger());
            if (running.incrementAndGet() > 1) {
                tooMany.add(group);
            }
            Thread.yield();
            running.decrementAndGet();
            seen.add(job.job().claim().id());
            return Payload.NULL;
        });
        QueueName groups = new QueueName("groups");
        first.configure(groups, QueueSettings.decode(settings));
        get(first.jobs.work(groups, JobWorkerOptions.STANDARD, watching).ready());
        get(second.jobs.work(groups, JobWorkerOptions.STANDARD, watching).ready());

        get(first.jobs.submit(
                groups,
                IntStream.range(0, 900)
                        .mapToObj(i -> NewJob.of("g" + i, Payload.ofJson(Integer.toString(i % 3)))
                                .in("group-" + i % 3))
                        .toList()));

        await().atMost(PATIENCE).until(() -> seen.size() == 900);
        assertThat(tooMany).isEmpty();
    }

    @Test
    void startAtOnceThoughWorkersAskAheadOfBeingWoken() {
        work(first);
        work(second);
        warmUp();

        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            JobInstance instance = i % 3 == 0 ? second : first;
            String id = get(instance.jobs.submit(MAIL, "send", Payload.NULL)).id();
            assertThat(get(instance.jobs.await(MAIL, id, PATIENCE)).state()).isEqualTo(JobState.DONE);
        }

        // A lost wake costs up to a second.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }
}
