package dev.hub.websocket.connection;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * All deadlines of one event loop's connections, one for each: cheap to set, to move and to remove, and without an
 * object of its own for each. It is the list of the connections as well. Counts ticks of {@value #TICK_MILLIS} ms from
 * 0; a loop that was held up counts fewer of them, so that nobody is late because the hub was.
 */
final class TimerWheel {
    static final int TICK_MILLIS = 100;

    private static final int BUCKETS = 512;
    private static final int FEW = 4;
    private static final Timed[] EMPTY = new Timed[0];

    private final Timed[][] buckets = new Timed[BUCKETS][];
    private final int[] counts = new int[BUCKETS];
    private int now;
    private int size;

    TimerWheel() {
        Arrays.fill(buckets, EMPTY);
    }

    /** Milliseconds as ticks, rounded up. */
    static int ticks(long millis) {
        return (int) Math.min(Integer.MAX_VALUE / 2, (millis + TICK_MILLIS - 1) / TICK_MILLIS);
    }

    int now() {
        return now;
    }

    int size() {
        return size;
    }

    /** Sets or moves the deadline; one that has passed is due at the next tick. */
    void schedule(Timed timed, int deadline) {
        remove(timed);
        timed.deadline = Math.max(deadline, now + 1);
        int bucket = timed.deadline & (BUCKETS - 1);
        int count = counts[bucket];
        if (count == buckets[bucket].length) {
            buckets[bucket] = Arrays.copyOf(buckets[bucket], Math.max(FEW, count * 2));
        }
        buckets[bucket][count] = timed;
        timed.bucket = bucket;
        timed.position = count;
        counts[bucket] = count + 1;
        size++;
    }

    /** Removes it if it is there. */
    void remove(Timed timed) {
        int bucket = timed.bucket;
        if (bucket == Timed.NOT_IN_WHEEL) {
            return;
        }
        Timed[] entries = buckets[bucket];
        int end = --counts[bucket];
        entries[timed.position] = entries[end];
        entries[timed.position].position = timed.position;
        clear(entries, end);
        if (end < entries.length >> 2) {
            buckets[bucket] = Arrays.copyOf(entries, end << 1);
        }
        timed.bucket = Timed.NOT_IN_WHEEL;
        size--;
    }

    @SuppressWarnings("NullAway") // beyond the count there is nothing
    private static void clear(Timed[] entries, int position) {
        entries[position] = null;
    }

    /** Goes on by one tick and tells everything that is due. */
    void tick() {
        now++;
        int bucket = now & (BUCKETS - 1);
        Timed[] entries = Arrays.copyOf(buckets[bucket], counts[bucket]);
        for (Timed each : entries) {
            if (each.bucket == bucket && each.deadline <= now) {
                each.due(now);
            }
        }
    }

    /** Hands everything to {@code action}, which may remove or move it. */
    void forEach(Consumer<Timed> action) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Timed[] entries = Arrays.copyOf(buckets[bucket], counts[bucket]);
            for (Timed each : entries) {
                action.accept(each);
            }
        }
    }
}
