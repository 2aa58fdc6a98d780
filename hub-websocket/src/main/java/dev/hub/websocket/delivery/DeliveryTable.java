package dev.hub.websocket.delivery;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.metrics.Tally;
import dev.hub.websocket.outbound.FlushTurn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The channels that have subscribers on one event loop. The first subscriber attaches the loop to the channel, the last
 * one detaches it; both messages go to the channel's owner in this order, so that a channel that is taken up again is
 * attached after it was detached. Belongs to one event loop.
 */
public final class DeliveryTable {
    private final Map<ChannelName, LocalChannel> channels = new HashMap<>();
    private final FanOut shared;
    private int subscriptions;

    /**
     * The table of event loop number {@code loop}.
     *
     * @param namespaces whose rules of delivery hold
     * @param turn at whose end publications are handed to sockets
     * @param later runs tasks on the loop
     */
    public DeliveryTable(HubBus bus, CurrentNamespaces namespaces, int loop, FlushTurn turn, Later later) {
        this.shared = new FanOut(bus, namespaces, loop, turn, later);
    }

    /** The address at which {@link #receive} is to be fed. */
    public String receiver() {
        return shared.receiver;
    }

    /** Publications handed to sockets so far. */
    public Tally deliveries() {
        return shared.deliveries;
    }

    /** Publications that gave way to later ones because a socket did not keep up. */
    public Tally conflated() {
        return shared.slow.conflated;
    }

    /** Publications that were dropped because a socket did not keep up. */
    public Tally dropped() {
        return shared.slow.dropped;
    }

    /** Subscriptions that did not keep up and went on from the stream. */
    public Tally catchUps() {
        return shared.slow.catchUps;
    }

    /** Takes back what waits for {@code subscriber} as far as the rules of its channel allow. */
    public void relieve(Subscriber subscriber) {
        shared.slow.relieve(subscriber);
    }

    /** What everything on this loop is written through. */
    public FlushTurn turn() {
        return shared.turn;
    }

    /** How many channels are held here. */
    public int size() {
        return channels.size();
    }

    /** How many subscriptions there are here. */
    public int subscriptions() {
        return subscriptions;
    }

    /** Hands each channel and how many subscribers it has here to {@code action}. */
    public void forEach(ObjIntConsumer<String> action) {
        channels.values().forEach(each -> action.accept(each.name().value(), each.holders));
    }

    /** The channel of that name; to be held with {@link #attach} in the same turn. */
    public LocalChannel channel(ChannelName name) {
        LocalChannel known = channels.get(name);
        return known == null ? new LocalChannel(name, shared) : known;
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
        subscriptions++;
        Future<Void> attached = channel.attached;
        boolean delta = subscriber.form.delta() && !channel.asksForDeltas;
        return attached == null || delta ? ask(channel, delta) : attached;
    }

    /** Asked again when the first subscriber comes who wants deltas. */
    private Future<Void> ask(LocalChannel channel, boolean delta) {
        channel.asksForDeltas |= delta;
        Future<Void> attached = shared.bus
                .attach(new ChannelCommand.Attach(channel.name(), shared.receiver, channel.asksForDeltas))
                .map(told -> {
                    channel.attachedAt(told.position());
                    return null;
                });
        channel.attached = attached;
        attached.onFailure(refused -> forget(channel, attached));
        return attached;
    }

    /** The next to subscribe asks again. */
    private static void forget(LocalChannel channel, Future<Void> refused) {
        if (refused.equals(channel.attached)) {
            channel.attached = null;
            channel.asksForDeltas = false;
        }
    }

    /** Where the stream is for who joins now; null in a channel without history. */
    public @Nullable StreamPosition position(Subscriber subscriber) {
        return subscriber.channel.position();
    }

    /**
     * Finds out what the subscriber missed; done when it is known. The subscriber joins by {@link CatchUp#goOn}.
     *
     * @param since where the client was
     * @param limit most publications that may be missing; more is refused
     */
    public Future<CatchUp> recover(Subscriber subscriber, StreamPosition since, int limit) {
        subscriber.positioned = true;
        return new CatchUp(shared, subscriber, since).recover(limit);
    }

    /** Like {@link #recover}, but for the latest publication alone. */
    public Future<CatchUp> recoverLatest(Subscriber subscriber, StreamPosition since) {
        subscriber.positioned = true;
        return new CatchUp(shared, subscriber, since).recoverLatest();
    }

    /** Where the subscriber is on its way to the live publications; null when it is not. */
    public @Nullable CatchUp catchUp(Subscriber subscriber) {
        return subscriber.channel.catchUp(subscriber);
    }

    /**
     * From now on the subscriber gets the channel's publications.
     *
     * @param positioned it was told a position, and has to be told of loss
     */
    public void join(Subscriber subscriber, boolean positioned) {
        if (subscriber.position == Subscriber.NOT_JOINED) {
            subscriber.positioned = positioned;
            subscriber.channel.add(subscriber, false);
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
        CatchUp catchUp = channel.catchUp(subscriber);
        if (catchUp != null) {
            catchUp.end();
        }
        subscriptions--;
        if (--channel.holders == 0) {
            channels.remove(channel.name());
            detach(channel);
        }
    }

    /** What happens in a channel, from its owner. */
    public void receive(ChannelEvent event) {
        LocalChannel channel = channels.get(event.channel());
        if (channel != null) {
            switch (event) {
                case Delivery delivery -> channel.arrived(delivery);
                case ChannelEvent.Interrupted interrupted -> channel.interrupted(interrupted.position());
                case ChannelEvent.Membership membership -> channel.announce(membership.changes());
            }
        }
    }

    /**
     * Other rules hold: what was collected by the former ones goes out, subscribers have other places among each other, and
     * who has a pattern only by rules that do not hold any more loses it.
     */
    public void rulesChanged(Predicate<ChannelName> mayKeepPattern) {
        for (LocalChannel channel : List.copyOf(channels.values())) {
            channel.rulesChanged();
            if (channel.name().isWildcard() && !mayKeepPattern.test(channel.name())) {
                channel.dismiss();
            }
        }
    }

    /** Detaches everything, for good. */
    public void close() {
        List.copyOf(channels.values()).forEach(this::detach);
        channels.clear();
    }

    private void detach(LocalChannel channel) {
        shared.bus.detach(new ChannelCommand.Detach(channel.name(), shared.receiver));
    }
}
