package dev.hub.core.ratelimit.store;

import java.util.List;

/**
 * What a decision came to.
 *
 * @param isAllowed all of it was taken (what is enforced); else nothing is (of that)
 * @param readings in the order of the claims
 */
public record Taken(boolean isAllowed, List<Reading> readings) {
    /** Copies the readings. */
    public Taken {
        readings = List.copyOf(readings);
    }
}
