package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.FlushTurn;
import dev.hub.websocket.outbound.OutboundFrame;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One channel on one event loop, shared by all its subscribers there. */
public final class LocalChannel implements FlushTurn.Source {
    private final ChannelName name;
    private final FanOut shared;
    private final List<Delivery> arrived = new ArrayList<>(0);
    private final Audience plain = new Audience(Form.PLAIN);
    /** The audiences of other forms, where there are any. */
    private @Nullable Map<Form, Audience> special;

    private int count;
    /** Of the last delivery that arrived; null in a channel without history. */
    private @Nullable StreamPosition position;
    /** Of the delivery before the first of {@link #arrived}. */
    private @Nullable StreamPosition beforeArrived;
    /** Those on their way to the live publications; null when there are none. */
    private @Nullable Newcomers newcomers;
    /** The rules of its namespace among {@link #rulesFrom}. */
    private DeliveryRules rules = DeliveryRules.plain();

    private @Nullable Namespaces rulesFrom;
    /** Publications are being collected, and go out when the time is over. */
    private boolean collects;

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
        return count;
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
        audience(subscriber.form).add(subscriber, hasLatest);
        count++;
    }

    void remove(Subscriber subscriber) {
        Audience audience = audience(subscriber.form);
        audience.remove(subscriber);
        count--;
        Map<Form, Audience> others = special;
        if (others != null && audience != plain && audience.isEmpty()) {
            others.remove(audience.form);
            special = others.isEmpty() ? null : others;
        }
    }

    private Audience audience(Form form) {
        if (form.equals(Form.PLAIN)) {
            return plain;
        }
        Map<Form, Audience> others = special;
        if (others == null) {
            others = new LinkedHashMap<>();
            special = others;
        }
        return others.computeIfAbsent(form, Audience::new);
    }

    private List<Audience> audiences() {
        List<Audience> all = new ArrayList<>();
        all.add(plain);
        if (special != null) {
            all.addAll(special.values());
        }
        return all;
    }

    // ---- what comes

    /** A publication has come; it is handed out at the end of the turn, with the others that come until then. */
    void arrived(Delivery delivery) {
        StreamPosition before = position;
        if (delivery.position() != null) {
            position = delivery.position();
        }
        if (count > 0) {
            if (arrived.isEmpty()) {
                beforeArrived = before;
            }
            arrived.add(delivery);
            handOutInTime();
        }
        if (newcomers != null) {
            newcomers.arrived(delivery);
        }
    }

    private void handOutInTime() {
        DeliveryRules now = rules();
        if (!now.isBatched()) {
            if (arrived.size() == 1) {
                shared.turn.handOutLater(this);
            }
        } else if (now.batchMaxSize() > 0 && arrived.size() >= now.batchMaxSize()) {
            handOut();
        } else if (!collects) {
            collects = true;
            shared.later.run(now.batchMaxDelay().toMillis(), TimeUnit.MILLISECONDS, this::timeIsOver);
        }
    }

    private void timeIsOver() {
        collects = false;
        handOut();
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

    /** Other rules may hold: nothing waits by the former ones. */
    void rulesChanged() {
        collects = false;
        handOut();
    }

    /** Those who are here by the rules of namespaces alone have to ask again. */
    void dismiss() {
        for (Audience audience : audiences()) {
            audience.forEach(subscriber -> {
                if (!subscriber.isGranted() && subscriber.hasJoined()) {
                    subscriber.lost();
                }
            });
        }
    }

    /** Publications were lost; what comes from now on follows on {@code start}. */
    void interrupted(StreamPosition start) {
        handOut();
        position = start;
        if (newcomers != null) {
            newcomers.interrupted(start);
        }
        for (Audience audience : audiences()) {
            audience.forEach(subscriber -> {
                if (subscriber.positioned && subscriber.hasJoined()) {
                    subscriber.lost();
                }
            });
        }
    }

    // ---- what goes out

    /**
     * Hands what has arrived to all subscribers, each of whom is visited once for all of it: with thousands of them that
     * is what it costs.
     */
    @Override
    public void handOut() {
        DeliveryRules now = rules();
        boolean isKept = now.slowConsumer() != SlowConsumer.DISCONNECT || now.batchFlushLatest();
        List<Delivery> all = isKept ? List.copyOf(arrived) : arrived;
        StreamPosition before = beforeArrived;
        int from = 0;
        while (from < all.size()) {
            int to = now.isBatched() && now.batchFlushLatest() ? all.size() : Portion.end(all, from);
            Portion portion = Portion.whole(this, all.subList(from, to), before);
            hand(now.isBatched() && now.batchFlushLatest() ? portion.latest(now.conflateBy()) : portion);
            before = portion.end();
            from = to;
        }
        arrived.clear();
    }

    private void hand(Portion portion) {
        if (!plain.isEmpty()) {
            hand(portion, plain);
        }
        if (special != null) {
            List.copyOf(special.values()).forEach(audience -> hand(portion, audience));
        }
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

    /** What the subscriber got last is not the latest publication any more. */
    void forget(Subscriber subscriber) {
        audience(subscriber.form).forget(subscriber);
    }
}
