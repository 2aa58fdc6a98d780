package dev.hub.core.presence;

import dev.hub.core.channel.ChannelName;

/** A set of members of which all instances hold some. */
public sealed interface PresenceGroup {
    /** The subscribers of a channel; members are connections. */
    record OfChannel(ChannelName channel) implements PresenceGroup {}

    /** Whether a channel has subscribers at all; members are instances, by their uid. */
    record Occupancy(ChannelName channel) implements PresenceGroup {}

    /** A user; members are the user's connections. */
    record OfUser(String user) implements PresenceGroup {
        /** Checks that there is one. */
        public OfUser {
            if (user.isEmpty()) {
                throw new IllegalArgumentException("the anonymous are no user");
            }
        }
    }
}
