package dev.hub.core.valkey;

/** Whether a server lives, judged by when it was heard and asked. All times are of one monotonic clock, in nanoseconds. */
final class Pulse {

    /** What to do at a look at the clock. */
    enum Verdict {
        ALIVE,
        ASK,
        DEAD
    }

    private static final long NOT_ASKED = -1;

    private final long interval;
    private final long deadAfter;
    private long heardAt;
    private long beatAt;
    private long lookedAt;
    private long askedAt = NOT_ASKED;
    private long roundTrip = -1;

    Pulse(LinkSettings settings) {
        this.interval = settings.heartbeat().toNanos();
        this.deadAfter = settings.deadAfter().toNanos();
    }

    /** Begins anew with a fresh socket. */
    void begin(long now) {
        heardAt = now;
        beatAt = now;
        lookedAt = now;
        askedAt = NOT_ASKED;
    }

    /** Any sign of life. */
    void heard(long now) {
        heardAt = now;
    }

    /** The answer to a heartbeat, which measures the round trip. */
    void answered(long now) {
        heardAt = now;
        if (askedAt != NOT_ASKED) {
            roundTrip = now - askedAt;
            askedAt = NOT_ASKED;
        }
    }

    /** Microseconds of the last heartbeat, -1 before the first. */
    long roundTripMicros() {
        return roundTrip < 0 ? -1 : roundTrip / 1_000;
    }

    /** To be called more often than once per heartbeat. ASK counts as asked. */
    Verdict look(long now) {
        boolean stalled = now - lookedAt > interval;
        lookedAt = now;
        if (stalled) {
            // The event loop itself stood still: answers may lie unread in the socket. Judge the server from now on.
            heardAt = now;
        }
        if (now - heardAt > deadAfter) {
            return Verdict.DEAD;
        }
        if (askedAt != NOT_ASKED || now - beatAt < interval) {
            return Verdict.ALIVE;
        }
        askedAt = now;
        beatAt = now;
        return Verdict.ASK;
    }
}
