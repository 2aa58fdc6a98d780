package dev.hub.websocket.delivery;

import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.metrics.Tally;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.OutboundFrame;
import java.util.ArrayList;
import java.util.List;

/** What becomes of subscriptions whose socket does not keep up, by the rules of the channel's namespace. */
final class SlowSockets {
    private final FanOut shared;
    final Tally conflated = new Tally();
    final Tally dropped = new Tally();
    final Tally catchUps = new Tally();

    SlowSockets(FanOut shared) {
        this.shared = shared;
    }

    /** The queue of {@code subscriber} did not take {@code frame}, in which {@code portion} is. */
    void didNotFit(Subscriber subscriber, Portion portion, OutboundFrame frame) {
        DeliveryRules rules = subscriber.channel.rules();
        switch (rules.slowConsumer()) {
            case DISCONNECT -> subscriber.owner().overflowed();
            case CONFLATE -> conflate(subscriber, rules.conflateBy(), List.of(portion));
            case DROP_OLDEST -> {
                StreamPosition reached = portion.before();
                if (subscriber.positioned && reached != null) {
                    catchUpLater(subscriber, reached);
                } else {
                    drop(subscriber, portion, frame);
                }
            }
        }
    }

    /** Too much waits for all sockets, and for this one most: takes back what the rules allow. */
    void relieve(Subscriber subscriber) {
        DeliveryRules rules = subscriber.channel.rules();
        if (!subscriber.hasJoined()) {
            return;
        }
        switch (rules.slowConsumer()) {
            case DISCONNECT -> {
                // Its rules were others when this was queued.
            }
            case CONFLATE -> conflate(subscriber, rules.conflateBy(), List.of());
            case DROP_OLDEST -> dropAll(subscriber);
        }
    }

    // ---- conflation

    /** What waits and what comes gives way to the latest of each key; too many keys are too many. */
    private void conflate(Subscriber subscriber, String key, List<Portion> next) {
        List<Portion> all = new ArrayList<>(withdraw(subscriber));
        all.addAll(next);
        if (all.isEmpty()) {
            return;
        }
        Portion latest = Portion.latest(all, key, subscriber.form);
        conflated.add(count(all) - latest.publications());
        List<EncodedPush> pushes = latest.pushes(subscriber.form, false);
        if (pushes.isEmpty()) {
            return;
        }
        OutboundFrame frame = Portion.joined(pushes).from(latest);
        boolean isMuch = frame.size() > shared.turn.maxQueueBytes() / 2 && all.size() > 1;
        if (isMuch || !subscriber.queue.take(frame)) {
            subscriber.owner().overflowed();
        }
    }

    // ---- dropping

    /** The subscription gets no live publications until its socket has taken what waits, and then those it missed. */
    private void catchUpLater(Subscriber subscriber, StreamPosition reached) {
        catchUps.add(1);
        subscriber.channel.remove(subscriber);
        subscriber.position = Subscriber.NOT_JOINED;
        new CatchUp(shared, subscriber, reached).whenDrained();
    }

    /** With deltas nothing of what waits makes sense any more when its beginning is gone. */
    private void drop(Subscriber subscriber, Portion portion, OutboundFrame frame) {
        boolean delta = subscriber.form.delta();
        List<Portion> gone =
                delta ? withdraw(subscriber) : portions(subscriber.queue.dropOldest(subscriber.channel, frame.size()));
        dropped.add(count(gone));
        OutboundFrame next =
                delta ? Portion.joined(portion.pushes(subscriber.form, false)).from(portion) : frame;
        if (!subscriber.queue.take(next)) {
            dropped.add(portion.publications());
            subscriber.channel.forget(subscriber);
        }
    }

    private void dropAll(Subscriber subscriber) {
        List<Portion> gone = withdraw(subscriber);
        if (gone.isEmpty()) {
            return;
        }
        StreamPosition reached = gone.getFirst().before();
        if (subscriber.positioned && reached != null) {
            catchUpLater(subscriber, reached);
        } else {
            dropped.add(count(gone));
            subscriber.channel.forget(subscriber);
        }
    }

    private static List<Portion> withdraw(Subscriber subscriber) {
        return portions(subscriber.queue.withdraw(subscriber.channel));
    }

    private static List<Portion> portions(List<OutboundFrame.Origin> origins) {
        return origins.stream().map(Portion.class::cast).toList();
    }

    private static int count(List<Portion> portions) {
        return portions.stream().mapToInt(Portion::publications).sum();
    }
}
