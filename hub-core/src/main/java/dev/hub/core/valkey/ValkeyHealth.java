package dev.hub.core.valkey;

import java.util.List;

/**
 * What a health endpoint tells about the servers.
 *
 * @param ready whether every slot has a READY link
 * @param problem why the owners of the slots are not known, empty when they are
 * @param nodes one entry for each link
 */
public record ValkeyHealth(boolean ready, String problem, List<NodeHealth> nodes) {

    /** Copies the list. */
    public ValkeyHealth {
        nodes = List.copyOf(nodes);
    }
}
