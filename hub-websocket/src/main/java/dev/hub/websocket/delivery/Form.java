package dev.hub.websocket.delivery;

import dev.hub.core.filter.TagsFilter;
import org.jspecify.annotations.Nullable;

/**
 * In which form a subscriber gets a channel's publications. Subscribers of the same form get the same bytes.
 *
 * @param delta as deltas, with the data as a JSON string
 * @param filter only those whose tags match; null for all. Never together with {@code delta}
 */
public record Form(boolean delta, @Nullable TagsFilter filter) {
    /** All of them, as they are. */
    public static final Form PLAIN = new Form(false, null);

    /** All of them, as deltas. */
    public static final Form DELTA = new Form(true, null);

    /** Checks that both are not asked for: a delta would refer to what was left out. */
    public Form {
        if (delta && filter != null) {
            throw new IllegalArgumentException("a filter cannot go together with deltas");
        }
    }
}
