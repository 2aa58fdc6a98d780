package dev.hub.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration was put together out of values that break rules. */
public final class InvalidConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidConfigException(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** All of them. */
    public List<Violation> violations() {
        return violations;
    }
}
