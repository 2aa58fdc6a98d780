package dev.hub.core.revocation;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is taken back at this moment, as far as this instance knows. Replaced as a whole by its one keeper. Safe from any
 * thread.
 */
public final class CurrentRevocations {
    private final InstantSource clock;
    private volatile @Nullable Revocations current;

    private CurrentRevocations(InstantSource clock, @Nullable Revocations first) {
        this.clock = clock;
        this.current = first;
    }

    /** Not known yet: nobody should be let in before {@link #replace}. */
    public static CurrentRevocations unknown(InstantSource clock) {
        return new CurrentRevocations(clock, null);
    }

    /** Nothing, until somebody takes something back. */
    public static CurrentRevocations none(InstantSource clock) {
        return new CurrentRevocations(clock, Revocations.none());
    }

    /** How {@code bearer} stands now. */
    public Standing standing(Bearer bearer) {
        Revocations now = current;
        return now == null ? Standing.UNKNOWN : now.of(bearer, clock.instant().getEpochSecond());
    }

    /** From now on these. */
    public void replace(Revocations next) {
        current = next;
    }
}
