package dev.hub.core.ratelimit.algorithm;

import dev.hub.core.ratelimit.Standing;

/**
 * A limit that is counted in memory, of one owner. Deciding allocates nothing and takes some ten nanoseconds. Times are in
 * µs since 1970, of any clock; one that steps back refills nothing and frees nothing.
 */
public sealed interface LocalLimiter permits LocalBucket, LocalWindow, LocalSlidingWindow, LocalLog, LocalSlots {
    /** How long {@link #retryAfterMicros} is for what is more than the limit ever admits. */
    long NEVER = Standing.NEVER;

    /** A new one of which nothing was taken. */
    static LocalLimiter of(Rate rate) {
        return switch (rate.quota().algorithm()) {
            case TOKEN_BUCKET -> new LocalBucket(rate);
            case FIXED_WINDOW -> new LocalWindow(rate);
            case SLIDING_WINDOW -> new LocalSlidingWindow(rate);
            case SLIDING_LOG -> new LocalLog(rate);
            case CONCURRENCY -> new LocalSlots(rate);
        };
    }

    /** What it keeps to. */
    Rate rate();

    /** Takes {@code cost} (0 or more) if all of it is there; else nothing. */
    boolean take(long cost, long nowMicros);

    /** Gives back what was taken last, up to {@code amount}; never more than was taken. From windows that are over nothing. */
    void refund(long amount, long nowMicros);

    /** How much could be taken at once. */
    long remaining(long nowMicros);

    /** How long until {@code cost} may be there if nothing more is taken; 0 if it is, {@link #NEVER} if it never is. */
    long retryAfterMicros(long cost, long nowMicros);

    /** How long until all is there if nothing more is taken; with 0 it may be forgotten. */
    long resetMicros(long nowMicros);

    /** How much of it is used, rounded up. */
    long used(long nowMicros);

    /** Counts {@code amount} as taken, whether it is there or not. */
    void charge(long amount, long nowMicros);

    /**
     * The same under another quota. What was used of this one is used of that one: with the same algorithm and period as it
     * is, of a bucket in proportion to a token, else in whole units from now on. Slots are counted by those who have them, and
     * what was counted otherwise is not in use: the first go on as used, the latter begin with none.
     */
    default LocalLimiter changedTo(Rate other, long nowMicros) {
        return Succession.of(this, other, nowMicros);
    }
}
