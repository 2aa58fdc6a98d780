package dev.hub.core.consumer;

import java.util.List;

/**
 * What became of deliveries that were acknowledged, refused or extended.
 *
 * @param count how many were
 * @param unknown offsets of which no such delivery was under way: acknowledged before, dead, lost, or never delivered
 */
public record Settled(int count, List<Long> unknown) {
    /** Copies {@code unknown}. */
    public Settled {
        unknown = List.copyOf(unknown);
    }
}
