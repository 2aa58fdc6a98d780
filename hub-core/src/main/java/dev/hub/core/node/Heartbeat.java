package dev.hub.core.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.presence.DeadNode;
import java.util.List;

/**
 * What an instance learns at its heartbeat.
 *
 * @param incarnation its own
 * @param leaseEndMillis when its lease ends, in ms since 1970 by the server's clock
 * @param due dead instances after which it is to clean up
 * @param died those whose lease ran out within the last minute
 * @param stopped those that were stopped, and did not die, within the last minute
 * @param living all that live, itself among them
 */
public record Heartbeat(
        long incarnation,
        long leaseEndMillis,
        List<DeadNode> due,
        List<DeadNode> died,
        List<DeadNode> stopped,
        List<NodeInfo> living) {
    /** Copies the lists. */
    public Heartbeat {
        due = List.copyOf(due);
        died = List.copyOf(died);
        stopped = List.copyOf(stopped);
        living = List.copyOf(living);
    }
}
