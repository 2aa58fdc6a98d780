package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.StreamPosition;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What arrived in a channel while some of its subscribers were on their way to it: the deliveries after a position,
 * without a gap. Bounded; the oldest give way, and who needed them asks for them again. Pure.
 */
final class HeldBack {
    /** Most deliveries that are held. */
    static final int MAX_COUNT = 1024;

    /** Most bytes that are held, more only in a single delivery. */
    static final int MAX_BYTES = 1024 * 1024;

    private final ArrayDeque<Delivery> held = new ArrayDeque<>();
    private StreamPosition before;
    private StreamPosition last;
    private int bytes;

    /** Nothing arrived yet after {@code before}. */
    HeldBack(StreamPosition before) {
        this.before = before;
        this.last = before;
    }

    /** How what is held goes on from a position. */
    sealed interface Continuation {
        /** These follow on it, and nothing is missing. */
        record Follows(List<Delivery> deliveries) implements Continuation {}

        /** What follows on it was not held, or not long enough. */
        record NotHeld() implements Continuation {}

        /** It has not arrived yet. */
        record NotArrived() implements Continuation {}

        /** What arrived leaves it out: it does not belong to what arrived, or something is lost. */
        record Hole() implements Continuation {}
    }

    /** Holds {@code delivery}, which came after all others. */
    void arrived(Delivery delivery) {
        held.add(delivery);
        bytes += size(delivery);
        StreamPosition position = delivery.position();
        if (position != null) {
            last = position;
        }
        while (held.size() > MAX_COUNT || (bytes > MAX_BYTES && held.size() > 1)) {
            forget(held.remove());
        }
    }

    private void forget(Delivery delivery) {
        bytes -= size(delivery);
        StreamPosition position = delivery.position();
        if (position != null) {
            before = position;
        }
    }

    private static int size(Delivery delivery) {
        return delivery.push().frame().length;
    }

    /** Forgets everything: what arrives from now on follows on {@code position}. */
    void restart(StreamPosition position) {
        held.clear();
        bytes = 0;
        before = position;
        last = position;
    }

    /** How to go on after {@code reached}. */
    Continuation after(StreamPosition reached) {
        if (!reached.epoch().equals(last.epoch()) || !reached.epoch().equals(before.epoch())) {
            return new Continuation.Hole();
        }
        if (reached.offset() < before.offset()) {
            return new Continuation.NotHeld();
        }
        if (reached.offset() > last.offset()) {
            return new Continuation.NotArrived();
        }
        return follow(reached);
    }

    /** A delivery without a position belongs to the one before it: it comes after {@code reached} if that one does. */
    private Continuation follow(StreamPosition reached) {
        List<Delivery> all = List.copyOf(held);
        long offset = before.offset();
        int next = 0;
        while (offset < reached.offset()) {
            StreamPosition position = all.get(next++).position();
            offset = position == null ? offset : position.offset();
        }
        return offset == reached.offset()
                ? new Continuation.Follows(all.subList(next, all.size()))
                : new Continuation.Hole();
    }
}
