package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.HubJobs;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.QueueName;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.verticles.Instance;
import dev.hub.verticles.leader.LeaderVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;

/** An instance that takes jobs and has them done. */
final class JobInstance implements AutoCloseable {
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
        JobInstance started = new JobInstance(instance, verticle);
        Awaitility.await().ignoreExceptions().until(() -> {
            get(started.jobs.submit(WARM_UP, "nothing", Payload.NULL));
            return true;
        });
        return started;
    }

    private static Vertx quietVertx() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }

    @Override
    public void close() {
        instance.close();
    }
}
