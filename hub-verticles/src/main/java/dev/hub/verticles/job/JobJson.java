package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorkerEvent;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobChild;
import dev.hub.core.job.JobChildren;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobPage;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Jobs as JSON. Payloads, results and progress stay as they were given. */
public final class JobJson {
    private JobJson() {}

    /** The push for a client that works on jobs. */
    public static Payload push(JobWorkerEvent event) {
        JsonObject head = new JsonObject().put("queue", event.queue().value());
        Buffer json = Buffer.buffer("{\"job\":");
        switch (event) {
            case JobWorkerEvent.Jobs some -> appendAll(json, head, "jobs", some.jobs(), JobJson::append);
            case JobWorkerEvent.Stop stop ->
                json.appendString(head.put(
                                "stop",
                                new JsonObject()
                                        .put("id", stop.claim().id())
                                        .put("epoch", stop.claim().epoch())
                                        .put("reason", stop.reason().name().toLowerCase(Locale.ROOT)))
                        .encode());
        }
        return Payload.ofBytes(json.appendString("}").getBytes());
    }

    /** The answer to who asked for work. */
    public static Payload claimed(QueueName queue, List<ClaimedJob> jobs) {
        Buffer json = Buffer.buffer();
        appendAll(json, new JsonObject().put("queue", queue.value()), "jobs", jobs, JobJson::append);
        return Payload.ofBytes(json.getBytes());
    }

    /** All that is known of a job. */
    public static Payload view(JobView job) {
        Buffer json = Buffer.buffer();
        append(json, job);
        return Payload.ofBytes(json.getBytes());
    }

    /** Some jobs, and where those after them begin. */
    public static Payload page(JobPage page) {
        JsonObject head = page.next().isEmpty() ? new JsonObject() : new JsonObject().put("next", page.next());
        Buffer json = Buffer.buffer();
        appendAll(json, head, "jobs", page.jobs(), JobJson::append);
        return Payload.ofBytes(json.getBytes());
    }

    /** What became of children, and after which one the next page begins. */
    public static Payload children(JobChildren page) {
        JsonObject head = page.next() == 0 ? new JsonObject() : new JsonObject().put("next", page.next());
        Buffer json = Buffer.buffer();
        appendAll(json, head, "children", page.children(), JobJson::append);
        return Payload.ofBytes(json.getBytes());
    }

    private static void append(Buffer json, JobChild child) {
        JsonObject head = new JsonObject().put("id", child.id());
        child.queue().ifPresent(queue -> head.put("queue", queue.value()));
        putText(head, "name", child.name());
        head.put("state", child.end().map(JobState::word).orElse("open"));
        putText(head, "error", child.error());
        append(
                json,
                head,
                child.result().map(result -> Map.of("result", result)).orElse(Map.of()));
    }

    /** How a job ended, or that it did not yet. */
    public static Payload result(JobView job) {
        JsonObject head = new JsonObject()
                .put("id", job.id())
                .put("state", job.state().word())
                .put("is_over", job.state().isFinal());
        putEnding(head, job);
        Map<String, Payload> raw = new LinkedHashMap<>();
        job.ending().result().ifPresent(result -> raw.put("result", result));
        Buffer json = Buffer.buffer();
        append(json, head, raw);
        return Payload.ofBytes(json.getBytes());
    }

    /**
     * What followers are told of a job's state.
     *
     * @param withholds of a result it is only told that there is one
     */
    static Payload state(JobView job, boolean withholds) {
        JsonObject head = about(
                        "state",
                        job.queue(),
                        new JobClaim(job.id(), job.counts().epoch()))
                .put("state", job.state().word())
                .put("is_over", job.state().isFinal())
                .put("failures", job.counts().failures());
        putTime(head, "due_at", job.times().due());
        putTime(head, "ended_at", job.times().ended());
        putEnding(head, job);
        Map<String, Payload> raw = new LinkedHashMap<>();
        job.ending().result().ifPresent(result -> {
            if (withholds) {
                head.put("withheld", true);
            } else {
                raw.put("result", result);
            }
        });
        Buffer json = Buffer.buffer();
        append(json, head, raw);
        return Payload.ofBytes(json.getBytes());
    }

    /** What followers are told of how far it is. */
    static Payload progress(QueueName queue, JobClaim claim, Payload progress) {
        Buffer json = Buffer.buffer();
        append(json, about("progress", queue, claim), Map.of("progress", progress));
        return Payload.ofBytes(json.getBytes());
    }

    /** What followers are told of its log, which now has {@code total} lines. */
    static Payload log(QueueName queue, JobClaim claim, List<String> lines, long total) {
        return Payload.ofJson(about("log", queue, claim)
                .put("lines", new JsonArray(lines))
                .put("total", total)
                .encode());
    }

