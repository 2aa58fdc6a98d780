package dev.hub.core.ratelimit.notation;

import java.util.List;

/** Something that was written cannot be understood; tells all that is wrong with it. */
public final class InvalidNotationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 20;

    private final transient List<String> problems;

    InvalidNotationException(List<String> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    private static String text(List<String> problems) {
        return problems.size() <= SHOWN
                ? String.join("; ", problems)
                : String.join("; ", problems.subList(0, SHOWN)) + "; and " + (problems.size() - SHOWN) + " more";
    }

    /** Each names key, rule and value. */
    public List<String> problems() {
        return problems;
    }
}
