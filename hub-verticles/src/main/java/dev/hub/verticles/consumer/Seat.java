package dev.hub.verticles.consumer;

import dev.hub.core.consumer.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One worker of a consumer, and what it has not acknowledged. */
final class Seat<W> {
    /** A worker that has so many bytes gets nothing more until it acknowledged some, whatever its credit. */
    static final int MAX_BYTES = 256 * 1024;

    final W worker;

    /** Tells seats apart that are equal otherwise. */
    final int number;

    /** When it got something last, in the count of all deliveries. */
    long served;

    private final Map<Long, Held> held = new HashMap<>();
    private int credit;
    private long bytes;

    Seat(W worker, int number, int credit) {
        this.worker = worker;
        this.number = number;
        this.credit = credit;
    }

    private record Held(int attempt, int bytes, long until) {}

    void credit(int deliveries) {
        credit = deliveries;
    }

    /** How many more deliveries it may be sent. */
    int room() {
        return bytes >= MAX_BYTES ? 0 : spare();
    }

    /** The same however large they are. */
    int spare() {
        return Math.max(0, credit - held.size());
    }

    boolean holdsNothing() {
        return held.isEmpty();
    }

    void take(Lease lease, int size, long until) {
        drop(lease.offset());
        held.put(lease.offset(), new Held(lease.attempt(), size, until));
        bytes += size;
    }

    void drop(long offset) {
        Held dropped = held.remove(offset);
        if (dropped != null) {
            bytes -= dropped.bytes();
        }
    }

    void extend(long offset, long until) {
        held.computeIfPresent(offset, (same, before) -> new Held(before.attempt(), before.bytes(), until));
    }

    /** The offsets of what it has had for too long. */
    List<Long> expired(long now) {
        List<Long> late = new ArrayList<>();
        held.forEach((offset, each) -> {
            if (each.until() <= now) {
                late.add(offset);
            }
        });
        return late;
    }

    List<Lease> leases() {
        return held.entrySet().stream()
                .map(each -> new Lease(each.getKey(), each.getValue().attempt()))
                .toList();
    }
}
