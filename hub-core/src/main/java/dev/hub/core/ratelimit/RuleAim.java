package dev.hub.core.ratelimit;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rule is for, and by what it counts.
 *
 * @param match descriptor → value, {@code *} for any, {@code chat*} for a beginning, {@code a|b} for one of several; all of
 *     them must be there and fit. Empty for everything
 * @param per descriptors with a limit of its own for each of their values; the rule is not for what lacks one of them. Empty
 *     for one limit over all
 */
public record RuleAim(SortedMap<String, String> match, List<String> per) {
    /** Most descriptors in either. */
    public static final int MAX = 8;

    /** Longest value to match, in characters. */
    public static final int MAX_PATTERN = 1024;

    /** Checks and copies both. */
    public RuleAim {
        if (match.size() > MAX || per.size() > MAX) {
            throw new IllegalArgumentException("match and per must have at most " + MAX + " descriptors each");
        }
        match.forEach(RuleAim::require);
        per.forEach(Descriptors::requireName);
        match = Collections.unmodifiableSortedMap(new TreeMap<>(match));
        per = List.copyOf(per);
        if (per.stream().distinct().count() != per.size()) {
            throw new IllegalArgumentException("per must not name a descriptor twice, got " + per);
        }
    }

    private static void require(String name, String pattern) {
        Descriptors.requireName(name);
        if (pattern.length() > MAX_PATTERN) {
            throw new IllegalArgumentException(
                    "match." + name + " must have at most " + MAX_PATTERN + " characters, got " + pattern.length());
        }
        try {
            ValuePattern unused = ValuePattern.of(pattern);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("match." + name + " " + wrong.getMessage(), wrong);
        }
    }

    /** Made of a map in any order. */
    public static RuleAim of(Map<String, String> match, List<String> per) {
        return new RuleAim(new TreeMap<>(match), per);
    }
}
