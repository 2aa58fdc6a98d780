package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How late deliveries were, in all and after each fault. A delivery is late by the time since it was acknowledged, since
 * its reader wanted to be connected, or since the fault was over, whichever was last. All times by one clock.
 */
public final class Delays {
    private final List<Healing> faults = new ArrayList<>();
    private boolean closed;
    private long longest;
    private String longestWhere = "nowhere";

    /** The time after one fault: how long until the last of what it had held up was delivered. */
    public static final class Healing {
        private static final long GOES_ON = Long.MAX_VALUE;
        private final String fault;
        private final long begun;
        private long over = GOES_ON;
        private long nanos;
        private String where = "nothing was late";

        private Healing(String fault, long begun) {
            this.fault = fault;
            this.begun = begun;
        }

        /** What had happened. */
        public String fault() {
            return fault;
        }

        /** From its beginning to its end. */
        public long lastedNanos() {
            return over == GOES_ON ? 0 : over - begun;
        }

        /** From its end, or the later acknowledgement, to the last delivery that was due. */
        public long healedNanos() {
            return nanos;
        }

        /** Who got that delivery. */
        public String where() {
            return where;
        }

        private void delivered(long since, long now, String to) {
            if (over != GOES_ON && now - Math.max(since, over) > nanos) {
                nanos = now - Math.max(since, over);
                where = to;
            }
        }
    }

    /** A fault begins. */
    public void begin(String fault, long now) {
        faults.add(new Healing(fault, now));
    }

    /** It is over: from now on the hub can heal what it did. */
    public void end(long now) {
        faults.getLast().over = now;
    }

    /** What comes now is not measured any more. */
    public void close() {
        closed = true;
    }

    /** A delivery that was due since {@code due} has arrived. */
    public void delivered(long due, long now, String to) {
        if (closed) {
            return;
        }
        if (now - due > longest) {
            longest = now - due;
            longestWhere = to;
        }
        Healing healing = faults.isEmpty() ? null : faults.getLast();
        if (healing != null) {
            healing.delivered(due, now, to);
        }
    }

    /** The longest that any due publication took, faults included. */
    public long longestNanos() {
        return longest;
    }

    /** Who got that one. */
    public String longestWhere() {
        return longestWhere;
    }

    /** One for each fault in order. */
    public List<Healing> healings() {
        return List.copyOf(faults);
    }

    /** The slowest healing; null when there was no fault. */
    public @Nullable Healing slowest() {
        return faults.stream().max((a, b) -> Long.compare(a.nanos, b.nanos)).orElse(null);
    }
}
