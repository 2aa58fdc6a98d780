package dev.hub.core.stream;

import dev.hub.core.channel.StreamPosition;
import java.util.List;

/**
 * What one reading of a stream brought.
 *
 * @param top place of the last publication at the time of reading
 * @param entries in the order asked for
 */
public record StreamSlice(StreamPosition top, List<StreamEntry> entries) {
    /** Copies {@code entries}. */
    public StreamSlice {
        entries = List.copyOf(entries);
    }
}
