package dev.hub.core.presence;

import dev.hub.core.event.EventType;
import java.time.Duration;
import java.util.Set;

/**
 * What holds in a group.
 *
 * @param maxTold with more members than so many nobody is told of joins
 * @param maxDelay how long changes are collected
 * @param grace how long a member whose connection broke stays one
 * @param profileTtl how long what is known of a user outlasts the last connection
 * @param events which of the group's events are told
 */
public record GroupRules(int maxTold, Duration maxDelay, Duration grace, Duration profileTtl, Set<EventType> events) {
    /** Copies {@code events}. */
    public GroupRules {
        events = Set.copyOf(events);
    }

    /** Nothing is told, and nobody stays away. */
    public static final GroupRules PLAIN =
            new GroupRules(0, Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Set.of());

    /**
     * The events of first and last member, of a user's first and last, and of each that comes and leaves, as the scripts take
     * them.
     */
    String eventWords(PresenceGroup group) {
        String none = "- -";
        return switch (group) {
            case PresenceGroup.OfChannel of ->
                none
                        + pair(EventType.FIRST_JOIN, EventType.LAST_LEAVE)
                        + pair(EventType.SUBSCRIBED, EventType.UNSUBSCRIBED);
            case PresenceGroup.Occupancy of ->
                pair(EventType.OCCUPIED, EventType.VACATED).strip() + " " + none + " " + none;
            case PresenceGroup.OfUser of ->
                pair(EventType.ONLINE, EventType.OFFLINE).strip() + " " + none
                        + pair(EventType.CONNECTED, EventType.DISCONNECTED);
        };
    }

    private String pair(EventType coming, EventType leaving) {
        return " " + word(coming) + " " + word(leaving);
    }

    private String word(EventType type) {
        return events.contains(type) ? type.wireName() : "-";
    }
}
