package dev.hub.core.schedule;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.QueueName;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A schedule as the fields of a hash, listed in {@code lua/schedule_fire.lua}. */
final class ScheduleFields {
    static final String CRON = "cron";
    static final String ZONE = "tz";
    static final String EVERY = "every";
    static final String NEXT = "nx";
    static final String REVISION = "rv";
    private static final String START = "start";
    private static final String END = "end";
    private static final String OVERLAP = "ov";
    private static final String CATCH_UP = "cu";
    private static final String CATCH_UP_MAX = "cm";
    private static final String LIMIT = "lm";
    private static final String SOURCE = "js";

    /** What is to be known to find out which ticks are due. */
    static final List<String> FOR_TICKS =
            List.of(CRON, ZONE, EVERY, START, END, OVERLAP, CATCH_UP, CATCH_UP_MAX, LIMIT, REVISION, NEXT);

    private final Map<String, Response> values = new HashMap<>();

    /** Names and values, one after the other. */
    ScheduleFields(Response flat) {
        for (int i = 0; i < flat.size(); i += 2) {
            values.put(flat.get(i).toString(), flat.get(i + 1));
        }
    }

    static Map<String, Object> encode(Schedule schedule, byte[] source) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (schedule.ticks().timing()) {
            case CronTiming timing -> {
                fields.put(CRON, timing.cron().text());
                fields.put(ZONE, timing.zone().getId());
            }
            case Interval interval -> fields.put(EVERY, interval.everyMillis());
        }
        fields.put(START, schedule.ticks().startMillis());
        fields.put(END, schedule.ticks().endMillis());
        fields.put(OVERLAP, schedule.overlap().word());
        fields.put(CATCH_UP, schedule.catchUp().policy().word());
        fields.put(CATCH_UP_MAX, schedule.catchUp().max());
        fields.put(LIMIT, schedule.limit());
        fields.put(SOURCE, source);
        return fields;
    }

    private String text(String name) {
        Response value = values.get(name);
        return value == null ? "" : value.toString();
    }

    private long number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    String revision() {
        return text(REVISION);
    }

    OptionalLong next() {
        return text(NEXT).isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(NEXT));
    }

    Schedule schedule(QueueName queue, String id) {
        long start = number(START);
        Timing timing = values.containsKey(CRON)
                ? new CronTiming(CronExpression.parse(text(CRON)), CronTiming.zone(text(ZONE)))
                : new Interval(number(EVERY), start);
        CatchUp catchUp = new CatchUp(CatchUp.Policy.of(text(CATCH_UP)), (int) number(CATCH_UP_MAX));
        Ticks ticks = new Ticks(timing, start, number(END));
        return new Schedule(new ScheduleId(id), queue, ticks, Overlap.of(text(OVERLAP)), catchUp, number(LIMIT));
    }

    ScheduleView view(QueueName queue, String id, JobCipher cipher) {
        Response source = values.get(SOURCE);
        byte[] job = source == null ? "{}".getBytes(StandardCharsets.UTF_8) : source.toBytes();
        Schedule schedule = schedule(queue, id);
        return new ScheduleView(
                schedule,
                readable(cipher.open(queue, job)),
                text("pz").equals("1"),
                upcoming(schedule),
                number("fd"),
                number("sk"),
                text("h").lines().map(ScheduleFields::firing).toList(),
                revision());
    }

    /** Null where it cannot be decrypted: the schedule can still be seen, put anew and deleted. */
    private static Payload readable(JobCipher.Opened job) {
        return switch (job) {
            case JobCipher.Opened.Plain plain -> plain.payload();
            case JobCipher.Opened.Unreadable broken -> Payload.NULL;
        };
    }

    private List<Long> upcoming(Schedule schedule) {
        List<Long> ticks = new ArrayList<>();
        long left = schedule.limit() > 0 ? schedule.limit() - number("fd") : ScheduleView.UPCOMING;
        OptionalLong tick = next();
        while (tick.isPresent() && ticks.size() < Math.min(left, ScheduleView.UPCOMING)) {
            ticks.add(tick.getAsLong());
            tick = schedule.ticks().after(tick.getAsLong());
        }
        return ticks;
    }

    private static Firing firing(String line) {
        String[] words = line.split(" ", 4);
        return firing(words[0], words[1], words[2], words[3]);
    }

    static Firing firing(String tick, String at, String outcome, String job) {
        return new Firing(Long.parseLong(tick), Long.parseLong(at), Firing.Outcome.of(outcome), job);
    }
}
