package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that was found so far: how many of each kind, and the first thousands of each in full. */
public final class Violations {
    private static final int KEPT = 5_000;

    private final Map<Violation.Kind, Integer> counts = new EnumMap<>(Violation.Kind.class);
    private final Map<Violation.Kind, List<Violation>> first = new EnumMap<>(Violation.Kind.class);

    /** Takes note of one. */
    public void add(Violation violation) {
        counts.merge(violation.kind(), 1, Integer::sum);
        List<Violation> kept = first.computeIfAbsent(violation.kind(), kind -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(violation);
        }
    }

    /** How many of each kind; kinds that did not occur are absent. */
    public Map<Violation.Kind, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** The first {@value #KEPT} of a kind. */
    public List<Violation> of(Violation.Kind kind) {
        return Collections.unmodifiableList(first.getOrDefault(kind, List.of()));
    }
}
