package dev.hub.core.bus;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
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

    /** Whether there was something to give back. */
    record Released(boolean wasThere) {}
}
