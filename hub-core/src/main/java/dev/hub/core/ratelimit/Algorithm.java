package dev.hub.core.ratelimit;

import java.util.Locale;

/** How a limit counts. */
public enum Algorithm {
    /**
     * A bucket of {@code burst} tokens that is refilled evenly, {@code limit} tokens in each period. Over any time T admits at
     * most burst + limit·T/period. The generic cell rate algorithm, in integers.
     */
    TOKEN_BUCKET,
    /**
     * At most {@code limit} in the period that ends now, taking what came in the previous fixed window to have been spread
     * evenly over it.
     */
    SLIDING_WINDOW,
    /** At most {@code limit} in any period, exactly; each admission is remembered, so {@code limit} is at most 10,000. */
    SLIDING_LOG,
    /** At most {@code limit} in each window of the clock or calendar; twice as much may come around a window's edge. */
    FIXED_WINDOW,
    /** At most {@code limit} at the same time; who does not release a slot has it for a period. */
    CONCURRENCY;

    /** As it is written in rules: {@code token_bucket}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
