package dev.hub.core.leader;

import java.time.Duration;

/**
 * How long leadership lasts.
 *
 * @param lease how long an instance leads after it was last heard; 30 ms or more
 * @param lockDelay how long after a lease that ran out nobody leads: what the old leader had sent by then has arrived, and its
 *     clock may have been slower than the server's
 */
public record LeaderTerms(Duration lease, Duration lockDelay) {
    /** Those of every hub; they must be the same on all instances. */
    public static final LeaderTerms STANDARD = new LeaderTerms(Duration.ofSeconds(5), Duration.ofSeconds(1));

    private static final int RENEWALS = 3;
    private static final int DRIFT = 20;

    /** Checks the range. */
    public LeaderTerms {
        if (lease.toMillis() < 30 || lockDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "a lease must last 30 ms or more and its delay 0 ms, got " + lease + " and " + lockDelay);
        }
    }

    /** Between two renewals, and between two questions of who does not lead. */
    public Duration interval() {
        return lease.dividedBy(RENEWALS);
    }

    /** How long the leader itself trusts in its lease, from when it sent for it: a twentieth less, for clocks that drift. */
    public Duration trust() {
        return lease.minus(lease.dividedBy(DRIFT));
    }
}
