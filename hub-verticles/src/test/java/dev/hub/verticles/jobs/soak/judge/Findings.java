package dev.hub.verticles.jobs.soak.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All broken promises so far: how many of each kind, and the first of each in words. */
public final class Findings {
    private static final int KEPT = 20;

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> first = new EnumMap<>(Kind.class);

    /** Takes note of one. */
    public void add(Kind kind, String text) {
        counts.merge(kind, 1, Integer::sum);
        List<String> texts = first.computeIfAbsent(kind, none -> new ArrayList<>());
        if (texts.size() < KEPT) {
            texts.add(text);
        }
    }

    /** How many of each kind; kinds that did not occur are absent. */
    public Map<Kind, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** The first ones of each kind, in words, except for kinds that are forgiven. */
    public List<String> texts(Set<Kind> forgiven) {
        List<String> lines = new ArrayList<>();
        first.forEach((kind, texts) -> {
            if (!forgiven.contains(kind)) {
                lines.add(kind + ", " + counts.get(kind) + ":");
                texts.forEach(text -> lines.add("  " + text));
            }
        });
        return lines;
    }
}
