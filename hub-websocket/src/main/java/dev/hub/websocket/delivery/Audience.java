package dev.hub.websocket.delivery;

import dev.hub.websocket.outbound.OutboundFrame;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscribers of one channel who get its publications in one form. Those who got the latest publication stand in
 * front; a delta means something to them only.
 */
final class Audience {
    private static final Subscriber[] NOBODY = new Subscriber[0];
    private static final int FEW = 2;

    final Form form;
    private Subscriber[] subscribers = NOBODY;
    private int count;
    /** So many of them got the latest publication. */
    private int upToDate;

    Audience(Form form) {
        this.form = form;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Some did not get the latest publication. */
    boolean hasFresh() {
        return upToDate < count;
    }

    void add(Subscriber subscriber, boolean hasLatest) {
        if (count == subscribers.length) {
            subscribers = Arrays.copyOf(subscribers, Math.max(FEW, count + (count >> 1)));
        }
        put(subscriber, count++);
        if (hasLatest) {
            swap(subscriber.position, upToDate++);
        }
    }

    /** The last one of its part takes the place that becomes free, and the last one of all takes that one's. */
    void remove(Subscriber subscriber) {
        forget(subscriber);
        swap(subscriber.position, --count);
        clear(count);
        if (count < subscribers.length >> 2) {
            subscribers = Arrays.copyOf(subscribers, count << 1);
        }
    }

    /** What the subscriber got last is not the latest publication. */
    void forget(Subscriber subscriber) {
        if (subscriber.position < upToDate) {
            swap(subscriber.position, --upToDate);
        }
    }

    private void put(Subscriber subscriber, int position) {
        subscribers[position] = subscriber;
        subscriber.position = position;
    }

    private void swap(int one, int other) {
        Subscriber first = subscribers[one];
        put(subscribers[other], one);
        put(first, other);
    }

    @SuppressWarnings("NullAway") // beyond count there is nothing
    private void clear(int position) {
        subscribers[position] = null;
    }

    /** Who takes a frame, or has to do without it. */
    @FunctionalInterface
    interface Taker {
        void take(Subscriber subscriber, OutboundFrame frame);
    }

    /**
     * Gives {@code usual} to those who got the latest publication before, {@code first} to the others, and counts all as
     * having got it. From the last to the first: an overflowing subscriber leaves, and the one that takes its place had
     * its turn.
     */
    void hand(OutboundFrame usual, OutboundFrame first, Taker taker) {
        int known = upToDate;
        upToDate = count;
        for (int i = count - 1; i >= 0; i--) {
            if (i < count) {
                taker.take(subscribers[i], i < known ? usual : first);
            }
        }
    }

    /** As they are now; {@code action} may remove them. */
    void forEach(Consumer<Subscriber> action) {
        for (Subscriber each : Arrays.copyOf(subscribers, count)) {
            action.accept(each);
        }
    }
}
