package dev.hub.core.channel;

/**
 * A place in a channel's stream.
 *
 * @param offset of the publication there, from 1; 0 is before the first
 * @param epoch the stream's incarnation, without which the offset means nothing; 8 letters, empty when unknown
 */
public record StreamPosition(long offset, String epoch) {
    /** Where nobody has been. */
    public static final StreamPosition UNKNOWN = new StreamPosition(0, "");

    /** Checks the range. */
    public StreamPosition {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
        }
    }
}
