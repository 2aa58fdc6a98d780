package dev.hub.websocket.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first few of many things that come in no order. */
public final class FirstFew<T> {
    private final Comparator<T> order;
    private final int limit;
    private final PriorityQueue<T> lastFirst;

    /** The first {@code limit} in {@code order}. */
    public FirstFew(Comparator<T> order, int limit) {
        this.order = order;
        this.limit = limit;
        this.lastFirst = new PriorityQueue<>(Math.min(limit, 64), order.reversed());
    }

    /** Takes one more into account. */
    public void offer(T candidate) {
        if (lastFirst.size() < limit) {
            lastFirst.add(candidate);
        } else if (order.compare(candidate, lastFirst.element()) < 0) {
            lastFirst.remove();
            lastFirst.add(candidate);
        }
    }

    /** Those that were kept, in order. */
    public List<T> inOrder() {
        List<T> all = new ArrayList<>(lastFirst);
        all.sort(order);
        return all;
    }
}
