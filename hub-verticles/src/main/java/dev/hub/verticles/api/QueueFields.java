package dev.hub.verticles.api;

import dev.hub.core.bus.QueueCommand.ConfigureGroup;
import dev.hub.core.bus.QueueCommand.Purge;
import dev.hub.core.job.GroupChange;
import dev.hub.core.job.GroupSettings;
import dev.hub.core.job.JobState;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.job.QueueSettings.Capacity;
import dev.hub.core.job.QueueSettings.Keep;
import dev.hub.core.job.QueueSettings.Overflow;
import dev.hub.core.job.QueueSettings.Rate;
import dev.hub.core.job.QueueSettings.Retention;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what operators ask of queues, and tells what these are set to. Unknown settings are refused: one that is misspelt
 * would be believed in.
 */
final class QueueFields {
    private static final List<String> SETTINGS = List.of(
            "queue",
            "lease_ms",
            "max_recoveries",
            "concurrency",
            "rate",
            "group",
            "aging_ms",
            "max_size",
            "overflow",
            "spill_to",
            "events",
            "retention");

    private static final List<String> GROUP_LIMITS = List.of("concurrency", "rate");
    private static final List<String> STATES = List.of("done", "dead", "cancelled", "expired");
    private static final List<String> KEEP = List.of("age_ms", "count");

    private static final int MANY = 1_000_000;
    private static final long DAY = 86_400_000;

    private QueueFields() {}

    /**
     * Settings to be changed.
     *
     * @param fields those that are given
     */
    record Change(QueueName queue, ApiFields fields) {
        /** The settings are only asked for. */
        boolean isNone() {
            return fields.names().equals(Set.of("queue"));
        }

        /** All settings, where the fields say nothing as {@code former} has them. */
        QueueSettings applyTo(QueueSettings former) {
            return ControlFields.checked(() -> settings(fields, former));
        }
    }

    /** Settings, each of which is given, or not, or null. */
    private record Given(ApiFields fields, boolean isReset) {
        Given(ApiFields fields) {
            this(fields, false);
        }

        /** Where nothing is given: as before, or where null is, here or around it, as by default. */
        <T> T standing(String name, T former, T usual) {
            return isReset || fields.isNull(name) ? usual : former;
        }

        long number(String name, long former, long usual, long min, long max) {
            return fields.integer(name, standing(name, former, usual), min, max);
        }

        int small(String name, int former, int usual, int min, int max) {
            return (int) number(name, former, usual, min, max);
        }

        Given object(String name, List<String> known) {
            return fields.object(name)
                    .map(inner -> {
                        requireKnown(inner, known);
                        return new Given(inner);
                    })
                    .orElseGet(() -> new Given(ApiFields.NONE, isReset || fields.isNull(name)));
        }
    }

    static Change change(ApiFields fields) {
        requireKnown(fields, SETTINGS);
        return new Change(JobNames.queue(fields), fields);
    }

    private static void requireKnown(ApiFields fields, List<String> known) {
        for (String name : fields.names()) {
            if (!known.contains(name)) {
                throw fields.refusal(
                        name.length() > 60 ? name.substring(0, 60) + "…" : name,
                        "is no setting, there are " + String.join(", ", known));
            }
        }
    }

    /** What is not given is as before, and what is null as it is by default. */
    private static QueueSettings settings(ApiFields fields, QueueSettings former) {
        Given given = new Given(fields);
        QueueSettings usual = QueueSettings.DEFAULTS;
        Given group = given.object("group", GROUP_LIMITS);
        return new QueueSettings(
                given.number("lease_ms", former.leaseMillis(), usual.leaseMillis(), 100, DAY),
                given.small("max_recoveries", former.maxRecoveries(), usual.maxRecoveries(), 0, 1_000),
                given.small("concurrency", former.concurrency(), usual.concurrency(), 0, MANY),
                rate(given, former.rate()),
                group.small("concurrency", former.groupConcurrency(), usual.groupConcurrency(), 0, MANY),
                rate(group, former.groupRate()),
                given.number("aging_ms", former.agingMillis(), usual.agingMillis(), 0, DAY),
                capacity(given, former.capacity()),
                given.small("events", former.events(), usual.events(), 0, MANY),
                retention(given.object("retention", STATES), former.retention()));
    }

    private static Rate rate(Given given, Rate former) {
        Given rate = given.object("rate", List.of("limit", "period_ms"));
        return new Rate(
                rate.small("limit", former.limit(), Rate.NONE.limit(), 0, MANY),
                rate.number("period_ms", former.periodMillis(), Rate.NONE.periodMillis(), 1, DAY));
    }

