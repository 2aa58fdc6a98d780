package dev.hub.verticles.api;

import dev.hub.core.bus.ScheduleCommand.Backfill;
import dev.hub.core.bus.ScheduleCommand.ListAll;
import dev.hub.core.bus.ScheduleCommand.Put;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.CatchUp;
import dev.hub.core.schedule.CatchUp.Policy;
import dev.hub.core.schedule.CronExpression;
import dev.hub.core.schedule.CronTiming;
import dev.hub.core.schedule.Interval;
import dev.hub.core.schedule.Overlap;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.ScheduledJob;
import dev.hub.core.schedule.Ticks;
import dev.hub.core.schedule.Timing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Reads what is asked of schedules.
 *
 * @param newIds what stands for the ids of their jobs
 */
record ScheduleRequests(JobIds newIds) {
    private static final List<String> OF_SCHEDULE = List.of(
            "queue", "id", "cron", "every_ms", "tz", "start", "end", "limit", "overlap", "catch_up", "paused", "job");

    private static final String CRON = "cron";
    private static final String EVERY = "every_ms";
    private static final int STANDARD_LIMIT = 100;
    private static final int MAX_CURSOR = 200;

    /** One schedule. */
    record One(QueueName queue, ScheduleId id) {}

    One one(ApiFields fields) {
        return new One(JobNames.queue(fields), id(fields));
    }

    private static ScheduleId id(ApiFields fields) {
        String id = fields.string("id");
        return ControlFields.checked(() -> new ScheduleId(id));
    }

    /** What is asked for; to be made of the fields on another thread, for that may take long. */
    Callable<Put> put(ApiFields fields) {
        fields.requireKnown(OF_SCHEDULE);
        QueueName queue = JobNames.queue(fields);
        ScheduleId id = id(fields);
        String overlap = fields.string("overlap");
        long limit = fields.integer("limit", 0, 0, Schedule.MAX_LIMIT);
        CatchUp catchUp = catchUp(fields);
        Supplier<Ticks> ticks = ticks(fields);
        ScheduledJob job = job(fields);
        Optional<Boolean> paused =
                fields.value("paused") == null ? Optional.empty() : Optional.of(fields.truth("paused"));
        return () -> {
            Schedule schedule = ControlFields.checked(() -> new Schedule(
                    id, queue, ticks.get(), overlap.isEmpty() ? Overlap.ALLOW : Overlap.of(overlap), catchUp, limit));
            return new Put(schedule, job, paused);
        };
    }

    private ScheduledJob job(ApiFields fields) {
        ApiFields job = fields.object("job").orElseThrow(() -> ApiFields.badRequest("job is required"));
        NewJob read = JobSubmission.scheduled(job, newIds);
        Payload source = fields.raw("job").orElse(Payload.NULL);
        return ControlFields.checked(() -> new ScheduledJob(read, source));
    }

    private static Supplier<Ticks> ticks(ApiFields fields) {
        long start = JobSubmission.time(fields, "start");
        long end = JobSubmission.time(fields, "end");
        Supplier<Timing> timing = timing(fields, start);
        return () -> new Ticks(timing.get(), start, end);
    }

    private static Supplier<Timing> timing(ApiFields fields, long start) {
        boolean isCron = fields.value(CRON) != null;
        if (isCron == (fields.value(EVERY) != null)) {
            throw ApiFields.badRequest("either cron or every_ms is required");
        }
        String zone = fields.string("tz");
        if (!isCron) {
            if (!zone.isEmpty()) {
                throw ApiFields.badRequest("tz is for cron only");
            }
            long every = fields.integer(EVERY, 0, 1_000, Interval.MAX_MILLIS);
            return () -> new Interval(every, start);
        }
        String cron = fields.string(CRON);
        return () -> new CronTiming(CronExpression.parse(cron), CronTiming.zone(zone.isEmpty() ? "UTC" : zone));
    }

    /** {@code "last"}, or {@code {"policy": "all", "max": 100}}. */
    private static CatchUp catchUp(ApiFields fields) {
        if (fields.value("catch_up") instanceof String word) {
            return ControlFields.checked(() -> new CatchUp(Policy.of(word), CatchUp.STANDARD.max()));
        }
        return fields.object("catch_up")
                .map(given -> {
                    given.requireKnown(List.of("policy", "max"));
                    int max = (int) given.integer("max", CatchUp.STANDARD.max(), 1, CatchUp.MAX);
                    return new CatchUp(JobSubmission.word(given, "policy", Policy.class, Policy.LAST), max);
                })
                .orElse(CatchUp.STANDARD);
    }

    ListAll list(ApiFields fields) {
        return new ListAll(
                fields.value("queue") == null ? Optional.empty() : Optional.of(JobNames.queue(fields)),
                JobNames.text(fields, "after", MAX_CURSOR),
                (int) fields.integer("limit", STANDARD_LIMIT, 1, ListAll.MAX_LIMIT));
    }

    Backfill backfill(ApiFields fields) {
        QueueName queue = JobNames.queue(fields);
        ScheduleId id = id(fields);
        long from = JobSubmission.time(fields, "from");
        long to = JobSubmission.time(fields, "to");
        if (from == 0 || to < from) {
            throw ApiFields.badRequest("from and to are required, and to must not be before from");
        }
        return new Backfill(queue, id, from, to);
    }
}
