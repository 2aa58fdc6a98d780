package dev.hub.core.ratelimit;

/**
 * Whom a limit is counted for: the values of the descriptors that a rule counts by, {@code ip=10.0.0.7,user=42}. It is the
 * hash tag of the limit's key, so that limits of one subject lie in one slot.
 *
 * @param text names in their order; values escaped, see {@link ActiveRule#subject}. Empty for everybody together
 */
public record Subject(String text) {
    /** Of rules with one limit over all. */
    public static final Subject EVERYBODY = new Subject("");
}
