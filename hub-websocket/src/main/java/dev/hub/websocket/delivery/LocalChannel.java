package dev.hub.websocket.delivery;

import dev.hub.core.channel.ChannelName;
import dev.hub.websocket.outbound.OutboundFrame;
import io.vertx.core.Future;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One channel on one event loop, shared by all its subscribers there. */
public final class LocalChannel {
    private static final Subscriber[] NOBODY = new Subscriber[0];
    private static final int FEW = 2;

    private final ChannelName name;
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

    void add(Subscriber subscriber) {
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

    /** From the last to the first: an overflowing subscriber leaves, and the one that takes its place had its turn. */
    int deliver(OutboundFrame frame) {
        int reached = count;
        for (int i = count - 1; i >= 0; i--) {
            if (i < count) {
                subscribers[i].queue.offer(frame);
            }
        }
        return reached;
    }
}
