package dev.hub.core.config;

import dev.hub.core.option.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what breaks the rules, so that all of it is told at once. */
final class Rules {
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Notes that {@code key} breaks {@code rule} unless {@code holds}.
     *
     * @param others keys whose values the rule takes into account as well; when one of them could not be read, nothing is
     *     said about {@code key}
     */
    void require(boolean holds, String key, @Nullable Object value, String rule, String... others) {
        if (!holds) {
            violations.add(new Violation(key, Conversion.write(value), rule, List.of(others)));
        }
    }

    /** Checks the bounds of every number in {@code section}, and in the sections inside it. */
    void requireRanges(String path, Record section) {
        for (Member member : Member.of(section.getClass())) {
            Object value = member.valueIn(section);
            String key = path.isEmpty() ? member.key() : path + "." + member.key();
            if (value instanceof Record inner && !Conversion.isValue(value.getClass())) {
                requireRanges(key, inner);
            } else if (value != null) {
                member.range().ifPresent(range -> requireWithin(range, key, value));
            }
        }
    }

    private void requireWithin(Range range, String key, Object value) {
        require(
                Conversion.compare(value, range.min()) >= 0 && Conversion.compare(value, range.max()) <= 0,
                key,
                value,
                "must be " + range.min() + " to " + range.max());
    }

    /** What was found so far. */
    List<Violation> violations() {
        return violations;
    }

    /**
     * Ends the check.
     *
     * @throws InvalidConfigException when a rule was broken
     */
    void done() {
        if (!violations.isEmpty()) {
            throw new InvalidConfigException(violations);
        }
    }
}
