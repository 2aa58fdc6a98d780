package dev.hub.core.bus;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.budget.Usage;
import java.util.Optional;

/** What the keeper of limits is asked, at {@link Addresses#RATE_LIMIT}. */
public sealed interface LimitCommand {
    /**
     * Whether something may be done, and take it from the limits if so. Answered with {@link LimitDecision}.
     *
     * @param rule only the rule of that name, whatever it matches; empty for all that match
     */
    record Check(Descriptors descriptors, Optional<String> rule, Cost cost) implements LimitCommand {}

    /**
     * The same for a command of a connection, which has asked the rules already that it counts itself (scope local, by {@code
     * client} among others): those are left out.
     */
    record CheckBeyond(Descriptors descriptors, Cost cost) implements LimitCommand {}

    /** As a check, taking nothing. */
    record Peek(Descriptors descriptors, Optional<String> rule, Cost cost) implements LimitCommand {}

    /** Give back what was taken for something that was not done. Answered with {@link LimitDecision}, as a peek. */
    record Refund(Descriptors descriptors, Optional<String> rule, Cost cost) implements LimitCommand {}

    /** Give back the slots of {@code lease}. Answered with {@link Released}. */
    record Release(String lease) implements LimitCommand {}

    /**
     * What one rule did to commands that connections decided about themselves, since this was told the last time. Sent, not
     * answered.
     *
     * @param isSplit by the quota of the rule's split
     * @param shadowRefused would have been refused, were the rule enforced
     */
    record Counted(String rule, boolean isSplit, long admitted, long refused, long shadowRefused)
            implements LimitCommand {}

    /**
     * Tell what rules did on this instance. Answered with {@link dev.hub.core.ratelimit.LimitReport}.
     *
     * @param rule the only one that is asked for; empty for all
     */
    record Report(String rule) implements LimitCommand {}

    /** Whether there was something to give back. */
    record Released(boolean wasThere) {}

    /** About a call of a language model, whose cost is known when it is over. */
    sealed interface OnBudget extends LimitCommand {}

    /**
     * Whether such a call may be made, and take what it is expected to use. Answered with
     * {@link dev.hub.core.ratelimit.budget.Reserved}.
     *
     * @param expected what is not known of it is estimated
     * @param ttlMillis after which time without a word of it the call counts as abandoned, up to {@link #MAX_TTL_MILLIS}
     * @param idempotencyKey calls with the same descriptors and the same key are one call, as long as its reservation is known;
     *     empty for none. At most {@value PublishOptions#MAX_KEY} characters
     */
    record Reserve(Descriptors descriptors, Usage expected, long ttlMillis, String idempotencyKey) implements OnBudget {
        /** Ten minutes. */
        public static final long DEFAULT_TTL_MILLIS = 600_000;

        /** A day. */
        public static final long MAX_TTL_MILLIS = 86_400_000;

        /** A call of its own. */
        public Reserve(Descriptors descriptors, Usage expected, long ttlMillis) {
            this(descriptors, expected, ttlMillis, "");
        }

        /** Checks time and key. */
        public Reserve {
            if (idempotencyKey.length() > PublishOptions.MAX_KEY) {
                throw new IllegalArgumentException("idempotency_key must have at most " + PublishOptions.MAX_KEY
                        + " characters, got " + idempotencyKey.length());
            }
            if (ttlMillis < 1 || ttlMillis > MAX_TTL_MILLIS) {
                throw new IllegalArgumentException("ttl_ms must be 1 to " + MAX_TTL_MILLIS + ", got " + ttlMillis);
            }
        }
    }

    /**
     * What a call used. Answered with {@link dev.hub.core.ratelimit.budget.Settlement}; refused with
     * {@link dev.hub.core.protocol.ErrorCode#BAD_REQUEST} when the reservation is unknown, or has expired.
     *
     * @param reservation the lease of {@link dev.hub.core.ratelimit.budget.Reserved#decision}
     * @param actual all so far; what is not known of it stays charged as it was
     * @param isDone the call is over
     */
    record Settle(String reservation, Usage actual, boolean isDone) implements OnBudget {}
}
