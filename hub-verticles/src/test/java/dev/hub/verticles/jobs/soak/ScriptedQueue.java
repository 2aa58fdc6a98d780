package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.Line;
import dev.hub.verticles.jobs.soak.client.Refusal;
import dev.hub.verticles.jobs.soak.judge.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a few lines that keeps everything in memory and breaks one promise now and then, to see that the soak finds it.
 * The third of every ten answers is lost.
 */
final class ScriptedQueue implements Access {
    private static final int SINS_EVERY = 10;
    private static final long NAP_MILLIS = 10;
    private static final long LONG_MILLIS = 300;

    private final Sin sin;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Set<Job> open = new LinkedHashSet<>();
    private final InstantSource clock = InstantSource.system();
    private long lease;
    private int groupLimit;
    private int calls;
    private int occasions;

    /** What it does wrong, and what that has to be found as. */
    enum Sin {
        NONE(null),
        FORGETS(Kind.LOST),
        LEAVES_OPEN(Kind.UNFINISHED),
        SHOWS_TWICE(Kind.IN_TWO_STATES),
        MAKES_UP(Kind.UNASKED),
        IGNORES_EPOCHS(Kind.STALE_ACCEPTED),
        REPEATS(Kind.COMPLETED_TWICE),
        STARTS_UNCOUNTED(Kind.HANDED_OUT_TWICE),
        COUNTS_BACK(Kind.EPOCH_FELL),
        REVIVES(Kind.STARTED_AFTER_END),
        OUTLASTS(Kind.STARTED_AFTER_END),
        TELLS_OTHERWISE(Kind.CONTRADICTED),
        COUNTS_MORE(Kind.MISCOUNTED),
        MIXES_UP(Kind.MIXED_UP),
        IGNORES_KEYS(Kind.TOO_MANY_OF_A_KEY),
        FORGETS_THE_LAST(Kind.LAST_OF_KEY_LOST),
        IGNORES_GROUPS(Kind.TOO_MANY_OF_A_GROUP),
        HURRIES_PARENTS(Kind.PARENT_TOO_EARLY),
        DENIES(Kind.REFUSED);

        final @Nullable Kind found;

        Sin(@Nullable Kind found) {
            this.found = found;
        }
    }

    private static final class Job {
        private final String id;
        private final JsonObject wish;
        private final long submittedAt;
        private final List<Job> children = new ArrayList<>();
        private JsonObject data;
        private JsonObject result = new JsonObject();
        private String state = "ready";
        private String lastWord = "";
        private long due;
        private long ttl;
        private long epoch;
        private int failures;
        private long claimedAt;
        private long leaseUntil;
        private long endedAt;

        private Job(JsonObject wish, long now) {
            this.id = wish.getString("id");
            this.wish = wish;
            this.data = wish.getJsonObject("data");
            this.submittedAt = now;
            this.due = now + wish.getLong("delay_ms", 0L);
            this.ttl = wish.getLong("ttl_ms", 0L);
        }

        private boolean isOver() {
            return endedAt > 0;
        }

        private boolean isActive() {
            return state.equals("active");
        }

        private String group() {
            return wish.getString("group", "");
        }

        private String key() {
            return wish.getJsonObject("dedup", new JsonObject()).getString("id", "");
        }

        private void end(String how, long now) {
            state = how;
            endedAt = now;
        }

        private JsonObject shown(String as) {
            return new JsonObject()
                    .put("id", id)
                    .put("state", as)
                    .put("epoch", epoch)
                    .put("failures", failures)
                    .put("submitted_at", submittedAt)
                    .put("claimed_at", claimedAt)
                    .put("ended_at", endedAt)
                    .put("group", group())
                    .put("dedup", key())
                    .put("data", data)
                    .put("result", result);
        }
    }

    ScriptedQueue(Sin sin) {
        this.sin = sin;
    }

    @Override
    public Lines open(Vertx vertx) {
        return random -> (method, body, patience) -> {
            Promise<JsonObject> answer = Promise.promise();
            boolean isNap = method.equals("job_claim") && !hasReady();
            vertx.setTimer(isNap ? NAP_MILLIS : 1, now -> answer.handle(call(method, body)));
            return answer.future();
        };
    }

    private boolean sins(Sin kind) {
        return sin == kind && ++occasions % SINS_EVERY == 0;
    }

    private long now() {
        return clock.millis();
    }

