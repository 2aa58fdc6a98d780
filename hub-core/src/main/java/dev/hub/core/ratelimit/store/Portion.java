package dev.hub.core.ratelimit.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * What is answered, or fails, together: in a cluster what lies in one slot.
 *
 * @param places of what was asked that this is about, from 0
 * @param results in the order of {@code places}
 */
public record Portion<R>(List<Integer> places, Future<List<R>> results) {
    /** Copies the places. */
    public Portion {
        places = List.copyOf(places);
    }
}
