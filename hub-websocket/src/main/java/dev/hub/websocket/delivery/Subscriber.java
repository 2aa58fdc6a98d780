package dev.hub.websocket.delivery;

import dev.hub.core.channel.ChannelName;
import dev.hub.websocket.outbound.OutboundQueue;
import java.util.Set;

/**
 * One socket's place in one channel. From {@link DeliveryTable#attach} to {@link DeliveryTable#leave} it keeps the
 * channel attached; from {@link DeliveryTable#join} on, or from the end of a {@link CatchUp}, it gets the publications.
 */
public abstract class Subscriber {
    static final int NOT_JOINED = -1;
    static final int LEFT = -2;

    final LocalChannel channel;
    final OutboundQueue queue;
    final Form form;
    int position = NOT_JOINED;
    boolean positioned;
    /** It is told who joins and leaves. */
    boolean watches;

    /** A place for the socket behind {@code queue}; {@code channel} comes from {@link DeliveryTable#channel}. */
    protected Subscriber(LocalChannel channel, OutboundQueue queue, Form form) {
        this.channel = channel;
        this.queue = queue;
        this.form = form;
    }

    /** Publications for it were lost, and the stream cannot replace them. Only when it was promised otherwise. */
    protected abstract void lost();

    /** Other rules may hold in its channel. */
    protected abstract void rulesChanged();

    /** Its right came from a token or from the hub itself, not from the rules of a namespace. */
    protected abstract boolean isGranted();

    /** Who is told what becomes of the socket. */
    protected final OutboundQueue.Owner owner() {
        return queue.owner();
    }

    /** Its channel is one of {@code sources}. */
    public final boolean isAmong(Set<Object> sources) {
        return sources.contains(channel);
    }

    /** The channel's name. */
    public final ChannelName channel() {
        return channel.name();
    }

    /** In which form it gets the publications. */
    public final Form form() {
        return form;
    }

    /** It knows its place in the channel's stream and is told when publications are lost. */
    public final boolean isPositioned() {
        return positioned;
    }

    /** From now on it is told who joins and leaves, if that is {@code wanted}. */
    protected final void watch(boolean wanted) {
        watches = wanted;
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