    private static JsonObject about(String type, QueueName queue, JobClaim claim) {
        return new JsonObject()
                .put("type", type)
                .put("queue", queue.value())
                .put("id", claim.id())
                .put("epoch", claim.epoch());
    }

    private static void append(Buffer json, ClaimedJob job) {
        JobSpec spec = job.spec();
        JsonObject head = new JsonObject()
                .put("id", job.claim().id())
                .put("name", spec.name())
                .put("epoch", job.claim().epoch())
                .put("attempt", job.failures() + 1)
                .put("attempts", spec.attempts())
                .put("lease_ms", job.leaseMillis())
                .put("lease_until", job.leaseEndMillis())
                .put("submitted_at", job.submittedMillis());
        putTime(head, "attempt_until", job.attemptEndMillis());
        append(json, head, Map.of("data", job.data()));
    }

    private static void append(Buffer json, JobView job) {
        JsonObject head = new JsonObject()
                .put("queue", job.queue().value())
                .put("id", job.id())
                .put("name", job.spec().name())
                .put("state", job.state().word())
                .put("priority", job.priority());
        putText(head, "group", job.group());
        putSpec(head, job.spec());
        putCounts(head, job);
        putTimes(head, job.times());
        putText(head, "worker", job.holder().worker());
        putText(head, "node", job.holder().node());
        putEnding(head, job);
        putText(head, "dedup", job.dedup());
        putText(head, "parent", job.parent().id());
        job.parent().queue().ifPresent(queue -> head.put("parent_queue", queue.value()));
        if (!job.children().isEmpty()) {
            JsonObject children = new JsonObject();
            new TreeMap<>(job.children()).forEach(children::put);
            head.put("children", children);
        }
        Map<String, Payload> raw = new LinkedHashMap<>();
        if (job.unreadable().isEmpty() || !job.data().equals(Payload.NULL)) {
            raw.put("data", job.data());
        }
        job.progress().ifPresent(progress -> raw.put("progress", progress));
        job.ending().result().ifPresent(result -> raw.put("result", result));
        append(json, head, raw);
    }

    private static void putSpec(JsonObject json, JobSpec spec) {
        Backoff backoff = spec.backoff();
        json.put("attempts", spec.attempts())
                .put(
                        "backoff",
                        new JsonObject()
                                .put("type", backoff.type().name().toLowerCase(Locale.ROOT))
                                .put("delay_ms", backoff.delayMillis())
                                .put("max_delay_ms", backoff.maxDelayMillis())
                                .put("jitter", backoff.jitter()))
                .put("timeout_ms", spec.timeoutMillis())
                .put("keep_log", spec.keepLog());
    }

    private static void putCounts(JsonObject json, JobView job) {
        json.put("epoch", job.counts().epoch())
                .put("failures", job.counts().failures())
                .put("recoveries", job.counts().recoveries())
                .put("log_lines", job.counts().logLines());
    }

    private static void putTimes(JsonObject json, JobView.Times times) {
        putTime(json, "submitted_at", times.submitted());
        putTime(json, "ready_since", times.readySince());
        putTime(json, "due_at", times.due());
        putTime(json, "claimed_at", times.claimed());
        putTime(json, "lease_until", times.leaseEnd());
        putTime(json, "expires_at", times.expires());
        putTime(json, "ended_at", times.ended());
    }

    private static void putEnding(JsonObject json, JobView job) {
        putText(json, "cause", job.ending().cause());
        putText(json, "error", job.ending().error());
        putText(json, "unreadable", job.unreadable());
    }

    private static void putTime(JsonObject json, String name, long time) {
        if (time != 0) {
            json.put(name, time);
        }
    }

    private static void putText(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }

    /** The fields of {@code head} and then a list of that name. */
    private static <T> void appendAll(
            Buffer json, JsonObject head, String name, List<T> jobs, BiConsumer<Buffer, T> append) {
        String opened = head.encode();
        json.appendString(opened.substring(0, opened.length() - 1)).appendString(head.isEmpty() ? "" : ",");
        json.appendString("\"" + name + "\":[");
        for (int i = 0; i < jobs.size(); i++) {
            if (i > 0) {
                json.appendString(",");
            }
            append.accept(json, jobs.get(i));
        }
        json.appendString("]}");
    }

    /** The fields of {@code head}, which is not empty, and then those of {@code raw}. */
    private static void append(Buffer json, JsonObject head, Map<String, Payload> raw) {
        String opened = head.encode();
        json.appendString(opened.substring(0, opened.length() - 1));
        raw.forEach((name, value) -> json.appendString(",\"" + name + "\":").appendBytes(value.bytes()));
        json.appendString("}");
    }
}
