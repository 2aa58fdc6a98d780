package dev.hub.core.ratelimit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the value of a descriptor must be: {@code *} for any, {@code chat*} for a beginning, {@code a|b} for one of several,
 * which may be beginnings too. A star anywhere but at the end stands for itself.
 */
final class ValuePattern {
    /** Most alternatives. */
    static final int MAX = 100;

    private final String[] whole;
    private final String[] beginnings;

    private ValuePattern(String[] whole, String[] beginnings) {
        this.whole = whole;
        this.beginnings = beginnings;
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what is wrong, as an end of a sentence
     */
    static ValuePattern of(String text) {
        String[] alternatives = text.split("\\|", -1);
        if (alternatives.length > MAX) {
            throw new IllegalArgumentException("must have at most " + MAX + " alternatives");
        }
        if (Arrays.stream(alternatives).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("must not be empty, nor have an empty alternative");
        }
        return new ValuePattern(
                Stream.of(alternatives)
                        .filter(each -> !each.endsWith("*"))
                        .distinct()
                        .toArray(String[]::new),
                Stream.of(alternatives)
                        .filter(each -> each.endsWith("*"))
                        .map(each -> each.substring(0, each.length() - 1))
                        .distinct()
                        .toArray(String[]::new));
    }

    boolean fits(String value) {
        for (String each : whole) {
            if (each.equals(value)) {
                return true;
            }
        }
        for (String each : beginnings) {
            if (value.startsWith(each)) {
                return true;
            }
        }
        return false;
    }

    /** It is a list of texts, none of them a beginning. */
    boolean isExact() {
        return beginnings.length == 0;
    }

    /** The texts that it lists in full. */
    List<String> texts() {
        return List.of(whole);
    }
}
