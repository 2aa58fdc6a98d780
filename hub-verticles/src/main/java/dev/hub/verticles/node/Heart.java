package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.presence.NodeLease;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
    private long incarnation;
    private boolean wantsNew;
    private boolean isLeaving;
    private @Nullable Map<String, NodeInfo> known;
    private final Set<DeadNode> told = new HashSet<>();

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
        beat.due().forEach(this::cleanUp);
        compare(own, beat);
        return beat.living();
    }

    /** While nobody here can do it yet, the claim is given back. */
    private void cleanUp(DeadNode dead) {
        bus.offer(Addresses.PRESENCE, new PresenceCommand.CleanUp(dead))
                .recover(cause -> registry.bury(dead, 1))
                .onFailure(cause -> LOG.debug("{} waits to be cleaned up after: {}", dead.text(), cause.getMessage()));
    }

    /**
     * Tells who came and who is gone. The first time an instance tells of nobody but itself among the living, and of all that are
     * gone: perhaps nobody else is there to tell of them.
     */
    private void compare(NodeInfo own, Heartbeat beat) {
        Map<String, NodeInfo> living = new HashMap<>();
        beat.living().forEach(node -> living.put(node.uid(), node));
        Map<String, NodeInfo> before = known == null ? new HashMap<>(living) : known;
        if (known == null) {
            before.remove(own.uid());
        }
        tellOfTheGone(beat, before);
        living.values().stream()
                .filter(node -> !before.containsKey(node.uid()))
                .forEach(node -> bus.broadcast(Addresses.NODE_EVENTS, new NodeEvent.Joined(node)));
        // Where a server lost what it knew, an instance is neither listed nor dead: it is going to be there again.
        before.forEach(living::putIfAbsent);
        known = living;
    }

    /** Each once, also those that were gone before this instance knew that they were there. */
    private void tellOfTheGone(Heartbeat beat, Map<String, NodeInfo> before) {
        for (DeadNode gone : beat.stopped()) {
            if (told.add(gone)) {
                bus.broadcast(Addresses.NODE_EVENTS, new NodeEvent.Left(described(gone, before)));
            }
        }
        for (DeadNode gone : beat.died()) {
            if (told.add(gone)) {
                NodeInfo node = described(gone, before);
                LOG.warn("Instance {} ({}) is dead: its lease ran out", node.name(), node.uid());
                bus.broadcast(Addresses.NODE_EVENTS, new NodeEvent.Died(node));
            }
        }
        told.removeIf(gone -> !beat.stopped().contains(gone) && !beat.died().contains(gone));
    }

    /** Takes it out of those that were there, unless what was there is a later life of it. */
    private static NodeInfo described(DeadNode gone, Map<String, NodeInfo> before) {
        NodeInfo last = before.get(gone.uid());
        if (last == null || last.incarnation() > gone.incarnation()) {
            return new NodeInfo(gone.uid(), "", "", 0, 0, 0).withIncarnation(gone.incarnation());
        }
        before.remove(gone.uid());
        return last.withIncarnation(gone.incarnation());
    }
}
