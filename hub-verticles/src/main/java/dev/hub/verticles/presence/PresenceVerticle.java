package dev.hub.verticles.presence;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns which members of which groups this instance holds. It brings changes to Valkey, enters everything anew when others may
 * have cleaned up after this instance, cleans up after others, and answers who is where. One for each instance.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class PresenceVerticle extends VerticleBase {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Logger LOG = LoggerFactory.getLogger(PresenceVerticle.class);

    private final PresenceResources resources;
    private @Nullable Running running;

    /** Not deployed yet. */
    public PresenceVerticle(PresenceResources resources) {
        this.resources = resources;
    }

    /** What exists from start to stop. */
    private record Running(
            Valkey valkey, LocalGroups groups, Sweeper sweeper, PresenceReads reads, PresenceReports reports) {}

    @Override
    public Future<?> start() {
        HubBus bus = resources.bus();
        Running all = build(resources.access().connect(vertx), bus);
        running = all;
        vertx.setPeriodic(TICK.toMillis(), tick -> {
            all.groups().tick();
            all.reports().report(all.groups(), all.sweeper());
        });
        List<MessageConsumer<?>> registered = List.of(
                bus.consume(Addresses.NODE_LEASE, NodeLease.class, all.groups()::take),
                bus.consume(
                        Addresses.NAMESPACES_CHANGED,
                        NamespacesChanged.class,
                        changed -> all.groups().revisit()),
                bus.answer(
                        Addresses.PRESENCE,
                        PresenceCommand.class,
                        command -> execute(command, all).recover(ValkeyRefusals::refuse)));
        return Future.all(registered.stream().map(MessageConsumer::completion).toList())
                .onSuccess(done -> askForLease(bus));
    }

    /** Its lease may have been told before anybody here listened: the next heartbeat is asked for now, not waited for. */
    private static void askForLease(HubBus bus) {
        bus.request(Addresses.NODE, new NodeCommand.ListNodes(), NodeCommand.Nodes.class)
                .onFailure(cause -> LOG.debug("The lease of this instance is not known yet: {}", cause.getMessage()));
    }

    private Running build(Valkey valkey, HubBus bus) {
        PresenceStore store = new PresenceStore(valkey, resources.access().keys(), new SplittableRandom());
        Registrations registrations =
                new Registrations(valkey, resources.access().keys());
        NodeRegistry registry = new NodeRegistry(valkey, resources.access().keys());
        GroupBook book = new GroupBook(resources.namespaces(), resources.users());
        Aftermath aftermath = new Aftermath(bus, store, resources.users().config());
        LocalGroups groups = new LocalGroups(vertx, store, registrations, book, aftermath);
        Sweeper sweeper = new Sweeper(store, registrations, registry, book, aftermath);
        PresenceReads reads = new PresenceReads(
                store, book, groups, aftermath, resources.users().config());
        return new Running(valkey, groups, sweeper, reads, new PresenceReports(bus, resources.registry()));
    }

    private static Future<?> execute(PresenceCommand command, Running all) {
        return switch (command) {
            case PresenceCommand.Enter enter -> done(() -> all.groups().enter(enter));
            case PresenceCommand.Leave leave -> done(() -> all.groups().leave(leave));
            case PresenceCommand.Away away -> done(() -> all.groups().away(away));
            case PresenceCommand.CleanUp clean -> all.sweeper().cleanUp(clean.dead());
            case PresenceCommand.Members members -> all.reads().members(members);
            case PresenceCommand.Stats stats -> all.reads().stats(stats);
            case PresenceCommand.Connections connections -> all.reads().connections(connections);
            case PresenceCommand.DescribeUsers describe -> all.reads().describe(describe);
            case PresenceCommand.SetStatus status -> all.reads().setStatus(status);
        };
    }

    private static Future<Void> done(Runnable act) {
        act.run();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        return all.groups().drain().transform(drained -> {
            all.reports().close();
            return all.valkey().close();
        });
    }
}
