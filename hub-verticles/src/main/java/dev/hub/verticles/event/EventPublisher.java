package dev.hub.verticles.event;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.Payload;
import dev.hub.core.event.Event;
import io.vertx.core.Future;
import java.util.Map;

/** Publishes events to their channels: each once, however often it is called and by whom, for its id is its key. */
final class EventPublisher {
    private final HubBus bus;
    private final EventReports reports;

    EventPublisher(HubBus bus, EventReports reports) {
        this.bus = bus;
        this.reports = reports;
    }

    /** Done when Valkey has it. */
    Future<?> publish(Event event) {
        PublishOptions options =
                PublishOptions.tagged(Map.of("type", event.type().wireName())).withIdempotencyKey(event.id());
        Payload data = Payload.ofJson(event.toJson().encode());
        return bus.publish(new ChannelCommand.Publish(bus.events().of(event), data, null, options))
                .onSuccess(taken -> reports.published());
    }
}
