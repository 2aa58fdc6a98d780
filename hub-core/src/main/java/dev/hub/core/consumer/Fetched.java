package dev.hub.core.consumer;

import java.util.List;

/**
 * What asking for deliveries brought.
 *
 * @param epoch of the offsets
 * @param time of the server, ms since 1970
 * @param dueInMillis when the next redelivery is due, 0 for now; -1 when nothing waits for an acknowledgement
 * @param more asking again at once brings more
 * @param lost publications that were lost for the consumer since it was last told so; at least so many
 * @param dead how many became dead letters in this step
 * @param lag publications that were never delivered
 * @param unacknowledged deliveries without acknowledgement, these included
 * @param ackTimeoutMillis how long these may take
 */
public record Fetched(
        String epoch,
        long time,
        long dueInMillis,
        boolean more,
        long lost,
        int dead,
        long lag,
        long unacknowledged,
        long ackTimeoutMillis,
        List<ConsumerDelivery> deliveries) {
    /** Copies {@code deliveries}. */
    public Fetched {
        deliveries = List.copyOf(deliveries);
    }
}
