package dev.hub.core.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The instances, in Valkey. One lives as long as its lease, counted by the server's clock; then it is among the dead until
 * somebody has cleaned up after it. An instance that comes back after that begins another incarnation.
 */
public final class NodeRegistry {
    /** How long after the end of its lease an instance counts as dead: the clocks of a cluster's servers differ. */
    static final Duration MARGIN = Duration.ofMillis(500);

    /** How long whoever cleans up after an instance has for it, until it says that it goes on, or is gone itself. */
    private static final Duration CLAIM = Duration.ofSeconds(10);

    private static final Duration LAST_LOOK = Duration.ofMinutes(1);
    private static final int MOST_CLAIMS = 4;
    private static final Script HEARTBEAT = Script.resource("node_heartbeat");
    private static final Script BURY = Script.resource("node_bury");

    private final Valkey valkey;
    private final Keyspace keys;

    /** The registry of all hubs that share {@code keys}. */
    public NodeRegistry(Valkey valkey, Keyspace keys) {
        this.valkey = valkey;
        this.keys = keys;
    }

    /**
     * Says that {@code self} lives for another {@code lease}.
     *
     * @param self with its incarnation as far as it knows
     * @param isNew it wants another incarnation, since data may have been lost
     */
    public Future<Heartbeat> beat(NodeInfo self, Duration lease, boolean isNew) {
        return run(self, lease.toMillis(), isNew, MOST_CLAIMS).map(reply -> decode(reply, lease));
    }

    /** Says that {@code self} is gone, so that others need not wait for its lease to end. */
    public Future<Void> leave(NodeInfo self) {
        return run(self, 0, false, 0).mapEmpty();
    }

    /**
     * Says how far the clean-up after a dead instance has come.
     *
     * @param againMillis in how many ms somebody has to see to it again; 0 when nothing is left of it
     */
    public Future<Void> bury(DeadNode dead, long againMillis) {
        return bury(dead, againMillis, false);
    }

    /** Done when Valkey can be spoken to. */
    public Future<Void> whenReady() {
        return valkey.whenReady();
    }

    /** Says that the clean-up after a dead instance goes on. */
    public Future<Void> keep(DeadNode dead) {
        return bury(dead, CLAIM.toMillis(), true);
    }

    private Future<Void> bury(DeadNode dead, long againMillis, boolean goesOn) {
        List<Object> args = List.of(dead.text(), againMillis, LAST_LOOK.toMillis(), goesOn);
        return valkey.run(BURY, List.of(keys.dead()), args).mapEmpty();
    }

    private Future<Response> run(NodeInfo self, long leaseMillis, boolean isNew, int claims) {
        List<Object> args = List.of(
                self.uid(),
                NodeJson.encode(self),
                leaseMillis,
                self.incarnation(),
                isNew,
                MARGIN.toMillis(),
                CLAIM.toMillis(),
                claims);
        return valkey.run(HEARTBEAT, List.of(keys.nodes(), keys.dead()), args);
    }

    private static Heartbeat decode(Response reply, Duration lease) {
        List<DeadNode> due = new ArrayList<>();
        reply.get(2).forEach(each -> due.add(DeadNode.parse(each.toString())));
        List<NodeInfo> living = new ArrayList<>();
        Response nodes = reply.get(4);
        for (int i = 0; i < nodes.size(); i += 2) {
            living.add(NodeJson.decodeNode(
                    nodes.get(i + 1).toString(), Long.parseLong(nodes.get(i).toString())));
        }
        long now = Long.parseLong(reply.get(0).toString());
        long incarnation = Long.parseLong(reply.get(1).toString());
        return new Heartbeat(
                incarnation,
                now + lease.toMillis(),
                due,
                ended(reply.get(3), "died"),
                ended(reply.get(3), "left"),
                living);
    }

    private static List<DeadNode> ended(Response gone, String how) {
        List<DeadNode> all = new ArrayList<>();
        for (int i = 0; i < gone.size(); i += 2) {
            if (gone.get(i + 1).toString().equals(how)) {
                all.add(DeadNode.parse(gone.get(i).toString()));
            }
        }
        return all;
    }
}
