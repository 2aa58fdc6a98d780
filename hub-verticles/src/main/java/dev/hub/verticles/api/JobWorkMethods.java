package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Claimed;
import dev.hub.core.bus.JobWork.Extended;
import dev.hub.core.bus.JobWork.Fail;
import dev.hub.core.bus.JobWork.Failed;
import dev.hub.core.bus.JobWork.Noted;
import dev.hub.core.bus.JobWork.Release;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.api.JobWorkFields.Caller;
import dev.hub.verticles.api.JobWorkFields.Extension;
import dev.hub.verticles.job.JobJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs, for those who do them: over HTTP, on the event bus, and for clients by rpc. */
final class JobWorkMethods {
    private static final Logger LOG = LoggerFactory.getLogger(JobWorkMethods.class);

    private final HubBus bus;
    private final JobWorkFields fields;

    JobWorkMethods(HubBus bus, JobLimits limits) {
        this.bus = bus;
        this.fields = new JobWorkFields(limits.maxWait().toMillis());
    }

    /** All of them for a back end. */
    List<ApiMethod> methods() {
        return List.of(
                new ApiMethod("job_claim", request -> claim(request, Caller.BACK_END), this::handBack),
                ApiMethod.of("job_extend", fields::extend, this::extend),
                ApiMethod.of("job_progress", fields::progress, this::note),
                ApiMethod.of("job_log", fields::log, this::note),
                ApiMethod.of("job_complete", fields::complete, this::note),
                ApiMethod.of("job_fail", fields::fail, this::fail),
                ApiMethod.of("job_release", fields::release, this::note));
    }

    /** Leases jobs to {@code caller}. */
    Future<Payload> claim(ApiFields request, Caller caller) {
        Claim claim = fields.claim(request, caller);
        return bus.request(Addresses.JOB_WORK, claim, Claimed.class, Duration.ofMillis(claim.waitMillis()))
                .map(claimed -> JobJson.claimed(claim.queue(), claimed.jobs()));
    }

    /** Jobs that nobody got are for others at once, and were no recovery. */
    private void handBack(Payload claimed) {
        JsonObject json = new JsonObject(claimed.toJson());
        QueueName queue = new QueueName(json.getString("queue"));
        JsonArray jobs = json.getJsonArray("jobs");
        for (int i = 0; i < jobs.size(); i++) {
            JsonObject job = jobs.getJsonObject(i);
            JobClaim claim = new JobClaim(job.getString("id"), job.getLong("epoch"));
            bus.request(Addresses.JOB_WORK, new Release(queue, claim, 0), Noted.class)
                    .onFailure(cause -> LOG.debug("A job of {} waits for its lease to end", queue, cause));
        }
    }

    private Future<JsonObject> extend(Extension request) {
        return bus.request(Addresses.JOB_WORK, request.command(), Extended.class)
                .map(extended -> request.isOne()
                        ? end(extended.ends().getFirst())
                        : new JsonObject().put("lease_until", new JsonArray(extended.ends())));
    }

    private static JsonObject end(long millis) {
        if (millis == 0) {
            throw HubException.of(ErrorCode.STALE_EPOCH);
        }
        return new JsonObject().put("lease_until", millis);
    }

    private Future<JsonObject> note(JobWork request) {
        return bus.request(Addresses.JOB_WORK, request, Noted.class).map(noted -> new JsonObject());
    }

    private Future<JsonObject> fail(Fail request) {
        return bus.request(Addresses.JOB_WORK, request, Failed.class).map(failed -> {
            JsonObject json = new JsonObject().put("dead", failed.isDead());
            return failed.isDead() ? json : json.put("delay_ms", failed.delayMillis());
        });
    }
}
