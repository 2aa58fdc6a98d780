package dev.hub.verticles.loss.judge;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a scenario forgives.
 *
 * @param always kinds that are no failure here
 * @param whereTailWasLost kinds that are no failure in a channel of which a publication was seen that a failover then lost;
 *     it was not acknowledged at that place, but those who had seen it must be told
 */
public record Tolerance(Set<Violation.Kind> always, Set<Violation.Kind> whereTailWasLost) {
    public Tolerance {
        always = Set.copyOf(always);
        whereTailWasLost = Set.copyOf(whereTailWasLost);
    }

    /** Nothing at all. */
    public static Tolerance none() {
        return new Tolerance(Set.of(), Set.of());
    }

    /** What cannot be otherwise when a replica without the last publications takes over. */
    public static Tolerance ofLostTails() {
        return new Tolerance(
                Set.of(), EnumSet.of(Violation.Kind.TOLD, Violation.Kind.INTERRUPTED, Violation.Kind.REPEATED));
    }

    /** An acknowledgement is no promise that the publication outlives its primary. */
    public boolean allowsLossOfAcknowledged() {
        return always.contains(Violation.Kind.TOLD_LATE);
    }

    boolean forgives(Violation violation, Ledger ledger) {
        return always.contains(violation.kind())
                || (whereTailWasLost.contains(violation.kind())
                        && ledger.find(violation.channel())
                                .filter(ChannelLedger::lostTail)
                                .isPresent());
    }
}
