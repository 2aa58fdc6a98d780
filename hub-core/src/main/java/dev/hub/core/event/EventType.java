package dev.hub.core.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can happen. */
public enum EventType {
    /** A connection of a user was established. */
    CONNECTED,
    /** A connection of a user ended. */
    DISCONNECTED,
    /** A connection subscribed to a channel. */
    SUBSCRIBED,
    /** A connection is not subscribed to a channel any more. */
    UNSUBSCRIBED,
    /** A channel got its first subscriber, over all instances. */
    OCCUPIED,
    /** A channel lost its last subscriber. */
    VACATED,
    /** A user's first connection subscribed to a channel. */
    FIRST_JOIN,
    /** A user's last connection left a channel. */
    LAST_LEAVE,
    /** A user's first connection was established. */
    ONLINE,
    /** A user's last connection ended. */
    OFFLINE,
    /** An instance started. */
    NODE_JOINED,
    /** An instance was stopped. */
    NODE_LEFT,
    /** An instance was lost: killed, hung, or cut off for too long. */
    NODE_DIED;

    /** Its name in JSON, in the configuration and in Valkey. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static EventType of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "an event's type is one of " + String.join(", ", names()) + ", got \"" + wireName + "\""));
    }

    /** All names, in order. */
    public static List<String> names() {
        return Arrays.stream(values()).map(EventType::wireName).toList();
    }
}
