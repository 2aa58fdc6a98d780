package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.judge.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came out of a soak.
 *
 * @param plan that was played
 * @param found how often each promise was broken, forgiven ones included
 * @param failures the first breaks that were not forgiven, in words; empty when the queue passed
 * @param tally what was counted
 * @param endings how many jobs ended in each way: the state, and the cause
 * @param faults what was done, in order
 * @param lasted from the first submission to the judgement
 */
record SoakOutcome(
        SoakPlan plan,
        Map<Kind, Integer> found,
        List<String> failures,
        Map<String, Long> tally,
        Map<String, Long> endings,
        List<String> faults,
        Duration lasted) {
    SoakOutcome {
        found = Map.copyOf(found);
        failures = List.copyOf(failures);
        tally = Map.copyOf(tally);
        endings = Map.copyOf(endings);
        faults = List.copyOf(faults);
    }

    boolean passed() {
        return failures.isEmpty();
    }

    /** How many jobs there were at the end. */
    long jobs() {
        return endings.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How often each fault came. */
    Map<String, Integer> timesByFault() {
        Map<String, Integer> times = new TreeMap<>();
        faults.forEach(each -> times.merge(each.replaceFirst("\\[.*", ""), 1, Integer::sum));
        return times;
    }

    /** For people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(jobs() + " jobs in " + lasted.toSeconds() + " s, " + faults.size() + " faults: " + timesByFault());
        lines.add("ended: " + new TreeMap<>(endings));
        lines.add("counted: " + new TreeMap<>(tally));
        lines.add("broken promises, forgiven ones included: " + new TreeMap<>(found));
        lines.addAll(failures);
        return String.join("\n", lines);
    }
}
