package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The end of a run.
 *
 * @param counts how often each promise was broken, tolerated kinds included
 * @param failures the first breaks of each kind that was not to be tolerated, in words; empty when the hub passed
 */
public record Verdict(Map<Violation.Kind, Integer> counts, List<String> failures) {
    public Verdict {
        counts = Map.copyOf(counts);
        failures = List.copyOf(failures);
    }

    /** Judges what was found, except for what the scenario tolerates. */
    public static Verdict of(Violations violations, Set<Violation.Kind> tolerated) {
        List<String> failures = new ArrayList<>();
        new TreeMap<>(violations.counts()).forEach((kind, count) -> {
            if (!tolerated.contains(kind)) {
                failures.add(kind + " " + count + " times:");
                violations.first(kind).forEach(each -> failures.add("  " + each.text()));
            }
        });
        return new Verdict(violations.counts(), failures);
    }

    /** Nothing was found that is not tolerated. */
    public boolean passed() {
        return failures.isEmpty();
    }
}
