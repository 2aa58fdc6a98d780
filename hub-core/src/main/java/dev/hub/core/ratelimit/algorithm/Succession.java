package dev.hub.core.ratelimit.algorithm;

/** Puts a limiter under another quota: what was used of the one is used of the other. */
final class Succession {
    private Succession() {}

    static LocalLimiter of(LocalLimiter old, Rate next, long nowMicros) {
        if (next.equals(old.rate())) {
            return old;
        }
        LocalLimiter made = LocalLimiter.of(next);
        if (made.getClass().equals(old.getClass())) {
            goOn(made, old, nowMicros);
        } else if (!(made instanceof LocalSlots)) {
            made.charge(old.used(nowMicros), nowMicros);
        }
        return made;
    }

    /** Both count in the same way. */
    private static void goOn(LocalLimiter made, LocalLimiter old, long nowMicros) {
        switch (old) {
            case LocalBucket bucket -> ((LocalBucket) made).continueFrom(bucket, nowMicros);
            case LocalWindow window -> ((LocalWindow) made).continueFrom(window, nowMicros);
            case LocalSlidingWindow window -> ((LocalSlidingWindow) made).continueFrom(window, nowMicros);
            case LocalLog log -> ((LocalLog) made).continueFrom(log);
            case LocalSlots slots -> ((LocalSlots) made).continueFrom(slots);
        }
    }
}
