package dev.hub.core.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The living instances, in Valkey. An instance lives as long as its lease, counted by the server's clock. */
public final class NodeRegistry {
    private static final Script HEARTBEAT = Script.resource("node_heartbeat");

    private final Valkey valkey;
    private final List<String> keys;

    /** The registry of all hubs that share {@code keyspace}. */
    public NodeRegistry(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keys = List.of(keyspace.nodes());
    }

    /**
     * Says that {@code self} lives for another {@code lease}.
     *
     * @return all living instances, {@code self} among them
     */
    public Future<List<NodeInfo>> beat(NodeInfo self, Duration lease) {
        return run(self, lease.toMillis()).map(NodeRegistry::decode);
    }

    /** Says that {@code self} is gone, so that others need not wait for its lease to end. */
    public Future<Void> leave(NodeInfo self) {
        return run(self, 0).mapEmpty();
    }

    private Future<Response> run(NodeInfo self, long leaseMillis) {
        return valkey.run(HEARTBEAT, keys, List.of(self.uid(), NodeJson.encode(self), leaseMillis));
    }

    private static List<NodeInfo> decode(Response response) {
        List<NodeInfo> nodes = new ArrayList<>();
        for (Response each : response) {
            nodes.add(NodeJson.decodeNode(each.toString()));
        }
        return nodes;
    }
}
