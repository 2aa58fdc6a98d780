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

    /** The events of first member, last member, a user's first and last, any that comes and goes, as the scripts take them. */
    String eventWords(PresenceGroup group) {
        return switch (group) {
            case PresenceGroup.OfChannel of ->
                "- - " + word(EventType.FIRST_JOIN) + " " + word(EventType.LAST_LEAVE) + " "
                        + word(EventType.SUBSCRIBED) + " " + word(EventType.UNSUBSCRIBED);
            case PresenceGroup.Occupancy of -> word(EventType.OCCUPIED) + " " + word(EventType.VACATED) + " - - - -";
            case PresenceGroup.OfUser of ->
                word(EventType.ONLINE) + " " + word(EventType.OFFLINE) + " - - " + word(EventType.CONNECTED) + " "
                        + word(EventType.DISCONNECTED);
        };
    }

    private String word(EventType type) {
        return events.contains(type) ? type.wireName() : "-";
    }
}
