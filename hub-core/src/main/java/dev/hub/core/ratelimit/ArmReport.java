package dev.hub.core.ratelimit;

/**
 * What one instance counted of one of the quotas of a rule.
 *
 * @param rule its name
 * @param isSplit the quota is the one of the rule's split
 * @param mode as in the rule, {@code enforce} or {@code shadow}
 * @param scope as in the rule
 * @param limit of the quota
 * @param counts what it did
 * @param held what the instance has borrowed at this moment
 */
public record ArmReport(
        String rule, boolean isSplit, String mode, String scope, long limit, Counted counts, Held held) {
    /**
     * Counts with their time.
     *
     * @param total since the rule is known to the instance
     * @param seconds how long that is
     * @param recent of the last minute, or of all the time when that is less
     */
    public record Counted(LimitCounts total, long seconds, LimitCounts recent) {
        /** What {@code recent} is over, in seconds. */
        public static final long RECENT_SECONDS = 60;

        /** The two of two instances. */
        public Counted plus(Counted other) {
            return new Counted(total.plus(other.total), Math.max(seconds, other.seconds), recent.plus(other.recent));
        }

        /** How long {@code recent} is, 1 at least. */
        public long recentSeconds() {
            return Math.max(1, Math.min(seconds, RECENT_SECONDS));
        }
    }

    /**
     * What is borrowed, for a rule that is counted in slices.
     *
     * @param leases how many slices
     * @param units how much is left in them together
     */
    public record Held(long leases, long units) {
        /** The two of two instances. */
        public Held plus(Held other) {
            return new Held(leases + other.leases, units + other.units);
        }
    }

    /** The same quota on two instances; what it is called and said of it is taken from this one. */
    public ArmReport plus(ArmReport other) {
        return new ArmReport(rule, isSplit, mode, scope, limit, counts.plus(other.counts), held.plus(other.held));
    }
}
