package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Claimed;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An instance whose way to the server is cut while its verticles work on jobs, and another one beside it. */
@ExtendWith(SharedServers.Provider.class)
class JobFaultsIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorkerOptions ONE = JobWorkerOptions.STANDARD.with(1);
    private static final Duration PATIENCE = Duration.ofSeconds(9);
    private static final Payload HERE = Payload.ofJson("\"here\"");
    private static final Payload THERE = Payload.ofJson("\"there\"");

    private final FaultProxy proxy;
    private final JobInstance there;
    private final JobInstance here;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    JobFaultsIT(SharedServers servers) {
        String prefix = servers.prefix();
        proxy = FaultProxy.before(servers.on(Engine.VALKEY));
        there = JobInstance.start(servers.on(Engine.VALKEY).url(), prefix, JobsConfig.defaults());
        here = JobInstance.start("redis://" + proxy.address(), prefix, JobsConfig.defaults());
    }

    @AfterEach
    void stop() {
        finish.countDown();
        here.close();
        there.close();
        proxy.close();
    }

    private String workHere(Duration lease) throws InterruptedException {
        there.lease(MAIL, lease);
        get(here.jobs
                .work(MAIL, ONE, JobHandler.blocking(job -> {
                    job.onStop(stopped::countDown);
                    begun.countDown();
                    finish.await();
                    return HERE;
                }))
                .ready());
        String id = get(there.jobs.submit(MAIL, "long", Payload.NULL)).id();
        begun.await();
        return id;
    }

    private void cut() {
        proxy.refuse();
        proxy.cut();
    }

    private static String result(JobView job) {
        return job.ending().result().orElseThrow().toJson();
    }

    @Test
    void tellsAnOutcomeWhenTheWayIsOpenAgainWithinTheLease() throws InterruptedException {
        String id = workHere(Duration.ofSeconds(5));
        get(there.jobs.work(MAIL, ONE, JobHandler.blocking(job -> THERE)).ready());

        cut();
        finish.countDown();
        await().until(() -> proxy.connectionCount() == 0);
        proxy.pass();

        JobView job = get(there.jobs.await(MAIL, id, PATIENCE));
        assertThat(result(job)).isEqualTo(HERE.toJson());
        assertThat(job.counts().epoch()).isEqualTo(1);
        assertThat(stopped.getCount()).isEqualTo(1);
    }

    @Test
    void stopsAHandlerWhoseLeaseIsOverAndAnotherHasTheJobThen() throws InterruptedException {
        String id = workHere(Duration.ofMillis(400));
        get(there.jobs.work(MAIL, ONE, JobHandler.blocking(job -> THERE)).ready());

        cut();
        stopped.await();
        JobView job = get(there.jobs.await(MAIL, id, PATIENCE));
        proxy.pass();

        assertThat(result(job)).isEqualTo(THERE.toJson());
        assertThat(job.counts().epoch()).isEqualTo(2);
        assertThat(job.counts().recoveries()).isEqualTo(1);
    }

    @Test
    void givesBackWhatItWasLeasedByAnAnswerThatNeverCame() {
        there.lease(MAIL, Duration.ofMinutes(5));
        String id = get(there.jobs.submit(MAIL, "short", Payload.NULL)).id();
        proxy.blackhole(FaultProxy.Direction.TO_CLIENT);
        Claim claim = new Claim(MAIL, "nobody", "", "", 1, 0, 0);
        Future<Claimed> unanswered = here.instance.bus().request(Addresses.JOB_WORK, claim, Claimed.class);
        await().until(() -> get(there.jobs.get(MAIL, id)).state() == JobState.ACTIVE);

        proxy.cut();
        proxy.pass();
        await().until(unanswered::isComplete);
        get(here.jobs.work(MAIL, ONE, JobHandler.blocking(job -> HERE)).ready());

        JobView job = get(there.jobs.await(MAIL, id, PATIENCE));
        assertThat(unanswered.failed()).isTrue();
        assertThat(result(job)).isEqualTo(HERE.toJson());
        assertThat(job.counts().epoch()).isEqualTo(2);
        assertThat(job.counts().recoveries()).isZero();
    }

    @Test
    void doesEveryJobThoughItsConnectionsAreResetAgainAndAgain() {
        List<String> ids = new CopyOnWriteArrayList<>();
        there.lease(MAIL, Duration.ofMillis(600));
        JobWorkerOptions ten = JobWorkerOptions.STANDARD;
        get(here.jobs.work(MAIL, ten, JobHandler.blocking(job -> HERE)).ready());
        IntStream.range(0, 200)
                .forEach(i -> there.jobs.submit(MAIL, "short", Payload.NULL).onSuccess(taken -> ids.add(taken.id())));

        for (int i = 0; i < 3; i++) {
            await().until(() -> proxy.connectionCount() > 3);
            proxy.reset();
        }

        await().until(() -> ids.size() == 200);
        ids.forEach(id ->
                assertThat(result(get(there.jobs.await(MAIL, id, PATIENCE)))).isEqualTo(HERE.toJson()));
    }
}
