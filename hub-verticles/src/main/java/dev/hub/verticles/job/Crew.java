package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.job.JobClaim;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Who gets the jobs of one queue here as they come, and which jobs each of them has. Pure: no clock, no I/O. */
final class Crew {
    /** A worker takes its jobs in so many parts by turns, so that a few jobs are divided among all. */
    private static final int PARTS = 8;

    private final Map<JobWorker, Seat> seats = new LinkedHashMap<>();
    private final Map<JobClaim, Seat> holders = new HashMap<>();

    private static final class Seat {
        private final JobWorker worker;
        private final Set<JobClaim> held = new HashSet<>();
        private int credit;
        private int ahead;

        private Seat(JobWorker worker) {
            this.worker = worker;
        }

        private int room() {
            return Math.max(0, credit - held.size());
        }

        /** So many would have to wait for those that it has. */
        private int roomAhead() {
            return Math.max(0, credit + ahead - held.size()) - room();
        }

        private int working() {
            return Math.min(credit, held.size());
        }
    }

    /**
     * A worker's turn.
     *
     * @param room how many jobs it takes in this turn
     * @param isAhead it does not begin with these at once
     */
    record Turn(JobWorker worker, int room, boolean isAhead) {}

    boolean isEmpty() {
        return seats.isEmpty();
    }

    int size() {
        return seats.size();
    }

    /** How many jobs all of them work on at a time. */
    int credit() {
        int sum = 0;
        for (Seat seat : seats.values()) {
            sum += seat.credit;
        }
        return sum;
    }

    /** How many they work on. */
    int working() {
        int sum = 0;
        for (Seat seat : seats.values()) {
            sum += seat.working();
        }
        return sum;
    }

    /** Some have jobs ahead, so their handlers take little time. */
    boolean isQuick() {
        for (Seat seat : seats.values()) {
            if (seat.ahead > 0) {
                return true;
            }
        }
        return false;
    }

    boolean has(JobWorker worker) {
        return seats.containsKey(worker);
    }

    Collection<JobWorker> workers() {
        return List.copyOf(seats.keySet());
    }

    /** Comes, or has other credit from now on: so many jobs at a time, and so many beside these. */
    void join(JobWorker worker, int credit, int ahead) {
        Seat seat = seats.computeIfAbsent(worker, Seat::new);
        seat.credit = credit;
        seat.ahead = ahead;
    }

    /** Gets nothing more; what it has, it keeps. */
    void leave(JobWorker worker) {
        Seat seat = seats.remove(worker);
        if (seat != null) {
            seat.held.forEach(holders::remove);
        }
    }

    /** The worker has that job. */
    void take(JobWorker worker, JobClaim claim) {
        @Nullable Seat seat = seats.get(worker);
        if (seat != null) {
            seat.held.add(claim);
            holders.put(claim, seat);
        }
    }

    /** Nobody has it any more. */
    void drop(JobClaim claim) {
        @Nullable Seat seat = holders.remove(claim);
        if (seat != null) {
            seat.held.remove(claim);
        }
    }

    /** In which order they are to get jobs: those first who begin at once, and of these those who have the fewest. */
    List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        addTurns(turns, false);
        addTurns(turns, true);
        return turns;
    }

    private void addTurns(List<Turn> turns, boolean isAhead) {
        ToIntFunction<Seat> roomOf = isAhead ? Seat::roomAhead : Seat::room;
        List<Seat> free = new ArrayList<>(seats.size());
        for (Seat seat : seats.values()) {
            if (roomOf.applyAsInt(seat) > 0) {
                free.add(seat);
            }
        }
        free.sort(Comparator.comparingInt(seat -> seat.held.size()));
        int parts = free.size() == 1 ? 1 : PARTS;
        for (int part = 0; part < parts; part++) {
            for (Seat seat : free) {
                int all = roomOf.applyAsInt(seat);
                int each = (all + parts - 1) / parts;
                int room = Math.min(each, all - part * each);
                if (room > 0) {
                    turns.add(new Turn(seat.worker, room, isAhead));
                }
            }
        }
    }
}
