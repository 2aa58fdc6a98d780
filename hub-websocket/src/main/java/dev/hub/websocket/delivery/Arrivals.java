package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.StreamPosition;
import dev.hub.websocket.outbound.FlushTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived in one channel and waits to be handed out: until the end of the turn, or until the namespace's time
 * or size of a batch is reached. Exists from the first delivery on, for most channels are idle.
 */
final class Arrivals implements FlushTurn.Source {
    private final LocalChannel channel;
    private final FanOut shared;
    private final List<Delivery> arrived = new ArrayList<>(1);
    /** Of the delivery before the first that waits. */
    private @Nullable StreamPosition before;
    /** Publications are being collected, and go out when the time is over. */
    private boolean collects;

    Arrivals(LocalChannel channel, FanOut shared) {
        this.channel = channel;
        this.shared = shared;
    }

    /** One more has come, after {@code position}. */
    void add(Delivery delivery, @Nullable StreamPosition position) {
        if (arrived.isEmpty()) {
            before = position;
        }
        arrived.add(delivery);
        handOutInTime(channel.rules());
    }

    private void handOutInTime(DeliveryRules rules) {
        if (!rules.isBatched()) {
            if (arrived.size() == 1) {
                shared.turn.handOutLater(this);
            }
        } else if (rules.batchMaxSize() > 0 && arrived.size() >= rules.batchMaxSize()) {
            handOut();
        } else if (!collects) {
            collects = true;
            shared.later.run(rules.batchMaxDelay().toMillis(), TimeUnit.MILLISECONDS, this::timeIsOver);
        }
    }

    /** Nothing waits by the former rules. */
    void rulesChanged() {
        collects = false;
        handOut();
    }

    private void timeIsOver() {
        collects = false;
        handOut();
    }

    /**
     * Hands what has arrived to all subscribers, each of whom is visited once for all of it: with thousands of them that
     * is what it costs.
     */
    @Override
    public void handOut() {
        DeliveryRules rules = channel.rules();
        boolean latestOnly = rules.isBatched() && rules.batchFlushLatest();
        boolean isKept = rules.slowConsumer() != SlowConsumer.DISCONNECT || rules.batchFlushLatest();
        List<Delivery> all = isKept ? List.copyOf(arrived) : arrived;
        StreamPosition reached = before;
        int from = 0;
        while (from < all.size()) {
            int to = latestOnly ? all.size() : Portion.end(all, from);
            Portion portion = Portion.whole(channel, all.subList(from, to), reached);
            channel.hand(latestOnly ? portion.latest(rules.conflateBy()) : portion);
            reached = portion.end();
            from = to;
        }
        arrived.clear();
    }
}
