package dev.hub.core.ratelimit;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Whom a limit is counted for: the values of the descriptors that a rule counts by, {@code ip=10.0.0.7,user=42}. It is the
 * hash tag of the limit's key, so that limits of one subject lie in one slot.
 *
 * @param text names in their order; in values {@code %}, {@code ,} and <code>}</code> are escaped. Empty for everybody together
 */
public record Subject(String text) {
    /** Of rules with one limit over all. */
    public static final Subject EVERYBODY = new Subject("");

    /** Whom a rule counts for when this is done; empty when it lacks a descriptor that the rule counts by. */
    public static Optional<Subject> of(RuleAim aim, Descriptors descriptors) {
        if (aim.per().isEmpty()) {
            return Optional.of(EVERYBODY);
        }
        StringJoiner text = new StringJoiner(",");
        for (String name : new TreeSet<>(aim.per())) {
            String value = descriptors.values().get(name);
            if (value == null) {
                return Optional.empty();
            }
            text.add(name + "=" + escaped(value));
        }
        return Optional.of(new Subject(text.toString()));
    }

    private static String escaped(String value) {
        return value.indexOf('%') < 0 && value.indexOf(',') < 0 && value.indexOf('}') < 0
                ? value
                : value.replace("%", "%25").replace(",", "%2C").replace("}", "%7D");
    }
}
