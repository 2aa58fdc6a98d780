package dev.hub.verticles.consumer;

import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who works for one consumer here, and what each of them has not acknowledged. A delivery goes to whoever has the most room,
 * and among equals to the one that has waited longest. Pure: no clock, no I/O.
 *
 * @param <W> workers, told apart by {@code equals}
 */
final class Workforce<W> {
    private final Map<W, Seat<W>> seats = new LinkedHashMap<>();
    private final Map<Long, Seat<W>> holders = new HashMap<>();
    private final NavigableSet<Seat<W>> byRoom = new TreeSet<>(Comparator.<Seat<W>>comparingInt(Seat::room)
            .thenComparingInt(Seat::spare)
            .reversed()
            .thenComparingLong(seat -> seat.served)
            .thenComparingInt(seat -> seat.number));
    private int numbers;
    private long served;
    private int room;

    /**
     * What became of deliveries.
     *
     * @param parts who gets what, in the order of the deliveries
     * @param left what nobody had room for
     */
    record Assignment<W>(Map<W, List<ConsumerDelivery>> parts, List<ConsumerDelivery> left) {}

    boolean isEmpty() {
        return seats.isEmpty();
    }

    boolean has(W worker) {
        return seats.containsKey(worker);
    }

    Collection<W> workers() {
        return List.copyOf(seats.keySet());
    }

    /** How many deliveries all of them may be sent. */
    int room() {
        return room;
    }

    /** How many deliveries all of them have. */
    int held() {
        return holders.size();
    }

    /** Comes, or has other credit from now on: so many deliveries at a time. */
    void join(W worker, int credit) {
        Seat<W> seat = seats.get(worker);
        if (seat == null) {
            Seat<W> taken = new Seat<>(worker, numbers++, credit);
            seats.put(worker, taken);
            room += taken.room();
            byRoom.add(taken);
        } else {
            change(seat, () -> seat.credit(credit));
        }
    }

    /** Goes; tells what it had. */
    List<Lease> leave(W worker) {
        Seat<W> seat = seats.remove(worker);
        if (seat == null) {
            return List.of();
        }
        byRoom.remove(seat);
        room -= seat.room();
        List<Lease> leases = seat.leases();
        leases.forEach(lease -> holders.remove(lease.offset()));
        return leases;
    }

    /**
     * Hands deliveries out. One that somebody had before is taken from there: its time was over.
     *
     * @param until when they are over, by the caller's clock
     */
    Assignment<W> assign(List<ConsumerDelivery> deliveries, long until) {
        Map<W, List<ConsumerDelivery>> parts = new LinkedHashMap<>();
        List<ConsumerDelivery> left = new ArrayList<>();
        for (ConsumerDelivery delivery : deliveries) {
            drop(delivery.offset());
            if (byRoom.isEmpty() || byRoom.first().spare() == 0) {
                left.add(delivery);
            } else {
                Seat<W> seat = byRoom.first();
                take(seat, delivery, until);
                parts.computeIfAbsent(seat.worker, none -> new ArrayList<>()).add(delivery);
            }
        }
        return new Assignment<>(parts, left);
    }

    private void take(Seat<W> seat, ConsumerDelivery delivery, long until) {
        Lease lease = new Lease(delivery.offset(), delivery.attempt());
        change(seat, () -> {
            seat.take(lease, delivery.publication().size(), until);
            seat.served = ++served;
        });
        holders.put(delivery.offset(), seat);
    }

    /** Nobody has these any more. */
    void drop(Collection<Long> offsets) {
        offsets.forEach(this::drop);
    }

    private void drop(long offset) {
        @Nullable Seat<W> holder = holders.remove(offset);
        if (holder != null) {
            change(holder, () -> holder.drop(offset));
        }
    }

    /** Whoever has these may have them until then. */
    void extend(Collection<Long> offsets, long until) {
        for (long offset : offsets) {
            @Nullable Seat<W> holder = holders.get(offset);
            if (holder != null) {
                holder.extend(offset, until);
            }
        }
    }

    /** Takes back the credit for what was not acknowledged in time; others have it now, or will. */
    void expire(long now) {
        for (Seat<W> seat : seats.values()) {
            if (!seat.holdsNothing()) {
                drop(seat.expired(now));
            }
        }
    }

    /** The order of seats depends on what changes: a seat is taken out of it meanwhile. */
    private void change(Seat<W> seat, Runnable action) {
        byRoom.remove(seat);
        room -= seat.room();
        action.run();
        room += seat.room();
        byRoom.add(seat);
    }
}
