package dev.hub.core.auth.capability;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the names in a capability are meant. */
public enum Match {
    /** As they stand. */
    EXACT,
    /** A {@code *} stands for any text, also for none and for one with colons. */
    WILDCARD,
    /** Regular expressions (RE2) that match a name as a whole. */
    REGEX;

    /** The constant that a {@code match} claim names; empty text stands for {@link #EXACT}. */
    public static Optional<Match> of(String word) {
        return word.isEmpty()
                ? Optional.of(EXACT)
                : Arrays.stream(values())
                        .filter(each -> each.toString().equals(word))
                        .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
