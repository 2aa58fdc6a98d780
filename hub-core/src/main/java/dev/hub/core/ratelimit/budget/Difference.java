package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Limiter;
import java.util.List;

/**
 * What is charged for a part of a reservation, and what was before.
 *
 * @param part as it was
 * @param charged now
 */
public record Difference(Part part, long charged) {
    /** Nothing is to be done. */
    public boolean isNone() {
        return charged == part.charged();
    }

    /**
     * What to tell the limit. A log gives back whole entries alone: the old one goes, and one of what was used comes, which
     * counts from now on.
     *
     * @param limiter the limit as it is now
     * @param reservation its id, which names what was taken of a log
     * @param step another text for each change of the reservation
     */
    public List<GiveBack> giveBacks(Limiter limiter, String reservation, String step) {
        if (isNone()) {
            return List.of();
        }
        long back = part.charged() - charged;
        return switch (part.algorithm()) {
            case TOKEN_BUCKET, FIXED_WINDOW, SLIDING_WINDOW -> List.of(new GiveBack(limiter, back, part.window(), ""));
            case SLIDING_LOG -> {
                String id = reservation.substring(0, Math.min(24, reservation.length())) + "." + step;
                yield back < 0
                        ? List.of(new GiveBack(limiter, back, 0, id))
                        : List.of(
                                new GiveBack(limiter, part.charged(), 0, reservation),
                                new GiveBack(limiter, -charged, 0, id));
            }
            case CONCURRENCY -> List.of();
        };
    }
}
