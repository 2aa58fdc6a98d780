package dev.hub.websocket.delivery;

import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.OutboundFrame;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One channel on one event loop, shared by all its subscribers there. */
public final class LocalChannel {
    private final ChannelName name;
    private final FanOut shared;
    private final Audiences audiences = new Audiences();
    /** What waits to be handed out; null before anything arrived. */
    private @Nullable Arrivals arrivals;
    /** Of the last delivery that arrived; null in a channel without history. */
    private @Nullable StreamPosition position;
    /** Those on their way to the live publications; null when there are none. */
    private @Nullable Newcomers newcomers;
    /** The rules of its namespace among {@link #rulesFrom}. */
    private DeliveryRules rules = DeliveryRules.plain();

    private @Nullable Namespaces rulesFrom;
    /** Subscribers that get the publications, and those that are about to. */
    int holders;

    /** When the owner of the channel knows of this loop; null before anybody asked. */
    @Nullable
    Future<Void> attached;

    /** The owner was asked for deltas. */
    boolean asksForDeltas;

    LocalChannel(ChannelName name, FanOut shared) {
        this.name = name;
        this.shared = shared;
    }

    /** The name; the one object that everything on this loop shares. */
    public ChannelName name() {
        return name;
    }

    int count() {
        return audiences.count();
    }

    /** Where the stream is for who joins now; null in a channel without history. */
    @Nullable
    StreamPosition position() {
        return position;
    }

    /** The owner told where the stream is; what arrived since counts more. */
    void attachedAt(@Nullable StreamPosition start) {
        if (position == null) {
            position = start;
        }
    }

    /** Those on their way to the live publications. */
    Newcomers newcomers() {
        Newcomers all = newcomers;
        if (all == null) {
            all = new Newcomers(this);
            newcomers = all;
        }
        return all;
    }

    /** The catch-up of {@code subscriber}, if it is on its way. */
    @Nullable
    CatchUp catchUp(Subscriber subscriber) {
        return newcomers == null ? null : newcomers.find(subscriber);
    }

    void forgetNewcomers() {
        newcomers = null;
    }

    // ---- who is there

    /**
     * The subscriber gets what arrives from now on, not what waits for the end of the turn.
     *
     * @param hasLatest it got the latest publication in another way
     */
    void add(Subscriber subscriber, boolean hasLatest) {
        handOut();
        audiences.add(subscriber, hasLatest);
    }

    void remove(Subscriber subscriber) {
        audiences.remove(subscriber);
    }

    /** What the subscriber got last is not the latest publication any more. */
    void forget(Subscriber subscriber) {
        audiences.forget(subscriber);
    }

    // ---- what comes

    /** A publication has come; it is handed out at the end of the turn, with the others that come until then. */
    void arrived(Delivery delivery) {
        StreamPosition before = position;
        if (delivery.position() != null) {
            position = delivery.position();
        }
        if (count() > 0) {
            waiting().add(delivery, before);
        }
        if (newcomers != null) {
            newcomers.arrived(delivery);
        }
    }

    private Arrivals waiting() {
        Arrivals all = arrivals;
        if (all == null) {
            all = new Arrivals(this, shared);
            arrivals = all;
        }
        return all;
    }

    /** Members joined and left: those who have been told that they are subscribed, and want to know, are told at once. */
    void announce(List<ChannelEvent.Change> changes) {
        Announcement announcement = new Announcement(changes);
        audiences.forEach(audience -> audience.forEach(announcement::giveTo));
        if (newcomers != null) {
            newcomers.forEach(announcement::giveTo);
        }
    }

    /** The rules that hold now. */
    DeliveryRules rules() {
        Namespaces current = shared.namespaces.get();
        if (!current.equals(rulesFrom)) {
            rulesFrom = current;
            rules = current.of(name).map(Namespace::delivery).orElseGet(DeliveryRules::plain);
        }
        return rules;
    }

    /** Other rules may hold: nothing waits by the former ones, and all have the places that they have by the new ones. */
    void rulesChanged() {
        if (arrivals != null) {
            arrivals.rulesChanged();
        }
        audiences.forEach(audience -> audience.forEach(Subscriber::rulesChanged));
        if (newcomers != null) {
            newcomers.forEach(Subscriber::rulesChanged);
        }
    }

    /** Those who are here by the rules of namespaces alone have to ask again. */
    void dismiss() {
        audiences.forEach(audience -> audience.forEach(subscriber -> {
            if (!subscriber.isGranted() && subscriber.hasJoined()) {
                subscriber.lost();
            }
        }));
    }

    /** Publications were lost; what comes from now on follows on {@code start}. */
    void interrupted(StreamPosition start) {
        handOut();
        position = start;
        if (newcomers != null) {
            newcomers.interrupted(start);
        }
        audiences.forEach(audience -> audience.forEach(subscriber -> {
            if (subscriber.positioned && subscriber.hasJoined()) {
                subscriber.lost();
            }
        }));
    }

    // ---- what goes out

    /** Does not wait for the end of the turn, or of the batch. */
    void handOut() {
        if (arrivals != null) {
            arrivals.handOut();
        }
    }

    /** Gives {@code portion} to everybody, to each in its form. */
    void hand(Portion portion) {
        audiences.forEach(audience -> hand(portion, audience));
    }

    private void hand(Portion portion, Audience audience) {
        List<EncodedPush> pushes = portion.pushes(audience.form, true);
        if (pushes.isEmpty()) {
            return;
        }
        shared.deliveries.add((long) pushes.size() * audience.count());
        OutboundFrame usual = Portion.joined(pushes);
        boolean differs = audience.form.delta() && audience.hasFresh();
        OutboundFrame first = differs ? Portion.joined(portion.pushes(audience.form, false)) : usual;
        if (rules.slowConsumer() != SlowConsumer.DISCONNECT) {
            usual.from(portion);
            first.from(portion);
        }
        audience.hand(usual, first, (subscriber, frame) -> {
            if (!subscriber.queue.take(frame)) {
                shared.slow.didNotFit(subscriber, portion, frame);
            }
        });
    }
}
