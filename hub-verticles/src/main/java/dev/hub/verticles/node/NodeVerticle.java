package dev.hub.verticles.node;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.Load;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.bus.NodeCommand.CheckHealth;
import dev.hub.core.bus.NodeCommand.Done;
import dev.hub.core.bus.NodeCommand.Everywhere;
import dev.hub.core.bus.NodeCommand.HealthReport;
import dev.hub.core.bus.NodeCommand.ListNodes;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeCommand.Nodes;
import dev.hub.core.bus.NodeCommand.OrderAll;
import dev.hub.core.node.ControlChannel;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks for this instance: keeps its lease in the registry of instances, lists the living ones, and passes on what
 * is to be done to connections wherever they are. One per instance.
 *
 * <p>An instance that dies without a word is listed for {@link Heart#LEASE} and a little more at most.
 */
public final class NodeVerticle extends VerticleBase {
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(NodeVerticle.class);

    private final NodeIdentity identity;
    private final ValkeyAccess access;
    private final HubBus bus;
    private final InstantSource clock;
    private final InstanceStatus status = new InstanceStatus();
    private @Nullable Valkey valkey;
    private @Nullable Heart heart;

    /** The voice of an instance that is not deployed yet. */
    public NodeVerticle(NodeIdentity identity, ValkeyAccess access, HubBus bus, InstantSource clock) {
        this.identity = identity;
        this.access = access;
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        Heart pulse = new Heart(new NodeRegistry(connection, access.keys()), bus, this::describe);
        heart = pulse;
        ControlChannel control = new ControlChannel(connection, access.keys());
        NodeCalls calls = new NodeCalls(vertx, control, identity.uid(), pulse::beat);
        Conversation conversation = new Conversation(control, identity.uid(), calls, new LocalOrders(bus));
        ControlListener listener = new ControlListener(bus, status, conversation);
        listen(connection.subscriber(listener), List.of(control.key(), control.inbox(identity.uid())), listener);
        connection.onReadiness(ready -> {
            if (ready) {
                noted(pulse.begin());
            }
        });
        vertx.setPeriodic(Heart.INTERVAL.toMillis(), tick -> noted(pulse.beat()));
        return Future.all(
                bus.consume(Addresses.LOAD, Load.class, status::update).completion(),
                bus.consume(Addresses.HEALTH, Health.class, status::update).completion(),
                bus.answer(Addresses.NODE, NodeCommand.class, command -> execute(command, pulse, control, calls))
                        .completion());
    }

    /** Once confirmed, the subscriber keeps the subscription through every fault by itself. */
    private void listen(Subscriber subscriber, List<String> keys, ControlListener listener) {
        subscriber
                .whenReady()
                .compose(ready ->
                        Future.join(keys.stream().map(subscriber::subscribe).toList()))
                .onSuccess(confirmed -> listener.hears(true))
                .onFailure(cause -> vertx.setTimer(RETRY.toMillis(), retry -> listen(subscriber, keys, listener)));
    }

    private static void noted(Future<?> beat) {
        beat.onFailure(cause -> LOG.debug("No heartbeat: {}", cause.getMessage()));
    }

    private NodeInfo describe() {
        long uptime = Duration.between(identity.startedAt(), clock.instant()).toSeconds();
        return new NodeInfo(
                identity.uid(), identity.name(), identity.version(), 0, status.load(System.nanoTime()), uptime);
    }

    private Future<?> execute(NodeCommand command, Heart pulse, ControlChannel control, NodeCalls calls) {
        Future<?> done = switch (command) {
            case Everywhere everywhere -> control.tell(everywhere.control()).map(told -> new Done());
            case OrderAll order -> calls.order(order.control());
            case Ask ask -> pulse.beat().compose(living -> calls.ask(asked(living, ask), ask.question()));
            case CheckHealth check -> Future.succeededFuture(new HealthReport(status.health()));
            case ListNodes list -> pulse.beat().map(Nodes::new);
        };
        return done.recover(cause -> Future.failedFuture(HubException.from(cause)));
    }

    private static List<NodeInfo> asked(List<NodeInfo> living, Ask ask) {
        return living.stream()
                .filter(node -> ask.uids().isEmpty() || ask.uids().contains(node.uid()))
                .sorted(Comparator.comparing(NodeInfo::uid))
                .toList();
    }

    @Override
    public Future<?> stop() {
        Valkey connection = valkey;
        Heart pulse = heart;
        if (connection == null || pulse == null) {
            return Future.succeededFuture();
        }
        return pulse.leave()
                .timeout(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> LOG.debug("Left without a word: {}", cause.getMessage()))
                .transform(left -> connection.close());
    }
}
