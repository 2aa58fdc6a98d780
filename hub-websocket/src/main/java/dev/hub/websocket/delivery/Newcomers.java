package dev.hub.websocket.delivery;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.StreamPosition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel that are on their way to the live publications, and what arrives meanwhile: held once
 * for all of them, and only while one of them waits for an answer that it will have to be joined to.
 */
final class Newcomers {
    private final LocalChannel channel;
    private final Map<Subscriber, CatchUp> all = new HashMap<>();
    private final Set<CatchUp> early = new HashSet<>();
    private @Nullable HeldBack held;
    private int askers;

    Newcomers(LocalChannel channel) {
        this.channel = channel;
    }

    @Nullable
    CatchUp find(Subscriber subscriber) {
        return all.get(subscriber);
    }

    void add(Subscriber subscriber, CatchUp catchUp) {
        all.put(subscriber, catchUp);
    }

    void remove(Subscriber subscriber) {
        CatchUp gone = all.remove(subscriber);
        if (gone != null) {
            early.remove(gone);
        }
        if (all.isEmpty()) {
            channel.forgetNewcomers();
        }
    }

    /** As they are now; {@code action} may remove them. */
    void forEach(Consumer<Subscriber> action) {
        List.copyOf(all.keySet()).forEach(action);
    }

    /** Somebody asks what came after a position: what arrives from now on is to be joined to the answer. */
    void askerCame() {
        StreamPosition position = channel.position();
        if (askers++ == 0 && position != null) {
            held = new HeldBack(position);
        }
    }

    void askerWent() {
        if (--askers == 0) {
            held = null;
        }
    }

    void arrived(Delivery delivery) {
        HeldBack kept = held;
        if (kept == null) {
            return;
        }
        kept.arrived(delivery);
        if (!early.isEmpty()) {
            List<CatchUp> waiting = List.copyOf(early);
            early.clear();
            waiting.forEach(CatchUp::join);
        }
    }

    /** {@code catchUp} is ahead of what has arrived; it tries again with the next delivery. */
    void isEarly(CatchUp catchUp) {
        early.add(catchUp);
    }

    void interrupted(StreamPosition position) {
        if (held != null) {
            held.restart(position);
        }
        List.copyOf(all.values()).forEach(CatchUp::interrupted);
    }

    HeldBack.Continuation after(StreamPosition reached) {
        HeldBack kept = held;
        return kept == null ? new HeldBack.Continuation.NotHeld() : kept.after(reached);
    }
}
