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

        private Seat(JobWorker worker) {
            this.worker = worker;
        }

        private int room() {
            return Math.max(0, credit - held.size());
        }
    }

    /**
     * A worker's turn.
     *
     * @param room how many jobs it takes in this turn
     */
    record Turn(JobWorker worker, int room) {}

    boolean isEmpty() {
        return seats.isEmpty();
    }

    int size() {
        return seats.size();
    }

    /** How many jobs all of them may have at a time. */
    int credit() {
        int sum = 0;
        for (Seat seat : seats.values()) {
            sum += seat.credit;
        }
        return sum;
    }

    /** How many they have. */
    int held() {
        return holders.size();
    }

    boolean has(JobWorker worker) {
        return seats.containsKey(worker);
    }

    Collection<JobWorker> workers() {
        return List.copyOf(seats.keySet());
    }

    /** Comes, or has other credit from now on: so many jobs at a time. */
    void join(JobWorker worker, int credit) {
        seats.computeIfAbsent(worker, Seat::new).credit = credit;
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

    /** In which order those who have room are to get jobs: those first who have the fewest. */
    List<Turn> turns() {
        List<Seat> free = seats.values().stream()
                .filter(seat -> seat.room() > 0)
                .sorted(Comparator.comparingInt(seat -> seat.held.size()))
                .toList();
        if (free.size() == 1) {
            return List.of(new Turn(free.getFirst().worker, free.getFirst().room()));
        }
        List<Turn> turns = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            for (Seat seat : free) {
                int each = (seat.room() + PARTS - 1) / PARTS;
                int room = Math.min(each, seat.room() - part * each);
                if (room > 0) {
                    turns.add(new Turn(seat.worker, room));
                }
            }
        }
        return turns;
    }
}
