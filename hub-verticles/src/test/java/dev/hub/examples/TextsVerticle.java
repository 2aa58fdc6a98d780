package dev.hub.examples;

import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Works on the jobs of queue {@code texts}. */
public final class TextsVerticle extends VerticleBase {
    @Override
    public Future<?> start() {
        return HubClient.of(vertx)
                .jobs()
                .work(new QueueName("texts"), JobWorkerOptions.STANDARD, JobHandler.blocking(TextsVerticle::work))
                .ready();
    }

    /** On a virtual thread. What it returns is the job's result, what it throws a failed attempt. */
    private static Payload work(JobContext job) {
        String text = new JsonObject(job.data().toJson()).getString("text");
        job.progress(Payload.ofJson("0.5"));
        return Payload.ofJson(
                new JsonObject().put("text", text.toUpperCase(Locale.ROOT)).encode());
    }
}
