package dev.hub.websocket.delivery;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.metrics.Tally;
import dev.hub.websocket.outbound.FlushTurn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The channels that have subscribers on one event loop. The first subscriber attaches the loop to the channel, the last
 * one detaches it; both messages go to the channel's owner in this order, so that a channel that is taken up again is
 * attached after it was detached. Belongs to one event loop.
 */
public final class DeliveryTable {
    private final Map<ChannelName, LocalChannel> channels = new HashMap<>();
    private final HubBus bus;
    private final FlushTurn turn;
    private final String receiver;
    private final Tally deliveries = new Tally();

    /**
     * The table of event loop number {@code loop}.
     *
     * @param turn at whose end publications are handed to sockets
     */
    public DeliveryTable(HubBus bus, int loop, FlushTurn turn) {
        this.bus = bus;
        this.turn = turn;
        this.receiver = Addresses.delivery(Integer.toString(loop));
    }

    /** The address at which {@link #deliver} is to be fed. */
    public String receiver() {
        return receiver;
    }

    /** Publications handed to sockets so far. */
    public Tally deliveries() {
        return deliveries;
    }

    /** What everything on this loop is written through. */
    public FlushTurn turn() {
        return turn;
    }

    /** How many channels are held here. */
    public int size() {
        return channels.size();
    }

    /** The channel of that name; to be held with {@link #attach} in the same turn. */
    public LocalChannel channel(ChannelName name) {
        LocalChannel known = channels.get(name);
        return known == null ? new LocalChannel(name) : known;
    }

    /**
     * Holds the subscriber's channel; done when publications reach this loop. Must be followed by {@link #leave} in the
     * end, also when it fails.
     */
    public Future<Void> attach(Subscriber subscriber) {
        LocalChannel channel = channels.computeIfAbsent(subscriber.channel(), name -> subscriber.channel);
        if (channel != subscriber.channel) {
            throw new IllegalStateException("a subscriber of an outdated channel");
        }
        channel.holders++;
        Future<Void> attached = channel.attached;
        if (attached == null) {
            attached = bus.attach(new ChannelCommand.Attach(channel.name(), receiver, false))
                    .mapEmpty();
            channel.attached = attached;
            attached.onFailure(refused -> forget(channel));
        }
        return attached;
    }

    /** The next to subscribe asks again. */
    private static void forget(LocalChannel channel) {
        channel.attached = null;
    }

    /** From now on the subscriber gets the channel's publications. */
    public void join(Subscriber subscriber) {
        if (subscriber.position == Subscriber.NOT_JOINED) {
            subscriber.channel.add(subscriber);
        }
    }

    /** The subscriber gets nothing more. May be called again. */
    public void leave(Subscriber subscriber) {
        if (subscriber.hasLeft()) {
            return;
        }
        LocalChannel channel = subscriber.channel;
        if (subscriber.hasJoined()) {
            channel.remove(subscriber);
        }
        subscriber.position = Subscriber.LEFT;
        if (--channel.holders == 0) {
            channels.remove(channel.name());
            detach(channel);
        }
    }

    /** What happens in a channel, from its owner. */
    public void receive(ChannelEvent event) {
        if (event instanceof Delivery delivery) {
            deliver(delivery);
        }
    }

    /** Hands a publication to all subscribers of its channel. */
    private void deliver(Delivery delivery) {
        LocalChannel channel = channels.get(delivery.channel());
        if (channel != null && channel.count() > 0) {
            deliveries.add(channel.count());
            channel.arrived(delivery.push(), turn);
        }
    }

    /** Detaches everything, for good. */
    public void close() {
        List.copyOf(channels.values()).forEach(this::detach);
        channels.clear();
    }

    private void detach(LocalChannel channel) {
        bus.detach(new ChannelCommand.Detach(channel.name(), receiver));
    }
}
