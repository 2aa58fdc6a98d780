package dev.hub.core.config;

/**
 * Something wrong with the configuration.
 *
 * @param fault key, rule and value
 * @param where the source that says so; empty when none does
 */
public record Problem(String fault, String where) {
    private static final int LONGEST = 400;

    /** Shortens what a value of any length has made long. */
    public Problem {
        fault = fault.length() > LONGEST ? fault.substring(0, LONGEST) + "..." : fault;
    }

    /** One line for people. */
    @Override
    public String toString() {
        return where.isEmpty() ? fault : fault + " (" + where + ")";
    }
}
