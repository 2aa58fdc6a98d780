package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubJobs;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.verticles.Instance;
import dev.hub.verticles.leader.LeaderVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An instance that takes jobs and has them done. */
final class JobInstance implements AutoCloseable {
    /** Workers that are gone are given up soon, and an instance that stops waits for little. */
    static final JobsConfig QUICK = JobsConfig.defaults().withTimes(Duration.ofMillis(200), Duration.ofMillis(300));

    private static final QueueName WARM_UP = new QueueName("warm-up");
    private static final LeaderTerms TERMS = new LeaderTerms(Duration.ofSeconds(2), Duration.ofMillis(200));

    final Instance instance;
    final HubJobs jobs;
    final JobVerticle verticle;

    private JobInstance(Instance instance, JobVerticle verticle) {
        this.instance = instance;
        this.jobs = instance.client().jobs();
        this.verticle = verticle;
    }

    static JobInstance start(String url, String prefix, JobsConfig config) {
        String uid = UUID.randomUUID().toString();
        Instance instance = Instance.start("one", url, prefix);
        instance.deploy(new LeaderVerticle(uid, instance.access(), instance.bus(), instance.meters(), TERMS));
        JobResources resources =
                new JobResources(uid, instance.access(), instance.bus(), instance.meters(), JobInstance::quietVertx);
        JobVerticle verticle = new JobVerticle(resources, config);
        instance.deploy(verticle);
        instance.deploy(new QueueVerticle(instance.access(), instance.bus(), instance.meters(), config));
        JobInstance started = new JobInstance(instance, verticle);
        Awaitility.await().ignoreExceptions().until(() -> {
            get(started.jobs.submit(WARM_UP, "nothing", Payload.NULL));
            started.configure(WARM_UP, QueueSettings.DEFAULTS);
            return true;
        });
        return started;
    }

    /** Gives a queue settings. */
    void configure(QueueName queue, QueueSettings settings) {
        get(instance.bus().request(Addresses.QUEUES, new QueueCommand.Configure(queue, settings), QueueSettings.class));
    }

    /** Its jobs are leased for so long. */
    void lease(QueueName queue, Duration time) {
        configure(queue, Map.of("lease_ms", Long.toString(time.toMillis())));
    }

    /** Gives a queue these settings, and the others as they are by default. */
    void configure(QueueName queue, Map<String, String> settings) {
        Map<String, String> fields = new HashMap<>(QueueSettings.DEFAULTS.encode());
        fields.putAll(settings);
        configure(queue, QueueSettings.decode(fields));
    }

    /** No event loop of it does anything until {@code over}. */
    void stall(CountDownLatch over) {
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        CountDownLatch stalled = new CountDownLatch(loops);
        for (int i = 0; i < loops; i++) {
            ((VertxInternal) instance.vertx()).createEventLoopContext().runOnContext(begin -> {
                stalled.countDown();
                hold(over);
            });
        }
        hold(stalled);
    }

    private static void hold(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("held for too long");
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static Vertx quietVertx() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }

    @Override
    public void close() {
        instance.close();
    }
}
