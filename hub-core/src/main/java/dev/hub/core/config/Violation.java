package dev.hub.core.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * A value that breaks a rule, by itself or together with others.
 *
 * @param key the key in full, such as {@code server.port}
 * @param value as the configuration writes it; a secret shows as {@code ***}
 * @param rule what it must be, beginning with a verb
 * @param others keys whose values the rule takes into account as well
 */
public record Violation(String key, String value, String rule, List<String> others) {
    /** Copies {@code others}. */
    public Violation {
        others = List.copyOf(others);
    }

    /** All keys whose values have a part in it. */
    Stream<String> keys() {
        return Stream.concat(Stream.of(key), others.stream());
    }

    /** One sentence: key, rule, value. */
    @Override
    public String toString() {
        return value.isEmpty() ? key + " " + rule : key + " " + rule + ", got " + value;
    }
}
