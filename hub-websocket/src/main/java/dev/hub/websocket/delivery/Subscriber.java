package dev.hub.websocket.delivery;

import dev.hub.core.channel.ChannelName;
import dev.hub.websocket.outbound.OutboundQueue;

/**
 * One socket's place in one channel. From {@link DeliveryTable#attach} to {@link DeliveryTable#leave} it keeps the
 * channel attached; from {@link DeliveryTable#join} on it gets the publications.
 */
public abstract class Subscriber {
    static final int NOT_JOINED = -1;
    static final int LEFT = -2;

    final LocalChannel channel;
    final OutboundQueue queue;
    int position = NOT_JOINED;

    /** A place for the socket behind {@code queue}; {@code channel} comes from {@link DeliveryTable#channel}. */
    protected Subscriber(LocalChannel channel, OutboundQueue queue) {
        this.channel = channel;
        this.queue = queue;
    }

    /** The channel's name. */
    public final ChannelName channel() {
        return channel.name();
    }

    /** It gets the channel's publications. */
    public final boolean hasJoined() {
        return position >= 0;
    }

    /** It is no longer in the channel. */
    public final boolean hasLeft() {
        return position == LEFT;
    }
}
