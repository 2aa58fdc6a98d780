package dev.hub.core.presence;

/**
 * A life of an instance that is over, and in whose groups somebody has to clean up.
 *
 * @param uid of the instance; it may have begun another life
 */
public record DeadNode(String uid, long incarnation) {
    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static DeadNode parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a dead instance is <uid>:<incarnation>, got \"" + text + "\"");
        }
        return new DeadNode(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    /** {@code <uid>:<incarnation>}. */
    public String text() {
        return uid + ":" + incarnation;
    }
}
