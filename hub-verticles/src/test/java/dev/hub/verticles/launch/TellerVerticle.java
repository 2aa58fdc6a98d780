package dev.hub.verticles.launch;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.EventCommand.Forwarded;
import dev.hub.core.bus.HubBus;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventSubject;
import dev.hub.core.event.EventType;
import io.vertx.core.VerticleBase;
import java.util.UUID;

/** Makes events up, in five channels, until it has made up enough. */
public final class TellerVerticle extends VerticleBase {
    private static final int ENOUGH = 400;
    private static final int EVERY_MILLIS = 10;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private int told;

    @Override
    public io.vertx.core.Future<?> start() {
        HubBus bus = HubBus.of(vertx);
        vertx.setPeriodic(EVERY_MILLIS, timer -> {
            EventSubject subject = EventSubject.channel("chat:" + told % 5);
            Event event = new Event(name + "-" + told, EventType.OCCUPIED, told, subject);
            bus.request(Addresses.EVENTS, new EventCommand.Report(event), Forwarded.class)
                    .onFailure(cause -> {});
            if (++told == ENOUGH) {
                vertx.cancelTimer(timer);
            }
        });
        return io.vertx.core.Future.succeededFuture();
    }
}
