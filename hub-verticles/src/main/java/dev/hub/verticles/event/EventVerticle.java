package dev.hub.verticles.event;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.event.Outboxes;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Forwards events of this instance, and of instances that died, to the events channels. One per instance.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class EventVerticle extends VerticleBase {
    private final ValkeyAccess access;
    private final HubBus bus;
    private final MeterRegistry registry;
    private @Nullable Running running;

    /** Not deployed yet. */
    public EventVerticle(ValkeyAccess access, HubBus bus, MeterRegistry registry) {
        this.access = access;
        this.bus = bus;
        this.registry = registry;
    }

    /** What exists from start to stop. */
    private record Running(Valkey valkey, EventReports reports) {}

    @Override
    public Future<?> start() {
        Valkey valkey = access.connect(vertx);
        EventReports reports = new EventReports(registry);
        running = new Running(valkey, reports);
        EventPublisher publisher = new EventPublisher(bus, reports);
        Forwarder forwarder = new Forwarder(vertx, new Outboxes(valkey), publisher, reports);
        return bus.answer(
                        Addresses.EVENTS,
                        EventCommand.class,
                        command -> execute(command, forwarder, publisher).map(new EventCommand.Forwarded()))
                .completion();
    }

    private static Future<?> execute(EventCommand command, Forwarder forwarder, EventPublisher publisher) {
        return switch (command) {
            case EventCommand.Forward forward -> forwarder.forward(forward.outbox());
            case EventCommand.Report report -> publisher.publish(report.event());
        };
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        all.reports().close();
        return all.valkey().close();
    }
}
