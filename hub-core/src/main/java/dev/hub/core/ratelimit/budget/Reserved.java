package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.LimitDecision;

/**
 * Whether a call may be made, and what was taken for it.
 *
 * @param decision with the reservation as its lease if it is allowed
 * @param estimate what the call is expected to use; rules with small limits may have taken less
 */
public record Reserved(LimitDecision decision, Cost estimate) {
    /** In place of a reservation when nothing was taken that could be settled. To settle it does nothing. */
    public static final String NOTHING = "none";
}
