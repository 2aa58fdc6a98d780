package dev.hub.verticles.api;

import dev.hub.core.bus.QueueCommand.ConfigureGroup;
import dev.hub.core.bus.QueueCommand.Purge;
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
import java.util.Optional;
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

    private static final int MANY = 1_000_000;

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

    private static QueueSettings settings(ApiFields fields, QueueSettings former) {
        Optional<ApiFields> group = fields.object("group");
        group.ifPresent(given -> requireKnown(given, List.of("concurrency", "rate")));
        return new QueueSettings(
                fields.integer("lease_ms", former.leaseMillis(), 100, 86_400_000),
                (int) fields.integer("max_recoveries", former.maxRecoveries(), 0, 1_000),
                (int) fields.integer("concurrency", former.concurrency(), 0, MANY),
                rate(fields, former.rate()),
                group.map(given -> (int) given.integer("concurrency", former.groupConcurrency(), 0, MANY))
                        .orElse(former.groupConcurrency()),
                group.map(given -> rate(given, former.groupRate())).orElse(former.groupRate()),
                fields.integer("aging_ms", former.agingMillis(), 0, 86_400_000),
                capacity(fields, former.capacity()),
                (int) fields.integer("events", former.events(), 0, MANY),
                fields.object("retention")
                        .map(given -> retention(given, former.retention()))
                        .orElse(former.retention()));
    }

    private static Rate rate(ApiFields fields, Rate former) {
        return fields.object("rate")
                .map(given -> {
                    requireKnown(given, List.of("limit", "period_ms"));
                    return new Rate(
                            (int) given.integer("limit", former.limit(), 0, MANY),
                            given.integer("period_ms", former.periodMillis(), 1, 86_400_000));
                })
                .orElse(former);
    }

    /** A queue that does not spill any more forgets where to. */
    private static Capacity capacity(ApiFields fields, Capacity former) {
        Overflow overflow = JobSubmission.word(fields, "overflow", Overflow.class, former.overflow());
        String spillTo = fields.value("spill_to") == null && overflow == Overflow.SPILL
                ? former.spillTo()
                : fields.string("spill_to");
        if (overflow == Overflow.SPILL && !QueueName.faultOf(spillTo).isEmpty()) {
            throw fields.refusal("spill_to", "must be the name of a queue, for overflow spill");
        }
        return new Capacity((int) fields.integer("max_size", former.maxSize(), 0, 100_000_000), overflow, spillTo);
    }

    private static Retention retention(ApiFields fields, Retention former) {
        requireKnown(fields, List.of("done", "dead", "cancelled", "expired"));
        return new Retention(
                keep(fields, "done", former.done()),
                keep(fields, "dead", former.dead()),
                keep(fields, "cancelled", former.cancelled()),
                keep(fields, "expired", former.expired()));
    }

    private static Keep keep(ApiFields fields, String state, Keep former) {
        return fields.object(state)
                .map(given -> {
                    requireKnown(given, List.of("age_ms", "count"));
                    return new Keep(given.integer("age_ms", former.millis(), 0, 10 * 366 * 86_400_000L), (int)
                            given.integer("count", former.count(), 0, 10_000_000));
                })
                .orElse(former);
    }

    /** Of a group all settings are given at once; those that are not are the usual ones. */
    static ConfigureGroup group(ApiFields fields) {
        String group = JobNames.text(fields, "group", NewJob.MAX_ID);
        if (group.isEmpty()) {
            throw ApiFields.badRequest("group is required");
        }
        GroupSettings standard = GroupSettings.DEFAULTS;
        return new ConfigureGroup(
                JobNames.queue(fields),
                group,
                new GroupSettings(
                        (int) fields.integer("weight", standard.weight(), 1, 1_000),
                        (int) fields.integer("concurrency", standard.concurrency(), -1, MANY),
                        fields.truth("paused")));
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
