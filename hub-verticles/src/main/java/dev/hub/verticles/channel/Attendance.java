package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelWatched;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.presence.PresenceGroup.Occupancy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Tells those whom it concerns that somebody on this instance receives a channel, or nobody any more: presence, where events
 * are to tell that channels become occupied and vacated, and whoever publishes to the hub's own channels while somebody
 * watches.
 */
final class Attendance {
    private final HubBus bus;
    private final Duration delay;
    private final String self = UUID.randomUUID().toString();
    private final Set<ChannelName> attended = new HashSet<>();
    private final Set<ChannelName> watched = new HashSet<>();

    /** Who left is waited for so long. */
    Attendance(HubBus bus, Duration delay) {
        this.bus = bus;
        this.delay = delay;
    }

    /** How long a channel that nobody here receives any more is kept, in case somebody returns. */
    Duration delay() {
        return delay;
    }

    /** Somebody receives the channel, by these rules. To be told of other rules as well. */
    void begins(ChannelName channel, Namespace namespace) {
        if (ReservedNamespaces.contain(channel) && watched.add(channel)) {
            bus.broadcast(Addresses.WATCHED, new ChannelWatched(channel, true));
        }
        if (!namespace.presence().hasOccupancy()) {
            leave(channel);
        } else if (attended.add(channel)) {
            ClientInfo instance = new ClientInfo("", self, null, null);
            bus.send(Addresses.PRESENCE, new PresenceCommand.Enter(new Occupancy(channel), instance, false));
        }
    }

    /** Nobody does any more, nor is anybody expected to return. */
    void ends(ChannelName channel) {
        if (watched.remove(channel)) {
            bus.broadcast(Addresses.WATCHED, new ChannelWatched(channel, false));
        }
        leave(channel);
    }

    private void leave(ChannelName channel) {
        if (attended.remove(channel)) {
            bus.send(Addresses.PRESENCE, new PresenceCommand.Leave(new Occupancy(channel), self));
        }
    }
}
