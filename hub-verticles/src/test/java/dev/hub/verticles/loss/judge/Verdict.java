package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The end of a run.
 *
 * @param counts how often each promise was broken, forgiven ones included
 * @param failures the first breaks of each kind that were not forgiven, in words; empty when the hub passed
 */
public record Verdict(Map<Violation.Kind, Integer> counts, List<String> failures) {
    private static final int SHOWN = 12;

    public Verdict {
        counts = Map.copyOf(counts);
        failures = List.copyOf(failures);
    }

    /** Judges what was found, except for what the scenario tolerates. */
    public static Verdict of(Ledger ledger, Tolerance tolerance) {
        List<String> failures = new ArrayList<>();
        Violations violations = ledger.violations();
        for (Violation.Kind kind : Violation.Kind.values()) {
            List<Violation> unforgiven = violations.of(kind).stream()
                    .filter(violation -> !tolerance.forgives(violation, ledger))
                    .toList();
            if (!unforgiven.isEmpty()) {
                failures.add(kind + ", " + unforgiven.size() + ":");
                unforgiven.stream().limit(SHOWN).forEach(each -> failures.add("  " + each.text()));
            }
        }
        ledger.channels().stream()
                .filter(channel -> channel.epochs() > 1 && !failures.isEmpty())
                .map(ChannelLedger::ends)
                .forEach(failures::add);
        return new Verdict(violations.counts(), failures);
    }

    /** Nothing was found that is not tolerated. */
    public boolean passed() {
        return failures.isEmpty();
    }
}
