package dev.hub.verticles.api;

import dev.hub.core.channel.Payload;
import dev.hub.core.schedule.CronTiming;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.Interval;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Schedules as JSON. Their jobs stay as they were given. */
final class ScheduleJson {
    private ScheduleJson() {}

    static Payload view(ScheduleView view) {
        Buffer json = Buffer.buffer();
        append(json, head(view), view);
        return Payload.ofBytes(json.getBytes());
    }

    static Payload made(boolean isNew, ScheduleView view) {
        Buffer json = Buffer.buffer();
        append(json, new JsonObject().put("created", isNew).mergeIn(head(view)), view);
        return Payload.ofBytes(json.getBytes());
    }

    static Payload page(List<ScheduleView> schedules, String next) {
        Buffer json = Buffer.buffer("{\"schedules\":[");
        String separator = "";
        for (ScheduleView each : schedules) {
            json.appendString(separator);
            append(json, head(each), each);
            separator = ",";
        }
        json.appendString("]");
        if (!next.isEmpty()) {
            json.appendString(",\"next\":" + Json.encode(next));
        }
        return Payload.ofBytes(json.appendString("}").getBytes());
    }

    private static void append(Buffer json, JsonObject head, ScheduleView view) {
        String opened = head.encode();
        json.appendString(opened.substring(0, opened.length() - 1))
                .appendString(",\"job\":")
                .appendBytes(view.job().bytes())
                .appendString("}");
    }

    private static JsonObject head(ScheduleView view) {
        Schedule schedule = view.schedule();
        JsonObject json = new JsonObject()
                .put("queue", schedule.queue().value())
                .put("id", schedule.id().value());
        switch (schedule.ticks().timing()) {
            case CronTiming timing ->
                json.put("cron", timing.cron().text()).put("tz", timing.zone().getId());
            case Interval interval -> json.put("every_ms", interval.everyMillis());
        }
        putNumber(json, "start", schedule.ticks().startMillis());
        putNumber(json, "end", schedule.ticks().endMillis());
        putNumber(json, "limit", schedule.limit());
        JsonArray last = new JsonArray();
        view.last().forEach(each -> last.add(firing(each)));
        return json.put("overlap", schedule.overlap().word())
                .put(
                        "catch_up",
                        new JsonObject()
                                .put("policy", schedule.catchUp().policy().word())
                                .put("max", schedule.catchUp().max()))
                .put("paused", view.isPaused())
                .put("next", new JsonArray(view.upcoming()))
                .put("fired", view.fired())
                .put("skipped", view.skipped())
                .put("last", last);
    }

    private static void putNumber(JsonObject json, String name, long number) {
        if (number > 0) {
            json.put(name, number);
        }
    }

    static JsonObject firing(Firing firing) {
        JsonObject json = new JsonObject()
                .put("tick", firing.tickMillis())
                .put("at", firing.atMillis())
                .put("outcome", firing.outcome().word());
        return firing.jobId().isEmpty() ? json : json.put("id", firing.jobId());
    }
}
