package dev.hub.core.consumer;

/**
 * A delivery, by name.
 *
 * @param offset of the publication
 * @param attempt which delivery of it; 0 for whichever is under way
 */
public record Lease(long offset, int attempt) {
    /** Whichever delivery of the publication is under way. */
    public static Lease any(long offset) {
        return new Lease(offset, 0);
    }

    /** For the scripts. */
    String text() {
        return attempt == 0 ? Long.toString(offset) : offset + "/" + attempt;
    }
}