    /** A queue that does not spill any more forgets where to. */
    private static Capacity capacity(Given given, Capacity former) {
        ApiFields fields = given.fields();
        Capacity usual = QueueSettings.DEFAULTS.capacity();
        Overflow overflow = JobSubmission.word(
                fields, "overflow", Overflow.class, given.standing("overflow", former.overflow(), usual.overflow()));
        String spillTo = fields.raw("spill_to").isEmpty() && overflow == Overflow.SPILL
                ? former.spillTo()
                : fields.string("spill_to");
        if (overflow == Overflow.SPILL && !QueueName.faultOf(spillTo).isEmpty()) {
            throw fields.refusal("spill_to", "must be the name of a queue, for overflow spill");
        }
        return new Capacity(
                given.small("max_size", former.maxSize(), usual.maxSize(), 0, 100_000_000), overflow, spillTo);
    }

    private static Retention retention(Given given, Retention former) {
        Retention usual = Retention.DEFAULTS;
        return new Retention(
                keep(given.object("done", KEEP), former.done(), usual.done()),
                keep(given.object("dead", KEEP), former.dead(), usual.dead()),
                keep(given.object("cancelled", KEEP), former.cancelled(), usual.cancelled()),
                keep(given.object("expired", KEEP), former.expired(), usual.expired()));
    }

    private static Keep keep(Given given, Keep former, Keep usual) {
        return new Keep(
                given.number("age_ms", former.millis(), usual.millis(), 0, 10 * 366 * DAY),
                given.small("count", former.count(), usual.count(), 0, 10_000_000));
    }

    static ConfigureGroup group(ApiFields fields) {
        requireKnown(fields, List.of("queue", "group", "weight", "concurrency", "paused"));
        String group = JobNames.text(fields, "group", NewJob.MAX_ID);
        if (group.isEmpty()) {
            throw ApiFields.badRequest("group is required");
        }
        GroupSettings usual = GroupSettings.DEFAULTS;
        return new ConfigureGroup(
                JobNames.queue(fields),
                group,
                new GroupChange(
                        fields.raw("weight").map(given -> (int) fields.integer("weight", usual.weight(), 1, 1_000)),
                        fields.raw("concurrency")
                                .map(given -> (int) fields.integer("concurrency", usual.concurrency(), -1, MANY)),
                        fields.raw("paused").map(given -> fields.truth("paused", usual.paused()))));
    }

    static Purge purge(ApiFields fields) {
        List<String> words = fields.strings("states");
        if (words.isEmpty()) {
            throw ApiFields.badRequest("states is required");
        }
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        words.forEach(word -> states.add(JobNames.state(fields, "states", word)));
        if (states.contains(JobState.ACTIVE)) {
            throw ApiFields.badRequest("states must not hold active: cancel jobs that run");
        }
        return new Purge(JobNames.queue(fields), states);
    }

    static JsonObject encode(GroupSettings group) {
        return new JsonObject()
                .put("weight", group.weight())
                .put("concurrency", group.concurrency())
                .put("paused", group.paused());
    }

    static JsonObject encode(QueueSettings settings) {
        Capacity capacity = settings.capacity();
        JsonObject json = new JsonObject()
                .put("lease_ms", settings.leaseMillis())
                .put("max_recoveries", settings.maxRecoveries())
                .put("concurrency", settings.concurrency())
                .put("rate", encode(settings.rate()))
                .put(
                        "group",
                        new JsonObject()
                                .put("concurrency", settings.groupConcurrency())
                                .put("rate", encode(settings.groupRate())))
                .put("aging_ms", settings.agingMillis())
                .put("max_size", capacity.maxSize())
                .put("overflow", capacity.overflow().word());
        if (!capacity.spillTo().isEmpty()) {
            json.put("spill_to", capacity.spillTo());
        }
        return json.put("events", settings.events())
                .put(
                        "retention",
                        new JsonObject()
                                .put("done", encode(settings.retention().done()))
                                .put("dead", encode(settings.retention().dead()))
                                .put("cancelled", encode(settings.retention().cancelled()))
                                .put("expired", encode(settings.retention().expired())));
    }

    private static JsonObject encode(Rate rate) {
        return new JsonObject().put("limit", rate.limit()).put("period_ms", rate.periodMillis());
    }

    private static JsonObject encode(Keep keep) {
        return new JsonObject().put("age_ms", keep.millis()).put("count", keep.count());
    }
}
