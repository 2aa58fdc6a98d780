package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.StreamPosition;

/** What the receivers of a channel are told, in one order for all of them. */
public sealed interface ChannelEvent permits Delivery, ChannelEvent.Interrupted {
    /** The channel, or the pattern, that the receiver attached to. */
    ChannelName channel();

    /**
     * Publications were lost that the stream cannot give back, or there is another stream now. What is delivered
     * afterwards follows on {@code position}.
     */
    record Interrupted(ChannelName channel, StreamPosition position) implements ChannelEvent {}
}
