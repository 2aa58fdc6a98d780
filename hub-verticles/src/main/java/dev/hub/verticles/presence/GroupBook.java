package dev.hub.verticles.presence;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.channel.PresenceRules.ChannelEvents;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.event.EventType;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.GroupRules;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.core.presence.PresenceGroup.Occupancy;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Where groups lie and what holds in them, by the rules of this moment. */
final class GroupBook {
    private final CurrentNamespaces namespaces;
    private final UsersConfig users;
    private final Set<EventType> userEvents;

    GroupBook(CurrentNamespaces namespaces, UserRules rules) {
        this.namespaces = namespaces;
        this.users = rules.config();
        this.userEvents = rules.events();
    }

    GroupPlace placeOf(PresenceGroup group) {
        return switch (group) {
            case OfChannel of -> place(of, of.channel());
            case Occupancy of -> place(of, of.channel());
            case OfUser of -> GroupPlace.of(of);
        };
    }

    private GroupPlace place(PresenceGroup group, ChannelName channel) {
        Namespace namespace = namespace(channel);
        return new GroupPlace(group, namespace.delivery().wildcards() ? namespace.name() : "");
    }

    private Namespace namespace(ChannelName channel) {
        return namespaces.of(channel).orElseGet(() -> Namespace.defaults(""));
    }

    /**
     * Checks that it is known who is in {@code channel}.
     *
     * @throws HubException when it is not
     */
    void requirePresence(ChannelName channel) {
        Namespaces all = namespaces.get();
        Namespace namespace = all.of(channel).orElseThrow(() -> HubException.unknownChannel(all));
        if (!namespace.presence().presence()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE);
        }
    }

    GroupRules rulesOf(PresenceGroup group) {
        return switch (group) {
            case OfChannel of -> rules(namespace(of.channel()).presence());
            case Occupancy of ->
                new GroupRules(
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        users.statusTtl(),
                        events(namespace(of.channel()).presence()));
            case OfUser of -> new GroupRules(0, Duration.ZERO, users.presenceGrace(), users.statusTtl(), userEvents);
        };
    }

    private GroupRules rules(PresenceRules rules) {
        return new GroupRules(
                rules.joinLeaveMaxMembers(),
                rules.joinLeaveMaxDelay(),
                rules.presenceGrace(),
                users.statusTtl(),
                events(rules));
    }

    private static Set<EventType> events(PresenceRules rules) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (ChannelEvents each : rules.channelEvents()) {
            types.add(
                    switch (each) {
                        case OCCUPIED -> EventType.OCCUPIED;
                        case VACATED -> EventType.VACATED;
                        case FIRST_JOIN -> EventType.FIRST_JOIN;
                        case LAST_LEAVE -> EventType.LAST_LEAVE;
                        case SUBSCRIBED -> EventType.SUBSCRIBED;
                        case UNSUBSCRIBED -> EventType.UNSUBSCRIBED;
                    });
        }
        return types;
    }

    /** The group is kept at all. */
    boolean isKept(PresenceGroup group) {
        return !(group instanceof OfUser) || users.presence();
    }
}
