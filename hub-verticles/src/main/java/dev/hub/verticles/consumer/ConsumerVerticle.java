package dev.hub.verticles.consumer;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.ConsumerCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable consumers of this instance: it leases publications from Valkey for those who work here, hands them out, and
 * takes acknowledgements. What nobody acknowledges, this or another instance delivers again.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class ConsumerVerticle extends VerticleBase {
    private final ConsumerResources resources;
    private @Nullable Running running;

    /** Not deployed yet. */
    public ConsumerVerticle(ConsumerResources resources) {
        this.resources = resources;
    }

    /** What exists from start to stop. */
    private record Running(Valkey valkey, ActiveConsumers active, ConsumerReports reports) {}

    @Override
    public Future<?> start() {
        HubBus bus = resources.bus();
        Valkey valkey = resources.access().connect(vertx);
        ConsumerStore store = new ConsumerStore(valkey, resources.access().keys(), new SecureRandom());
        Wakes wakes = new Wakes(bus, valkey, store);
        ConsumerReports reports = new ConsumerReports(resources.registry());
        ActiveConsumers active = new ActiveConsumers(vertx, resources, store, wakes, reports);
        ConsumerCommands commands = new ConsumerCommands(vertx, store, active, reports);
        running = new Running(valkey, active, reports);
        resources
                .bus()
                .consume(Addresses.NAMESPACES_CHANGED, NamespacesChanged.class, changed -> active.rulesChanged());
        vertx.setPeriodic(ActiveConsumers.TICK.toMillis(), tick -> active.tick());
        valkey.onReadiness(ready -> {
            if (ready) {
                active.wakeAll();
            }
        });
        List<MessageConsumer<?>> registered = List.of(
                bus.consume(Wakes.RECEIVER, ChannelEvent.class, wakes::heard),
                bus.consume(Addresses.CONSUMER_GONE, ConnectionGone.class, gone -> active.gone(gone.client())),
                bus.answer(
                        Addresses.CONSUMER,
                        ConsumerCommand.class,
                        command -> commands.execute(command)
                                .recover(cause -> ValkeyRefusals.refuse(cause, ValkeyRefusals.UNKNOWN))));
        return Future.all(registered.stream().map(MessageConsumer::completion).toList());
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        return all.active().detachAll().eventually(() -> {
            all.reports().close();
            return all.valkey().close();
        });
    }
}
