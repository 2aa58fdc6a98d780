package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.LimitDecision;
import java.util.Locale;

/**
 * What came of telling what a call used.
 *
 * @param decision how the limits stand; it is not allowed when the call has used more than was taken for it, and a budget is
 *     gone: it is to be cut off
 * @param cost what is known of the call so far, with its price
 */
public record Settlement(Status status, LimitDecision decision, Cost cost) {
    /** Whether it was the end. */
    public enum Status {
        /** The call goes on. */
        REPORTED,
        /** What was taken and not used is given back, what was used beyond is charged. */
        SETTLED,
        /** That was done before; nothing was changed. */
        ALREADY_SETTLED;

        /** As it is written: {@code already_settled}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
