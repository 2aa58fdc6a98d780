package dev.hub.verticles.jobs;

import dev.hub.core.bus.Employment;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.HubJobs;
import dev.hub.core.bus.JobCommand.ListJobs;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobState;
import dev.hub.core.job.NewJob;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import dev.hub.verticles.job.JobResources;
import dev.hub.verticles.job.JobVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** By its API for verticles beside it: what an application has that embeds it. */
final class ClientQueue extends HubQueue {
    private static final ListJobs ACTIVE = new ListJobs(QUEUE, JobState.ACTIVE, "", "", 1, false);

    private final HubJobs jobs;

    ClientQueue(String url, Retained retained) {
        super(url, retained);
        HubBus bus = HubBus.install(vertx, 1);
        ValkeyAccess access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.DEFAULT, new Keyspace(PREFIX));
        JobResources resources =
                new JobResources("bench", access, bus, new SimpleMeterRegistry(), ClientQueue::quietVertx);
        Instance.get(vertx.deployVerticle(new JobVerticle(resources, JobsConfig.defaults())));
        jobs = HubClient.of(vertx).jobs();
        Awaitility.await().ignoreExceptions().until(() -> Instance.get(jobs.list(ACTIVE)) != null);
    }

    private static Vertx quietVertx() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }

    @Override
    Future<?> submit(List<NewJob> some) {
        return jobs.submit(QUEUE, some);
    }

    @Override
    Future<Worker> employ(int concurrency, Consumer<Payload> onStart) {
        Employment employment = jobs.work(QUEUE, JobWorkerOptions.STANDARD.with(concurrency), JobHandler.async(job -> {
            onStart.accept(job.data());
            return Future.succeededFuture(Payload.NULL);
        }));
        return employment.ready().map(ready -> employment::drain);
    }
}
