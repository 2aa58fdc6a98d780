package dev.hub.websocket.delivery;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.websocket.outbound.FlushTurn;
import dev.hub.websocket.outbound.OutboundFrame;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One channel on one event loop, shared by all its subscribers there. */
public final class LocalChannel implements FlushTurn.Source {
    /** Publications of one turn are joined up to this size, in bytes. */
    private static final int MAX_JOINED = 64 * 1024;

    private static final Subscriber[] NOBODY = new Subscriber[0];
    private static final int FEW = 2;

    private final ChannelName name;
    private final List<EncodedPush> arrived = new ArrayList<>(0);
    private Subscriber[] subscribers = NOBODY;
    private int count;

    /** Subscribers in {@link #subscribers} and those that are about to join. */
    int holders;

    /** When the owner of the channel knows of this loop; null before anybody asked. */
    @Nullable
    Future<Void> attached;

    LocalChannel(ChannelName name) {
        this.name = name;
    }

    /** The name; the one object that everything on this loop shares. */
    public ChannelName name() {
        return name;
    }

    int count() {
        return count;
    }

    /** The subscriber gets what arrives from now on, not what waits for the end of the turn. */
    void add(Subscriber subscriber) {
        handOut();
        if (count == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, Math.max(FEW, count + (count >> 1)));
        }
        subscriber.position = count;
        subscribers[count++] = subscriber;
    }

    /** The last one takes the place that becomes free. */
    void remove(Subscriber subscriber) {
        Subscriber last = subscribers[--count];
        subscribers[subscriber.position] = last;
        last.position = subscriber.position;
        clear(count);
        if (count < subscribers.length >> 2) {
            subscribers = Arrays.copyOf(subscribers, count << 1);
        }
    }

    @SuppressWarnings("NullAway") // beyond count there is nothing
    private void clear(int position) {
        subscribers[position] = null;
    }

    /** A publication has come; it is handed out at the end of the turn, with the others that come until then. */
    void arrived(EncodedPush push, FlushTurn turn) {
        if (arrived.isEmpty()) {
            turn.handOutLater(this);
        }
        arrived.add(push);
    }

    /**
     * Hands what has arrived to all subscribers, each of whom is visited once for all of it: with thousands of them that
     * is what it costs.
     */
    @Override
    public void handOut() {
        int from = 0;
        while (from < arrived.size()) {
            int size = arrived.get(from).frame().length;
            int to = from + 1;
            while (to < arrived.size() && size + arrived.get(to).frame().length <= MAX_JOINED) {
                size += arrived.get(to++).frame().length;
            }
            deliver(frame(arrived.subList(from, to), size));
            from = to;
        }
        arrived.clear();
    }

    private static OutboundFrame frame(List<EncodedPush> pushes, int size) {
        return pushes.size() == 1 ? OutboundFrame.shared(pushes.getFirst()) : OutboundFrame.joined(pushes, size);
    }

    /** From the last to the first: an overflowing subscriber leaves, and the one that takes its place had its turn. */
    private void deliver(OutboundFrame frame) {
        for (int i = count - 1; i >= 0; i--) {
            if (i < count) {
                subscribers[i].queue.offer(frame);
            }
        }
    }
}
