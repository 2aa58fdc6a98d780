package dev.hub.core.leader;

import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this instance leads at this moment, judged by its own monotonic clock: one that was stopped for longer than its
 * lease knows at once that it does not lead any more. From any thread.
 *
 * <p>That clock stands still while a whole machine is suspended; so whatever the leader writes carries the term as well, and
 * is refused where a higher one was seen.
 */
public final class Leadership {
    private final LongSupplier nanos;
    private volatile @Nullable Held held;

    /** Does not lead. {@code nanos} is a monotonic clock. */
    public Leadership(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Held(long term, long untilNanos) {}

    /** The term in which this instance leads; empty when it does not. To be asked before each act, not once. */
    public OptionalLong term() {
        Held now = held;
        return now != null && now.untilNanos() - nanos.getAsLong() > 0
                ? OptionalLong.of(now.term())
                : OptionalLong.empty();
    }

    /** It leads in that term until the clock says so; by who was elected only. */
    public void hold(long term, long untilNanos) {
        held = new Held(term, untilNanos);
    }

    /** It does not lead any more. */
    public void end() {
        held = null;
    }
}
