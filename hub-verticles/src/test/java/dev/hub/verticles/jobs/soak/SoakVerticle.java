package dev.hub.verticles.jobs.soak;

import dev.hub.core.bus.Employment;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.QueueName;
import dev.hub.verticles.jobs.soak.judge.EndJudge;
import dev.hub.verticles.loss.scene.Stage;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Works on jobs of a soak inside a hub; some of them take longer than a lease. */
public final class SoakVerticle extends VerticleBase {
    private static final int AT_A_TIME = 8;
    private static final int LONG_ONE_IN = 100;
    private static final Duration LONG = Duration.ofSeconds(2);

    @Override
    public Future<?> start() {
        Employment employment = HubClient.of(vertx)
                .jobs()
                .work(
                        new QueueName(SoakPlan.QUEUE),
                        JobWorkerOptions.STANDARD.named(EndJudge.INSIDE).with(AT_A_TIME),
                        JobHandler.blocking(SoakVerticle::work));
        return employment.ready();
    }

    private static Payload work(JobContext job) {
        boolean isLong = Math.floorMod(job.job().claim().hashCode(), LONG_ONE_IN) == 0;
        Stage.elapse(isLong ? LONG : Duration.ofMillis(10));
        JsonObject result = new JsonObject()
                .put("by", EndJudge.INSIDE)
                .put("epoch", job.job().claim().epoch());
        return Payload.ofJson(result.encode());
    }
}
