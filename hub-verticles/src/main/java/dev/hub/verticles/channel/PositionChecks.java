package dev.hub.verticles.channel;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Visits all streams in turn, a few in each tick, so that each is visited four times in an interval; reads those that were
 * quiet for an interval. So a publication that was lost without a sign is found after one and a quarter intervals at the
 * latest, and a hundred thousand quiet channels are not read all at once.
 */
final class PositionChecks {
    /** How often {@link #tick} is to be called. */
    static final Duration TICK = Duration.ofMillis(250);

    private static final int VISITS = 4;

    private final StreamHealer healer;
    private final ArrayDeque<FollowedStream> nextFirst = new ArrayDeque<>();
    private final int quietTicks;
    private final int roundTicks;
    private int now;

    /**
     * Without streams.
     *
     * @param interval 1 s or more
     */
    PositionChecks(StreamHealer healer, Duration interval) {
        this.healer = healer;
        this.quietTicks = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(1, interval.dividedBy(TICK)));
        this.roundTicks = Math.max(1, quietTicks / VISITS);
    }

    /** The time, in ticks. */
    int now() {
        return now;
    }

    /** From now on the stream is visited, until it is closed. */
    void add(FollowedStream stream) {
        stream.soundAt = now;
        nextFirst.addLast(stream);
    }

    /** Visits those whose turn it is. */
    void tick() {
        now++;
        int due = Math.ceilDiv(nextFirst.size(), roundTicks);
        for (int i = 0; i < due; i++) {
            FollowedStream stream = nextFirst.pollFirst();
            if (stream != null && !stream.isClosed) {
                nextFirst.addLast(stream);
                visit(stream);
            }
        }
    }

    private void visit(FollowedStream stream) {
        stream.revisit();
        StreamTail tail = stream.tail;
        boolean isQuiet = now - stream.soundAt >= quietTicks;
        if (tail != null && isQuiet && !stream.isDeaf && !stream.isClosed && stream.doubt == null) {
            stream.soundAt = now;
            healer.doubt(stream, tail, Doubt.Cause.PROBE);
        }
    }
}
