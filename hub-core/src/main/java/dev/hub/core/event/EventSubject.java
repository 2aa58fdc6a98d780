package dev.hub.core.event;

import io.vertx.core.json.JsonObject;

/**
 * Whom or what an event is about. Empty is what has no part in it.
 *
 * @param channel the channel
 * @param user the user's id
 * @param client the id of the connection
 * @param node the uid of the instance
 */
public record EventSubject(String channel, String user, String client, String node) {
    /** A channel. */
    public static EventSubject channel(String channel) {
        return new EventSubject(channel, "", "", "");
    }

    /** A user in a channel. */
    public static EventSubject userIn(String channel, String user) {
        return new EventSubject(channel, user, "", "");
    }

    /** A connection in a channel. */
    public static EventSubject member(String channel, String user, String client) {
        return new EventSubject(channel, user, client, "");
    }

    /** A connection of a user. */
    public static EventSubject connection(String user, String client) {
        return new EventSubject("", user, client, "");
    }

    /** A user. */
    public static EventSubject user(String user) {
        return new EventSubject("", user, "", "");
    }

    /** An instance. */
    public static EventSubject node(String uid) {
        return new EventSubject("", "", "", uid);
    }

    /** What keeps its events in order: the channel; without one the user, or the instance. */
    String key() {
        return channel.isEmpty() ? user + node : channel;
    }

    /** Its parts by name, as in the event's JSON and in an outbox. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        put(json, "channel", channel);
        put(json, "user", user);
        put(json, "client", client);
        put(json, "node", node);
        return json;
    }

    private static void put(JsonObject json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    /** Reads {@link #toJson}; what is absent is empty. */
    public static EventSubject fromJson(JsonObject json) {
        return new EventSubject(
                json.getString("channel", ""),
                json.getString("user", ""),
                json.getString("client", ""),
                json.getString("node", ""));
    }
}
