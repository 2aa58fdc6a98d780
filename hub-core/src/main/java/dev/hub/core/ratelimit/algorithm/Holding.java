package dev.hub.core.ratelimit.algorithm;

/**
 * The slice of a limit that this instance holds: what was granted to it and can be spent without asking. Of one owner; times
 * in ns of a monotonic clock. At any moment Valkey holds at least as much for the instance as this says, whichever calls
 * were lost; that is what makes it admit nothing too much.
 *
 * <p>One call at a time: {@link #request}, then {@link #granted} or {@link #failed}.
 */
public final class Holding {
    private final long ttlNanos;
    private long allowance;
    private long endNanos;
    private long spent;
    private long confirmed;
    private long sequence;
    private long spentAtRequest;
    private long requestNanos;
    private boolean isAsking;

    /** Holds nothing. {@code ttlNanos} is how long a grant lasts, from the moment that it was asked for. */
    public Holding(long ttlNanos) {
        this.ttlNanos = ttlNanos;
    }

    /**
     * What Valkey is told.
     *
     * @param sequence goes up with each call
     * @param spent all that was ever spent
     * @param confirmed of which Valkey is known to know; the rest is charged should it have forgotten the holder
     * @param want how much to hold from now on
     */
    public record Request(long sequence, long spent, long confirmed, long want) {}

    /** Spends {@code cost} of what is held, if there is as much. */
    public boolean spend(long cost, long nowNanos) {
        if (cost > available(nowNanos)) {
            return false;
        }
        allowance -= cost;
        spent += cost;
        return true;
    }

    /** Gives back what was spent and not used, if it was not reported yet; else it stays spent. Tells whether it was. */
    public boolean refund(long cost, long nowNanos) {
        if (cost > spent - spentAtRequest || isOver(nowNanos)) {
            return false;
        }
        allowance += cost;
        spent -= cost;
        return true;
    }

    /** How much can be spent without asking. */
    public long available(long nowNanos) {
        return isOver(nowNanos) ? 0 : allowance;
    }

    /** How much was spent and not reported. */
    public long unreported() {
        return spent - confirmed;
    }

    /** When what is held is over; meaningless when nothing is. */
    public long endNanos() {
        return endNanos;
    }

    /** A call is on its way. */
    public boolean isAsking() {
        return isAsking;
    }

    private boolean isOver(long nowNanos) {
        return endNanos - nowNanos <= 0;
    }

    /** Begins a call. From now on no more than {@code want} is spent before it is answered. */
    public Request request(long want, long nowNanos) {
        if (isAsking) {
            throw new IllegalStateException("one call at a time");
        }
        if (isOver(nowNanos)) {
            // Valkey counts an expired hold as spent, with all of it that was not reported.
            allowance = 0;
            confirmed = spent;
        }
        allowance = Math.min(allowance, want);
        isAsking = true;
        spentAtRequest = spent;
        requestNanos = nowNanos;
        sequence++;
        return new Request(sequence, spent, confirmed, want);
    }

    /** The call was answered: {@code amount} is held beyond what it reported. */
    public void granted(long amount) {
        isAsking = false;
        confirmed = spentAtRequest;
        allowance = Math.max(0, amount - (spent - spentAtRequest));
        endNanos = requestNanos + ttlNanos;
    }

    /** The call failed, or nobody knows what became of it. */
    public void failed() {
        isAsking = false;
    }
}
