package dev.hub.core.ratelimit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that may be for one operation. Each is found by one descriptor of which it wants a certain value; those that want
 * none are tried each time. So a thousand rules for a thousand tenants cost a look-up each time, not a thousand comparisons.
 */
final class RuleIndex {
    private static final ActiveRule[] NONE = {};

    private final ActiveRule[] always;
    private final Anchor[] anchors;
    private final boolean isBeyondConnections;

    private record Anchor(String name, Map<String, List<ActiveRule>> byValue) {}

    private RuleIndex(ActiveRule[] always, Anchor[] anchors, boolean isBeyondConnections) {
        this.always = always;
        this.anchors = anchors;
        this.isBeyondConnections = isBeyondConnections;
    }

    static RuleIndex of(List<ActiveRule> rules) {
        Map<String, Integer> popularity = new HashMap<>();
        rules.forEach(rule -> rule.exactMatches().keySet().forEach(name -> popularity.merge(name, 1, Integer::sum)));
        List<ActiveRule> always = new ArrayList<>();
        Map<String, Map<String, List<ActiveRule>>> anchors = new HashMap<>();
        for (ActiveRule rule : rules) {
            String anchor = rule.exactMatches().keySet().stream()
                    .reduce((one, other) ->
                            popularity.getOrDefault(other, 0) > popularity.getOrDefault(one, 0) ? other : one)
                    .orElse("");
            ValuePattern pattern = rule.exactMatches().get(anchor);
            if (pattern == null) {
                always.add(rule);
            } else {
                Map<String, List<ActiveRule>> byValue = anchors.computeIfAbsent(anchor, name -> new HashMap<>());
                pattern.texts()
                        .forEach(text -> byValue.computeIfAbsent(text, key -> new ArrayList<>())
                                .add(rule));
            }
        }
        return new RuleIndex(
                always.isEmpty() ? NONE : always.toArray(ActiveRule[]::new),
                anchors.entrySet().stream()
                        .map(each -> new Anchor(each.getKey(), each.getValue()))
                        .toArray(Anchor[]::new),
                rules.stream().anyMatch(rule -> !rule.isCountedInConnection()));
    }

    boolean isEmpty() {
        return always.length == 0 && anchors.length == 0;
    }

    /** One of them is not kept in connections. */
    boolean isBeyondConnections() {
        return isBeyondConnections;
    }

    void collect(Known known, List<ActiveRule> to) {
        for (ActiveRule rule : always) {
            if (rule.isFor(known)) {
                to.add(rule);
            }
        }
        for (Anchor anchor : anchors) {
            String value = known.of(anchor.name());
            List<ActiveRule> some = value == null ? null : anchor.byValue().get(value);
            if (some != null) {
                addFitting(some, known, to);
            }
        }
    }

    private static void addFitting(List<ActiveRule> rules, Known known, List<ActiveRule> to) {
        for (ActiveRule rule : rules) {
            if (rule.isFor(known)) {
                to.add(rule);
            }
        }
    }
}
