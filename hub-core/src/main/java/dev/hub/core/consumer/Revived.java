package dev.hub.core.consumer;

import java.util.List;

/**
 * What became of dead letters that were to be delivered again.
 *
 * @param count how many are due now
 * @param refused ids of those that are unknown, or of a stream that ended
 */
public record Revived(int count, List<String> refused) {
    /** Copies {@code refused}. */
    public Revived {
        refused = List.copyOf(refused);
    }
}
