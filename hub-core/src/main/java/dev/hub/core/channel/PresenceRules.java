package dev.hub.core.channel;

import dev.hub.core.option.Range;
import java.time.Duration;
import java.util.List;

/**
 * Whether it is known who is subscribed to a namespace's channels, and who is told.
 *
 * @param presence the members of a channel are known, and can be read
 * @param joinLeave subscribers are told who joins and leaves, if they ask for it
 * @param forcePushJoinLeave with the former: also those who do not ask
 * @param presenceGrace how long a member whose connection broke stays one, in case the user returns, 0 to 10m
 * @param joinLeaveMaxDelay how long joins and leaves are collected, 0 to 1m; who comes and goes within is not told of
 * @param joinLeaveMaxMembers in channels with more members nobody is told of joins any more, 0 to 1000000
 * @param allowPresenceForClient a client with a user id may read who is there
 * @param allowPresenceForSubscriber a client that is subscribed may read who is there
 * @param allowPresenceForAnonymous with one of the former two: a client without user id may as well
 * @param channelEvents what of its channels is told as an event
 */
public record PresenceRules(
        boolean presence,
        boolean joinLeave,
        boolean forcePushJoinLeave,
        @Range(min = "0s", max = "10m") Duration presenceGrace,
        @Range(min = "0s", max = "1m") Duration joinLeaveMaxDelay,
        @Range(min = "0", max = "1000000") int joinLeaveMaxMembers,
        boolean allowPresenceForClient,
        boolean allowPresenceForSubscriber,
        boolean allowPresenceForAnonymous,
        List<ChannelEvents> channelEvents) {
    /** What can be told of a channel. */
    public enum ChannelEvents {
        /** It got its first subscriber. */
        OCCUPIED,
        /** It lost its last subscriber. */
        VACATED,
        /** A user's first connection subscribed. */
        FIRST_JOIN,
        /** A user's last connection left. */
        LAST_LEAVE,
        /** A connection subscribed. */
        SUBSCRIBED,
        /** A connection left. */
        UNSUBSCRIBED;

        private boolean isOfMembers() {
            return this != OCCUPIED && this != VACATED;
        }
    }

    /** Copies {@code channelEvents}. */
    public PresenceRules {
        channelEvents = channelEvents.stream().distinct().toList();
    }

    /** Nobody knows who is there. */
    public static PresenceRules none() {
        return new PresenceRules(
                false, false, false, Duration.ZERO, Duration.ZERO, 1000, false, false, false, List.of());
    }

    /** Members are known, and joins and leaves are told to all subscribers. */
    public static PresenceRules openly() {
        return new PresenceRules(true, true, true, Duration.ZERO, Duration.ZERO, 1000, false, true, true, List.of());
    }

    /** The same with another grace. */
    public PresenceRules withGrace(Duration other) {
        return new PresenceRules(
                presence,
                joinLeave,
                forcePushJoinLeave,
                other,
                joinLeaveMaxDelay,
                joinLeaveMaxMembers,
                allowPresenceForClient,
                allowPresenceForSubscriber,
                allowPresenceForAnonymous,
                channelEvents);
    }

    /** The same with other events. */
    public PresenceRules withEvents(List<ChannelEvents> others) {
        return new PresenceRules(
                presence,
                joinLeave,
                forcePushJoinLeave,
                presenceGrace,
                joinLeaveMaxDelay,
                joinLeaveMaxMembers,
                allowPresenceForClient,
                allowPresenceForSubscriber,
                allowPresenceForAnonymous,
                others);
    }

    /** The event is to be told. */
    public boolean tells(ChannelEvents event) {
        return channelEvents.contains(event);
    }

    /** The subscribers of channels are members of a group. */
    public boolean hasMembers() {
        return presence || joinLeave || channelEvents.stream().anyMatch(ChannelEvents::isOfMembers);
    }

    /** Whether channels have subscribers at all is kept. */
    public boolean hasOccupancy() {
        return tells(ChannelEvents.OCCUPIED) || tells(ChannelEvents.VACATED);
    }
}
