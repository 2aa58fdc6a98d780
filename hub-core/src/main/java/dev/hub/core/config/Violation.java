package dev.hub.core.config;

/**
 * A value that breaks a rule.
 *
 * @param key the key in full, such as {@code server.port}
 * @param value as the configuration writes it; a secret shows as {@code ***}
 * @param rule what it must be, beginning with a verb
 */
public record Violation(String key, String value, String rule) {
    /** One sentence: key, rule, value. */
    @Override
    public String toString() {
        return value.isEmpty() ? key + " " + rule : key + " " + rule + ", got " + value;
    }
}
