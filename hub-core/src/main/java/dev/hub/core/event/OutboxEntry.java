package dev.hub.core.event;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * An event as it stands in an outbox, a LIST in the order of the events: {@code <id> <type> <time> <subject as JSON>}. The
 * function {@code tell} of {@code lua/include/event.lua} writes it: the script knows type and time, the instance gave it the
 * subject and the beginning of the id, the same when it repeats the call.
 */
public final class OutboxEntry {
    private static final int FIELDS = 4;

    private OutboxEntry() {}

    /**
     * Reads an entry.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Event decode(String entry) {
        String[] fields = entry.split(" ", FIELDS);
        if (fields.length < FIELDS) {
            throw new IllegalArgumentException("an entry of an outbox has " + fields.length + " of 4 fields");
        }
        try {
            return new Event(
                    fields[0],
                    EventType.of(fields[1]),
                    Long.parseLong(fields[2]),
                    EventSubject.fromJson(new JsonObject(fields[3])));
        } catch (DecodeException malformed) {
            throw new IllegalArgumentException(
                    "the subject of an entry of an outbox is not the JSON of one", malformed);
        }
    }

    /** As the scripts write it. */
    public static String encode(Event event) {
        return event.id() + " " + event.type().wireName() + " " + event.time() + " "
                + event.subject().toJson().encode();
    }
}