    private Future<JsonObject> call(String method, JsonObject body) {
        Future<JsonObject> answer = answer(method, body);
        boolean isLost = !method.equals("job_claim") && ++calls % 10 == 3;
        return isLost ? Future.failedFuture("the answer was lost") : answer;
    }

    private Future<JsonObject> answer(String method, JsonObject body) {
        return switch (method) {
            case "queue_config" -> configure(body);
            case "job_submit" -> Future.succeededFuture(submit(body));
            case "job_submit_many" -> {
                JsonArray all = new JsonArray();
                body.getJsonArray("jobs").forEach(job -> all.add(submit((JsonObject) job)));
                yield Future.succeededFuture(new JsonObject().put("jobs", all));
            }
            case "job_claim" -> Future.succeededFuture(claim(body.getInteger("max")));
            case "job_complete", "job_fail", "job_release", "job_extend" -> work(method, body);
            case "job_cancel" -> Future.succeededFuture(cancel(body));
            case "job_retry" -> Future.succeededFuture(retry(body));
            case "queue_stats" -> Future.succeededFuture(stats());
            case "job_list" -> Future.succeededFuture(list(body.getString("state")));
            default -> Line.result(new JsonObject());
        };
    }

    private Future<JsonObject> configure(JsonObject body) {
        lease = body.getLong("lease_ms");
        groupLimit = body.getJsonObject("group").getInteger("concurrency");
        return Future.succeededFuture(new JsonObject());
    }

    // ---- submitting

    private JsonObject submit(JsonObject wish) {
        String id = wish.getString("id");
        if (jobs.containsKey(id)) {
            return said("known", id);
        }
        if (sins(Sin.DENIES)) {
            return said("closed", id);
        }
        if (sins(Sin.FORGETS)) {
            return said("taken", id);
        }
        Job job = new Job(wish.copy(), now());
        JsonObject inTheWay = job.key().isEmpty() ? null : deduplicate(job);
        if (inTheWay != null) {
            return inTheWay;
        }
        add(job);
        if (sins(Sin.MIXES_UP)) {
            job.data = job.data.copy().put("id", "another");
        }
        for (Object child : wish.getJsonArray("children", new JsonArray())) {
            Job before = new Job((JsonObject) child, now());
            add(before);
            job.children.add(before);
        }
        if (sins(Sin.MAKES_UP)) {
            add(new Job(wish.copy().put("id", "ghost-" + id), now()));
        }
        return said("taken", id);
    }

    private static JsonObject said(String outcome, String id) {
        return new JsonObject().put("outcome", outcome).put("id", id);
    }

    private @Nullable JsonObject deduplicate(Job job) {
        if (sin == Sin.IGNORES_KEYS) {
            job.due = now() + LONG_MILLIS;
            return null;
        }
        boolean keepsLast = job.wish.getJsonObject("dedup").getString("mode").equals("keep_last");
        for (Job other : open) {
            if (!other.isOver() && other.key().equals(job.key()) && !(keepsLast && other.isActive())) {
                if (!keepsLast) {
                    return said("duplicate", other.id);
                }
                if (sin != Sin.FORGETS_THE_LAST) {
                    other.data = job.data;
                }
                return said("replaced", other.id);
            }
        }
        return null;
    }

    // ---- working

    private boolean mayStart(Job job) {
        boolean mayByGroup = job.group().isEmpty()
                || sin == Sin.IGNORES_GROUPS
                || open.stream()
                                .filter(other ->
                                        other.isActive() && other.group().equals(job.group()))
                                .count()
                        < groupLimit;
        boolean mayByChildren =
                sin == Sin.HURRIES_PARENTS || job.children.stream().allMatch(Job::isOver);
        boolean mayByKey = job.key().isEmpty()
                || sin == Sin.IGNORES_KEYS
                || open.stream()
                        .noneMatch(other -> other.isActive() && other.key().equals(job.key()));
        return job.state.equals("ready") && job.due <= now() && mayByGroup && mayByChildren && mayByKey;
    }

    private boolean hasReady() {
        recover();
        return open.stream().anyMatch(this::mayStart);
    }

