package dev.hub.core.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.presence.DeadNode;
import java.util.List;
import java.util.Map;

/**
 * What an instance learns at its heartbeat.
 *
 * @param incarnation its own
 * @param leaseEndMillis when its lease ends, in ms since 1970 by the server's clock
 * @param due dead instances after which it is to clean up
 * @param ended incarnations of any instances that ended within the last minute, and how
 * @param living all that live, itself among them
 */
public record Heartbeat(
        long incarnation, long leaseEndMillis, List<DeadNode> due, Map<DeadNode, Ending> ended, List<NodeInfo> living) {
    /** How an incarnation ended. */
    public enum Ending {
        /** Its lease ran out. */
        DIED,
        /** The instance was stopped. */
        LEFT,
        /** The instance goes on under another one, for what it wrote may have been lost. */
        RENEWED
    }

    /** Copies the collections. */
    public Heartbeat {
        due = List.copyOf(due);
        ended = Map.copyOf(ended);
        living = List.copyOf(living);
    }
}
