package dev.hub.verticles.api;

import dev.hub.core.bus.JobCommand.Submit;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.Dedup;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobStart;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the jobs of one submission. No id may stand twice in it: a job can come before itself in no way.
 */
final class JobSubmission {
    /** So deep is a flow at most: a job, its children, theirs …. */
    static final int MAX_DEPTH = 10;

    private static final List<String> OF_JOB = List.of(
            "queue",
            "id",
            "name",
            "data",
            "priority",
            "delay_ms",
            "run_at",
            "ttl_ms",
            "attempts",
            "backoff",
            "timeout_ms",
            "dedup",
            "group",
            "follow",
            "keep_log",
            "children",
            "on_failure");

    private final JobIds newIds;
    private final JobLimits limits;
    private final Set<String> ids = new HashSet<>();
    private int jobs;

    private JobSubmission(JobIds newIds, JobLimits limits) {
        this.newIds = newIds;
        this.limits = limits;
    }

    /** Reads the one job, with all that come before it, that {@code fields} describe. */
    static Submit one(ApiFields fields, JobIds newIds, JobLimits limits) {
        return new Submit(JobNames.queue(fields), List.of(new JobSubmission(newIds, limits).root(fields)));
    }

    /** Reads the jobs of {@code jobs}. */
    static Submit many(ApiFields fields, JobIds newIds, JobLimits limits) {
        fields.requireKnown(List.of("queue", "jobs"));
        List<ApiFields> all = fields.objects("jobs");
        if (all.isEmpty()) {
            throw ApiFields.badRequest("jobs must be 1 to " + limits.maxJobs() + " in number, got 0");
        }
        QueueName queue = JobNames.queue(fields);
        JobSubmission submission = new JobSubmission(newIds, limits);
        return new Submit(
                queue, all.stream().map(each -> submission.root(each, queue)).toList());
    }

    private NewJob root(ApiFields fields, QueueName queue) {
        if (!queue(fields).orElse(queue).equals(queue)) {
            throw fields.refusal("queue", "is that of the call, or of children");
        }
        return root(fields);
    }

    /** Refuses what is wrong with the one job that {@code fields} describe. */
    static void check(ApiFields fields, JobIds newIds) {
        new JobSubmission(newIds, JobLimits.BACK_END).root(fields);
    }

    /** Reads the job of a schedule, which comes again and again under other ids: it has none of its own, and no time. */
    static NewJob scheduled(ApiFields fields, JobIds newIds) {
        for (String name : List.of("id", "run_at", "children", "queue")) {
            if (fields.value(name) != null) {
                throw fields.refusal(name, "is not for the job of a schedule");
            }
        }
        return new JobSubmission(newIds, JobLimits.BACK_END).root(fields);
    }

    private NewJob root(ApiFields fields) {
        if (fields.value("on_failure") != null) {
            throw fields.refusal("on_failure", "is for children");
        }
        return job(fields, 1);
    }

    private NewJob job(ApiFields fields, int depth) {
        count(fields);
        fields.requireKnown(OF_JOB);
        String id = newId(fields);
        List<ApiFields> children = fields.objects("children");
        if (!children.isEmpty() && depth == MAX_DEPTH) {
            throw fields.refusal("children", "must be nested at most " + MAX_DEPTH + " deep");
        }
        Optional<Dedup> dedup = fields.object("dedup").map(JobSubmission::dedup);
        if (dedup.isPresent() && (depth > 1 || !children.isEmpty())) {
            throw fields.refusal("dedup", "is not for jobs of a flow");
        }
        return new NewJob(
                id,
                spec(fields, JobSpec.STANDARD),
                fields.raw("data").orElse(Payload.NULL),
                start(fields),
                dedup,
                JobNames.text(fields, "group", NewJob.MAX_ID),
                fields.truth("follow"),
                children.stream().map(each -> job(each, depth + 1)).toList(),
                mayFail(fields),
                depth > 1 ? queue(fields) : Optional.empty());
    }

    private void count(ApiFields fields) {
        jobs++;
        if (jobs > limits.maxJobs()) {
            throw fields.refusal("id", "is of one job too many, there must be at most " + limits.maxJobs());
        }
    }

    private String newId(ApiFields fields) {
        String id = fields.value("id") == null ? newIds.next() : JobNames.id(fields);
        if (!ids.add(id)) {
            throw fields.refusal("id", "\"" + id + "\" stands twice in the submission");
        }
        return id;
    }

