package dev.hub.core.ratelimit;

/**
 * What became of the things that a rule was for.
 *
 * @param admitted by the rule and by all others that are enforced; by one that is not, whatever others said
 * @param refused by the rule, and so refused
 * @param shadowRefused that the rule would have refused, were it enforced
 * @param errors decided without Valkey, as the rule says for that case; they are among the others as well
 * @param remembered refused without asking Valkey, which had refused the same a moment before; among {@code refused} and
 *     {@code shadowRefused}
 */
public record LimitCounts(long admitted, long refused, long shadowRefused, long errors, long remembered) {
    /** Nothing. */
    public static final LimitCounts NONE = new LimitCounts(0, 0, 0, 0, 0);

    /** Both together. */
    public LimitCounts plus(LimitCounts other) {
        return new LimitCounts(
                admitted + other.admitted,
                refused + other.refused,
                shadowRefused + other.shadowRefused,
                errors + other.errors,
                remembered + other.remembered);
    }

    /** What came after {@code earlier}. */
    public LimitCounts since(LimitCounts earlier) {
        return new LimitCounts(
                admitted - earlier.admitted,
                refused - earlier.refused,
                shadowRefused - earlier.shadowRefused,
                errors - earlier.errors,
                remembered - earlier.remembered);
    }

    /** All that it was for. */
    public long asked() {
        return admitted + refused + shadowRefused;
    }

    /** All that it refused, or would have. */
    public long turnedDown() {
        return refused + shadowRefused;
    }
}
