package dev.hub.core.ratelimit.notation;

import java.util.List;

/** Something that was written cannot be understood; tells all that is wrong with it. */
public final class InvalidNotationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidNotationException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each names key, rule and value. */
    public List<String> problems() {
        return problems;
    }
}
