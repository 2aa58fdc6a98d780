package dev.hub.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; tells all that is wrong with it, one problem a line. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, in the order of the sources. */
    public List<Problem> problems() {
        return problems;
    }
}
