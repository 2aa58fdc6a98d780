package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.presence.PresenceGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the PresenceVerticle is asked to do. Rights were checked before. {@link Enter}, {@link Leave} and {@link Away} are not
 * answered: they say what is so on this instance, and the verticle brings it to Valkey, however long that takes.
 */
public sealed interface PresenceCommand {
    /**
     * A member is here. Entering again changes what is known of it.
     *
     * @param member its {@code client} is the id by which it leaves: a connection's, or in an occupancy an instance's uid
     * @param announced others are told of its join and its leave
     */
    record Enter(PresenceGroup group, ClientInfo member, boolean announced) implements PresenceCommand {}

    /** A member is gone, and will not return by itself. */
    record Leave(PresenceGroup group, String client) implements PresenceCommand {}

    /** A member's connection broke; it stays a member for the grace of the group, and another of its user may take its place. */
    record Away(PresenceGroup group, String client) implements PresenceCommand {}

    /** Clean up in the groups of an instance that died, or was stopped. Not answered. */
    record CleanUp(DeadNode dead) implements PresenceCommand {}

    /**
     * Tell who is in a channel. Answered with {@link MemberPage}; what was entered here before is in it.
     *
     * @param after where the page before ended, its {@code next}; empty for the first page
     * @param limit most members, 1 to 10000
     */
    record Members(ChannelName channel, String after, int limit) implements PresenceCommand {
        /** Most members on one page. */
        public static final int MAX_LIMIT = 10_000;

        /** Checks {@code limit}. */
        public Members {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", got " + limit);
            }
        }
    }

    /** Tell how many are in a channel. Answered with {@link MemberCount}. */
    record Stats(ChannelName channel) implements PresenceCommand {}

    /** Tell which connections a user has. Answered with {@link UserConnections}. */
    record Connections(String user) implements PresenceCommand {}

    /** Tell whether users are online. Answered with {@link UserStatuses}. */
    record DescribeUsers(List<String> users) implements PresenceCommand {
        /** Copies {@code users}. */
        public DescribeUsers {
            users = List.copyOf(users);
        }
    }

    /**
     * Remember what a user says of itself. Answered with {@link UserStatuses}.
     *
     * @param status any JSON; null to forget it
     */
    record SetStatus(String user, @Nullable Payload status) implements PresenceCommand {}

    /**
     * Part of the members of a channel, in an order of their own.
     *
     * @param next where the next page begins; empty when there is none
     */
    record MemberPage(List<ClientInfo> members, String next) {
        /** Copies {@code members}. */
        public MemberPage {
            members = List.copyOf(members);
        }
    }

    /**
     * How many are in a channel, exactly.
     *
     * @param clients connections
     * @param users different users; the anonymous are one together
     */
    record MemberCount(int clients, int users) {}

    /** The connections of a user, oldest first as far as is known. */
    record UserConnections(List<UserConnection> connections) {
        /** Copies {@code connections}. */
        public UserConnections {
            connections = List.copyOf(connections);
        }
    }

    /**
     * A connection of a user.
     *
     * @param client its id
     * @param node uid of the instance that holds it
     * @param away it broke; its grace is not over
     */
    record UserConnection(String client, String node, boolean away) {}

    /** What is known of users, in the order in which they were asked for. */
    record UserStatuses(List<UserStatus> users) {
        /** Copies {@code users}. */
        public UserStatuses {
            users = List.copyOf(users);
        }
    }

    /**
     * What is known of a user.
     *
     * @param connections how many, everywhere
     * @param seenMillis when the user was online last, in ms since 1970; now if it is, 0 when that is not known
     * @param status what the user says of itself, any JSON; null when nothing
     */
    record UserStatus(
            String user,
            int connections,
            long seenMillis,
            @Nullable Payload status) {
        /** The user has a connection somewhere. */
        public boolean isOnline() {
            return connections > 0;
        }
    }
}
