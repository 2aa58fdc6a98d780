package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.NodeLease;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this instance's lease, and hands on what it learns at each heartbeat: the lease, which instances came and went, and
 * after which dead ones to clean up.
 */
final class Heart {
    /** How long an instance counts as living after its last heartbeat. */
    static final Duration LEASE = Duration.ofSeconds(6);

    /** Between two heartbeats. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

    private final NodeRegistry registry;
    private final HubBus bus;
    private final Supplier<NodeInfo> self;
    private final Census census = new Census();
    private long incarnation;
    private boolean wantsNew;
    private boolean isLeaving;

    /** One that does not beat yet; {@code self} describes the instance. */
    Heart(NodeRegistry registry, HubBus bus, Supplier<NodeInfo> self) {
        this.registry = registry;
        this.bus = bus;
        this.self = self;
    }

    /** Says that this instance lives; tells which ones do, itself among them. */
    Future<List<NodeInfo>> beat() {
        if (isLeaving) {
            return Future.failedFuture("this instance is stopping");
        }
        return registry.beat(describe(), LEASE, wantsNew).map(this::heard);
    }

    /** The same after a time without connection: others may have cleaned up, and a server may have lost data. */
    Future<List<NodeInfo>> begin() {
        wantsNew = incarnation > 0;
        return beat();
    }

    /** Says that this instance is gone; it does not beat any more. */
    Future<Void> leave() {
        isLeaving = true;
        return registry.leave(describe());
    }

    private NodeInfo describe() {
        return self.get().withIncarnation(incarnation);
    }

    private List<NodeInfo> heard(Heartbeat beat) {
        if (beat.incarnation() != incarnation) {
            if (incarnation > 0) {
                LOG.info("Incarnation {} of this instance begins, after {}", beat.incarnation(), incarnation);
            }
            incarnation = beat.incarnation();
            wantsNew = false;
        }
        NodeInfo own = self.get();
        bus.broadcast(Addresses.NODE_LEASE, new NodeLease(own.uid(), beat.incarnation(), beat.leaseEndMillis()));
        beat.due().forEach(dead -> bus.send(Addresses.PRESENCE, new PresenceCommand.CleanUp(dead)));
        census.compare(own.uid(), beat).forEach(this::tell);
        return beat.living();
    }

    private void tell(NodeEvent news) {
        if (news instanceof NodeEvent.Died died) {
            LOG.warn(
                    "Instance {} ({}) is dead: its lease ran out",
                    died.node().name(),
                    died.node().uid());
        }
        bus.broadcast(Addresses.NODE_EVENTS, news);
    }
}
