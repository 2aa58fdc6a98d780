package dev.hub.core.presence;

import dev.hub.core.event.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** The events of first member, last member, a user's first and a user's last, as the scripts take them. */
    String eventWords(PresenceGroup group) {
        List<EventType> kinds = switch (group) {
            case PresenceGroup.OfChannel of -> List.of(EventType.FIRST_JOIN, EventType.LAST_LEAVE);
            case PresenceGroup.Occupancy of -> List.of(EventType.OCCUPIED, EventType.VACATED);
            case PresenceGroup.OfUser of -> List.of(EventType.ONLINE, EventType.OFFLINE);
        };
        String words = kinds.stream()
                .map(kind -> events.contains(kind) ? kind.wireName() : "-")
                .collect(Collectors.joining(" "));
        return group instanceof PresenceGroup.OfChannel
                ? Stream.of("-", "-", words).collect(Collectors.joining(" "))
                : words + " - -";
    }
}
