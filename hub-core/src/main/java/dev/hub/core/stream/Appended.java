package dev.hub.core.stream;

import dev.hub.core.channel.StreamPosition;

/**
 * What became of a publication.
 *
 * @param position its place; for {@link Kind#OUTDATED} the stream's top; offset 0 and no epoch where it has none
 */
public record Appended(StreamPosition position, Kind kind) {
    /** Whether it was new. */
    public enum Kind {
        /** It was published. */
        PUBLISHED,
        /** Nothing was done: a publication with this idempotency key was published before, at this position. */
        REPEATED,
        /** Nothing was done: a publication of this version or a later one was published before. */
        OUTDATED
    }
}
