package dev.hub.core.ratelimit;

import java.util.List;

/**
 * What the value of a descriptor must be: {@code *} for any, {@code chat*} for a beginning, {@code a|b} for one of several,
 * which may be beginnings too. A star anywhere but at the end stands for itself.
 *
 * @param alternatives one of them must fit
 */
record ValuePattern(List<Alternative> alternatives) {
    /** Most alternatives. */
    static final int MAX = 100;

    /** A text, or the beginning of one. */
    record Alternative(String text, boolean isPrefix) {
        boolean fits(String value) {
            return isPrefix ? value.startsWith(text) : value.equals(text);
        }
    }

    /** Checks that there is something in each alternative. */
    ValuePattern {
        if (alternatives.size() > MAX) {
            throw new IllegalArgumentException("must have at most " + MAX + " alternatives");
        }
        alternatives = List.copyOf(alternatives);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what is wrong, as an end of a sentence
     */
    static ValuePattern of(String text) {
        return new ValuePattern(List.of(text.split("\\|", -1)).stream()
                .map(ValuePattern::alternative)
                .toList());
    }

    private static Alternative alternative(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must not be empty, nor have an empty alternative");
        }
        boolean isPrefix = text.endsWith("*");
        return new Alternative(isPrefix ? text.substring(0, text.length() - 1) : text, isPrefix);
    }

    /** Without an iterator: sockets ask for each command. */
    boolean fits(String value) {
        for (int i = 0; i < alternatives.size(); i++) {
            if (alternatives.get(i).fits(value)) {
                return true;
            }
        }
        return false;
    }

    /** It is a list of texts, none of them a beginning. */
    boolean isExact() {
        return alternatives.stream().noneMatch(Alternative::isPrefix);
    }

    /** The texts of an exact one. */
    List<String> texts() {
        return alternatives.stream().map(Alternative::text).distinct().toList();
    }
}
