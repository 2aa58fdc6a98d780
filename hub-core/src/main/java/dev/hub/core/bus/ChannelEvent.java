package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.JsonPushes;
import dev.hub.core.protocol.Push;
import java.util.List;

/** What the receivers of a channel are told, in one order for all of them. */
public sealed interface ChannelEvent permits Delivery, ChannelEvent.Interrupted, ChannelEvent.Membership {
    /** The channel, or the pattern, that the receiver attached to. */
    ChannelName channel();

    /**
     * Publications were lost that the stream cannot give back, or there is another stream now. What is delivered
     * afterwards follows on {@code position}.
     */
    record Interrupted(ChannelName channel, StreamPosition position) implements ChannelEvent {}

    /**
     * Members joined and left, for those who want to know. Not in one order with publications, and at most once: whoever
     * needs to be sure reads the presence.
     *
     * @param changes those who joined before those who left
     */
    record Membership(ChannelName channel, List<Change> changes) implements ChannelEvent {
        /** Copies {@code changes}. */
        public Membership {
            changes = List.copyOf(changes);
        }
    }

    /**
     * One of them.
     *
     * @param joined or left
     * @param push the frame for the sockets
     */
    record Change(boolean joined, ClientInfo info, EncodedPush push) {
        /** A member of {@code channel} joined. */
        public static Change join(ChannelName channel, ClientInfo info) {
            return new Change(true, info, EncodedPush.ofText(JsonPushes.encode(new Push.Join(channel.value(), info))));
        }

        /** A member of {@code channel} left. */
        public static Change leave(ChannelName channel, ClientInfo info) {
            return new Change(
                    false, info, EncodedPush.ofText(JsonPushes.encode(new Push.Leave(channel.value(), info))));
        }
    }
}
