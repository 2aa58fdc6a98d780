package dev.hub.core.event;

import io.vertx.core.json.JsonObject;

/**
 * Something that happened, once.
 *
 * @param id names it; the same however often it is told. Visible ASCII without spaces, at most {@value #MAX_ID} characters
 * @param time when, in milliseconds since 1970 by Valkey's clock
 */
public record Event(String id, EventType type, long time, EventSubject subject) {
    /** Longest id. */
    public static final int MAX_ID = 128;

    /** Checks the id. */
    public Event {
        boolean isVisible = id.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (id.isEmpty() || id.length() > MAX_ID || !isVisible) {
            throw new IllegalArgumentException(
                    "an event's id must have 1 to " + MAX_ID + " visible ASCII characters, got " + id.length());
        }
    }

    /** {@code {"id", "type", "time", "channel"?, "user"?, "client"?, "node"?}}. */
    public JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("id", id).put("type", type.wireName()).put("time", time);
        return json.mergeIn(subject.toJson());
    }

    /**
     * Reads {@link #toJson}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Event fromJson(JsonObject json) {
        return new Event(
                json.getString("id", ""),
                EventType.of(json.getString("type", "")),
                json.getLong("time", 0L),
                EventSubject.fromJson(json));
    }
}
