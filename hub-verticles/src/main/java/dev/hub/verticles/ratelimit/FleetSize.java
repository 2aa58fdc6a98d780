package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand.ListNodes;
import dev.hub.core.bus.NodeCommand.Nodes;
import dev.hub.core.bus.NodeEvent;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many instances live, as far as this one knows. While it is cut off it goes by what it knew last: those that it does not
 * see may serve others.
 */
final class FleetSize {
    private static final Logger LOG = LoggerFactory.getLogger(FleetSize.class);

    private final HubBus bus;
    private final Set<String> living = new HashSet<>();

    FleetSize(HubBus bus) {
        this.bus = bus;
    }

    /** Begins to listen. */
    MessageConsumer<?> listen() {
        return bus.consume(Addresses.NODE_EVENTS, NodeEvent.class, this::happened);
    }

    private void happened(NodeEvent event) {
        String uid = event.node().uid();
        boolean unused = switch (event) {
            case NodeEvent.Joined joined -> living.add(uid);
            case NodeEvent.Left left -> living.remove(uid);
            case NodeEvent.Died died -> living.remove(uid);
        };
    }

    /** Asks who lives. */
    void refresh() {
        bus.request(Addresses.NODE, new ListNodes(), Nodes.class)
                .onSuccess(nodes -> {
                    living.clear();
                    nodes.nodes().forEach(node -> living.add(node.uid()));
                })
                .onFailure(cause -> LOG.debug("It is not known which instances live: {}", cause.getMessage()));
    }

    /** This one among them. */
    int instances() {
        return Math.max(1, living.size());
    }
}
