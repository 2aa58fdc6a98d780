package dev.hub.core.stream;

import dev.hub.core.channel.Payload;

/**
 * A publication in its place in a stream.
 *
 * @param offset from 1
 * @param previous offset of the publication before it, 0 when it is the first; usually {@code offset - 1}
 * @param delta it may go out as a delta where the namespace does not say so for all
 * @param channel the channel it was published to, in feeds; empty in the stream of a channel
 * @param publication the publication's JSON, without its offset
 */
public record StreamEntry(long offset, long previous, boolean delta, String channel, Payload publication) {
    /** Checks that the one before comes before. */
    public StreamEntry {
        if (previous < 0 || offset <= previous) {
            throw new IllegalArgumentException(
                    "a publication's offset must be above that of the one before, " + previous + ", got " + offset);
        }
    }
}
