package dev.hub.verticles.jobs.soak.client;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was counted during a run, by its name. */
public final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    /** Counts one. */
    void add(String what) {
        add(what, 1);
    }

    void add(String what, long several) {
        counts.merge(what, several, Long::sum);
    }

    void add(Enum<?> what) {
        add(what.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** How often. */
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** All of them. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
