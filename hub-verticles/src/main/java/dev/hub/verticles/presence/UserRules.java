package dev.hub.verticles.presence;

import dev.hub.core.config.UsersConfig;
import dev.hub.core.event.EventType;
import java.util.Collection;
import java.util.Set;

/**
 * What holds for users.
 *
 * @param config as configured
 * @param events which events of users are told
 */
public record UserRules(UsersConfig config, Set<EventType> events) {
    /** Copies {@code events}. */
    public UserRules {
        events = Set.copyOf(events);
    }

    /** The same out of a list. */
    public static UserRules of(UsersConfig config, Collection<EventType> events) {
        return new UserRules(config, Set.copyOf(events));
    }
}