    private void recover() {
        for (Job job : open) {
            if (job.isActive() && job.leaseUntil < now()) {
                job.state = "ready";
                if (sins(Sin.STARTS_UNCOUNTED)) {
                    job.epoch -= 1;
                } else if (sins(Sin.COUNTS_BACK)) {
                    job.epoch -= 2;
                }
            }
            boolean isLate = job.ttl > 0 && job.state.equals("ready") && job.submittedAt + job.ttl <= now();
            if (isLate && sin != Sin.OUTLASTS) {
                job.end("expired", now());
            }
            boolean isHopeless = job.children.stream().anyMatch(each -> each.state.equals("dead"));
            if (isHopeless && !job.isOver()) {
                job.end("dead", now());
            }
        }
        open.removeIf(Job::isOver);
    }

    private void add(Job job) {
        jobs.put(job.id, job);
        open.add(job);
    }

    private JsonObject claim(int most) {
        recover();
        JsonArray given = new JsonArray();
        for (Job job : open) {
            if (given.size() == most) {
                break;
            }
            if (mayStart(job) && sins(Sin.LEAVES_OPEN)) {
                job.due = Long.MAX_VALUE;
            }
            if (mayStart(job)) {
                job.state = "active";
                job.epoch++;
                job.claimedAt = now();
                job.leaseUntil = job.claimedAt + lease;
                given.add(new JsonObject()
                        .put("id", job.id)
                        .put("epoch", job.epoch)
                        .put("lease_ms", lease)
                        .put("lease_until", job.leaseUntil)
                        .put("data", job.data));
            }
        }
        return new JsonObject().put("jobs", given);
    }

    private Future<JsonObject> work(String method, JsonObject body) {
        Job job = jobs.get(body.getString("id"));
        if (job == null) {
            return refusal();
        }
        long epoch = body.getLong("epoch");
        if (!job.isActive() || job.epoch != epoch) {
            boolean isRepeated = job.epoch == epoch && job.lastWord.equals(method + epoch);
            return isRepeated || sin == Sin.IGNORES_EPOCHS ? Future.succeededFuture(new JsonObject()) : refusal();
        }
        if (method.equals("job_extend")) {
            job.leaseUntil = now() + lease;
            return Future.succeededFuture(new JsonObject().put("lease_until", job.leaseUntil));
        }
        job.lastWord = method + epoch;
        switch (method) {
            case "job_complete" -> {
                job.result = body.getJsonObject("result");
                job.failures += sins(Sin.COUNTS_MORE) ? 1 : 0;
                if (sins(Sin.REPEATS)) {
                    job.state = "ready";
                } else {
                    job.end("done", now());
                }
            }
            case "job_fail" -> {
                job.failures++;
                if (job.failures == 3 || !body.getBoolean("retry", true)) {
                    job.end("dead", now());
                } else {
                    job.state = "ready";
                }
            }
            default -> job.state = "ready";
        }
        return Future.succeededFuture(new JsonObject());
    }

    private static Future<JsonObject> refusal() {
        return Future.failedFuture(new Refusal(120, "stale epoch"));
    }

    // ---- looking after

    private List<Job> named(JsonObject body) {
        return body.getJsonArray("ids").stream()
                .map(jobs::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private JsonObject cancel(JsonObject body) {
        JsonArray cancelled = new JsonArray();
        for (Job job : named(body)) {
            if (!job.isOver() || sin == Sin.REVIVES) {
                cancelled.add(job.id);
                if (sin == Sin.REVIVES) {
                    reopen(job);
                } else {
                    job.end("cancelled", now());
                }
            }
        }
        return new JsonObject().put("cancelled", cancelled);
    }

    private void reopen(Job job) {
        job.state = "ready";
        job.endedAt = 0;
        job.failures = 0;
        job.ttl = 0;
        open.add(job);
    }

    private JsonObject retry(JsonObject body) {
        JsonArray retried = new JsonArray();
        for (Job job : named(body)) {
            if (job.isOver() && !job.state.equals("done")) {
                retried.add(job.id);
                reopen(job);
            }
        }
        return new JsonObject().put("retried", retried);
    }

    private JsonObject stats() {
        recover();
        return new JsonObject().put("depth", new JsonObject().put("ready", open.size()));
    }

    private JsonObject list(String state) {
        JsonArray shown = new JsonArray();
        for (Job job : jobs.values()) {
            boolean isShown = job.state.equals(state);
            if (isShown && state.equals("done") && sins(Sin.TELLS_OTHERWISE)) {
                shown.add(job.shown("dead"));
            } else if (isShown || (state.equals("dead") && job.state.equals("done") && sins(Sin.SHOWS_TWICE))) {
                shown.add(job.shown(state));
            }
        }
        return new JsonObject().put("jobs", shown);
    }
}
