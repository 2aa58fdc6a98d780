package dev.hub.verticles.launch;

import dev.hub.core.bus.Employment;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;

/** Works on jobs of the queue {@code held}: says in which process, and the first time holds each for as long as it says. */
public final class HoldingVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        Employment work = HubClient.of(vertx)
                .jobs()
                .work(new QueueName("held"), JobWorkerOptions.STANDARD, JobHandler.blocking(HoldingVerticle::hold));
        return work.ready();
    }

    private static Payload hold(JobContext job) throws Exception {
        long pid = ProcessHandle.current().pid();
        job.progress(Payload.ofJson(Long.toString(pid)))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        if (job.job().claim().epoch() == 1) {
            Thread.sleep(new JsonObject(job.data().toJson()).getLong("hold"));
        }
        return Payload.ofJson(Long.toString(pid));
    }
}
