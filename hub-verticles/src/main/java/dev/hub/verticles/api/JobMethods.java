package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobCommand.Await;
import dev.hub.core.bus.JobCommand.Cancel;
import dev.hub.core.bus.JobCommand.Changed;
import dev.hub.core.bus.JobCommand.Children;
import dev.hub.core.bus.JobCommand.Events;
import dev.hub.core.bus.JobCommand.Get;
import dev.hub.core.bus.JobCommand.ListJobs;
import dev.hub.core.bus.JobCommand.LogLines;
import dev.hub.core.bus.JobCommand.ReadEvents;
import dev.hub.core.bus.JobCommand.ReadLog;
import dev.hub.core.bus.JobCommand.Remove;
import dev.hub.core.bus.JobCommand.Retry;
import dev.hub.core.bus.JobCommand.Submit;
import dev.hub.core.bus.JobCommand.Taken;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobChildren;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.JobPage;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobView;
import dev.hub.core.job.Submitted;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.api.JobFields.OfJobs;
import dev.hub.verticles.api.JobFields.Retrial;
import dev.hub.verticles.job.JobJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Jobs, for those who have them done: over HTTP, on the event bus, and for clients by rpc. */
final class JobMethods {
    private final HubBus bus;
    private final JobFields fields;

    JobMethods(HubBus bus, JobIds newIds, JobLimits limits) {
        this.bus = bus;
        this.fields = new JobFields(newIds, limits);
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("job_submit", fields::submit, this::submit),
                ApiMethod.of("job_submit_many", fields::submitMany, this::submitMany),
                ApiMethod.ofJson("job_get", fields::get, this::get),
                ApiMethod.ofJson("job_list", fields::list, this::list),
                ApiMethod.ofJson("job_children", fields::children, this::children),
                ApiMethod.of("job_log_list", fields::readLog, this::readLog),
                ApiMethod.of("job_cancel", fields::cancel, this::cancel),
                ApiMethod.of("job_retry", fields::retry, this::retry),
                ApiMethod.of("job_remove", fields::remove, this::remove),
                ApiMethod.ofJson("job_result", fields::await, this::await),
                ApiMethod.of("job_events", fields::events, this::events));
    }

    private <T> Future<T> ask(JobCommand command, Class<T> answer) {
        return bus.request(Addresses.JOBS, command, answer);
    }

    private Future<JsonObject> submit(Submit request) {
        return ask(request, Taken.class).map(taken -> {
            Submitted only = taken.jobs().getFirst();
            only.refusal(request.queue()).ifPresent(refusal -> {
                throw refusal;
            });
            return encode(only);
        });
    }

    private Future<JsonObject> submitMany(Submit request) {
        return ask(request, Taken.class).map(taken -> {
            JsonArray jobs = new JsonArray();
            taken.jobs()
                    .forEach(each -> jobs.add(
                            each.refusal(request.queue()).map(ApiMethods::error).orElseGet(() -> encode(each))));
            return new JsonObject().put("jobs", jobs);
        });
    }

    private static JsonObject encode(Submitted job) {
        return new JsonObject()
                .put("id", job.id())
                .put("outcome", job.outcome().name().toLowerCase(Locale.ROOT));
    }

    private Future<Payload> get(Get request) {
        return ask(request, JobView.class).map(JobJson::view);
    }

    private Future<Payload> list(ListJobs request) {
        return ask(request, JobPage.class).map(JobJson::page);
    }

    private Future<Payload> children(Children request) {
        return ask(request, JobChildren.class).map(JobJson::children);
    }

    private Future<JsonObject> readLog(ReadLog request) {
        return ask(request, LogLines.class).map(log -> {
            JsonArray lines = new JsonArray();
            log.lines()
                    .forEach(each -> lines.add(
                            new JsonObject().put("at", each.timeMillis()).put("text", each.text())));
            return new JsonObject().put("lines", lines).put("total", log.total());
        });
    }

    private Future<JsonObject> cancel(OfJobs<Cancel> request) {
        return ask(request.command(), Changed.class).map(changed -> encode("cancelled", changed, request.isOne()));
    }

    private Future<JsonObject> remove(OfJobs<Remove> request) {
        return ask(request.command(), Changed.class).map(changed -> encode("removed", changed, request.isOne()));
    }

    private Future<JsonObject> retry(Retrial request) {
        return spec(request)
                .compose(spec -> ask(new Retry(request.queue(), request.ids(), spec, request.data()), Changed.class))
                .map(changed -> encode("retried", changed, request.isOne()));
    }

    /** Options that are not given stay as they are. */
    private Future<Optional<JobSpec>> spec(Retrial request) {
        return request.options()
                .map(options -> ask(new Get(request.queue(), request.ids().getFirst()), JobView.class)
                        .map(job -> Optional.of(JobSubmission.spec(options, job.spec()))))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** Who names one job is refused when there is none. */
    private static JsonObject encode(String verb, Changed changed, boolean isOne) {
        if (isOne && !changed.unknown().isEmpty()) {
            throw HubException.of(ErrorCode.UNKNOWN_JOB);
        }
        JsonObject json = new JsonObject().put(verb, new JsonArray(changed.ids()));
        if (!changed.unknown().isEmpty()) {
            json.put("unknown", new JsonArray(changed.unknown()));
        }
        return changed.others().isEmpty() ? json : json.put("unchanged", new JsonArray(changed.others()));
    }

    private Future<JsonObject> events(ReadEvents request) {
        Duration patience = Duration.ofMillis(request.waitMillis());
        return bus.request(Addresses.JOBS, request, Events.class, patience).map(read -> {
            JsonArray events = new JsonArray();
            read.events().forEach(each -> events.add(encode(each)));
            return new JsonObject().put("events", events);
        });
    }

    private static JsonObject encode(JobEvent event) {
        JsonObject json = new JsonObject()
                .put("offset", event.offset())
                .put("at", event.millis())
                .put("what", event.what())
                .put("id", event.id())
                .put("epoch", event.epoch());
        return event.detail().isEmpty() ? json : json.put("detail", event.detail());
    }

    private Future<Payload> await(Await request) {
        Duration patience = Duration.ofMillis(request.waitMillis());
        return bus.request(Addresses.JOBS, request, JobView.class, patience).map(JobJson::result);
    }
}