    /** Where a child is done, if not where its parent is. */
    private static Optional<QueueName> queue(ApiFields fields) {
        return fields.value("queue") == null ? Optional.empty() : Optional.of(JobNames.queue(fields));
    }

    private static boolean mayFail(ApiFields fields) {
        String word = fields.string("on_failure");
        return switch (word) {
            case "", "fail" -> false;
            case "continue" -> true;
            default -> throw fields.refusal("on_failure", "must be fail or continue, got \"" + shown(word) + "\"");
        };
    }

    /** What a job is, where the fields say nothing as {@code standard} is. */
    static JobSpec spec(ApiFields fields, JobSpec standard) {
        String name = fields.value("name") == null ? standard.name() : JobNames.text(fields, "name", JobSpec.MAX_NAME);
        return new JobSpec(
                name,
                (int) fields.integer("attempts", standard.attempts(), 1, JobSpec.MAX_ATTEMPTS),
                fields.object("backoff")
                        .map(given -> backoff(given, standard.backoff()))
                        .orElse(standard.backoff()),
                fields.integer("timeout_ms", standard.timeoutMillis(), 0, JobSpec.MAX_TIMEOUT_MILLIS),
                (int) fields.integer("keep_log", standard.keepLog(), 0, JobSpec.MAX_LOG));
    }

    private static Backoff backoff(ApiFields fields, Backoff standard) {
        fields.requireKnown(List.of("type", "delay_ms", "max_delay_ms", "jitter"));
        return new Backoff(
                word(fields, "type", Backoff.Type.class, standard.type()),
                fields.integer("delay_ms", standard.delayMillis(), 0, Backoff.MAX_DELAY_MILLIS),
                fields.integer("max_delay_ms", standard.maxDelayMillis(), 0, Backoff.MAX_DELAY_MILLIS),
                fields.number("jitter", standard.jitter(), 0, 1));
    }

    private static JobStart start(ApiFields fields) {
        return new JobStart(
                (int) fields.integer("priority", 0, 0, JobStart.MAX_PRIORITY),
                fields.integer("delay_ms", 0, 0, JobStart.MAX_MILLIS),
                time(fields, "run_at"),
                fields.integer("ttl_ms", 0, 0, JobStart.MAX_MILLIS));
    }

    /** Milliseconds since 1970, or a time of RFC 3339; 0 by default. */
    static long time(ApiFields fields, String name) {
        if (!(fields.value(name) instanceof String text)) {
            return fields.integer(name, 0, 0, JobStart.MAX_RUN_AT);
        }
        long millis;
        try {
            millis = OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException strange) {
            throw fields.refusal(name, "must be ms since 1970 or a time such as 2030-01-31T08:00:00Z");
        }
        if (millis < 0 || millis > JobStart.MAX_RUN_AT) {
            throw fields.refusal(name, "must be from 1970 to 2100, got \"" + shown(text) + "\"");
        }
        return millis;
    }

    private static Dedup dedup(ApiFields fields) {
        fields.requireKnown(List.of("id", "mode", "ttl_ms"));
        String id = JobNames.text(fields, "id", Dedup.MAX_LENGTH);
        if (id.isEmpty()) {
            throw fields.refusal("id", "is required");
        }
        Dedup.Mode mode = word(fields, "mode", Dedup.Mode.class, Dedup.Mode.SIMPLE);
        long ttl = fields.integer("ttl_ms", 0, 0, Dedup.MAX_TTL_MILLIS);
        return ControlFields.checked(() -> new Dedup(id, mode, ttl));
    }

    /** One of the constants of {@code type}, written small. */
    static <E extends Enum<E>> E word(ApiFields fields, String name, Class<E> type, E standard) {
        String word = fields.string(name);
        if (word.isEmpty()) {
            return standard;
        }
        List<E> all = Arrays.asList(type.getEnumConstants());
        Optional<E> meant =
                all.stream().filter(each -> written(each).equals(word)).findFirst();
        return meant.orElseThrow(() -> fields.refusal(
                name,
                "must be one of "
                        + all.stream().map(JobSubmission::written).collect(Collectors.joining(", "))
                        + ", got \"" + shown(word) + "\""));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
