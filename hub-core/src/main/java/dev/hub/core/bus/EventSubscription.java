package dev.hub.core.bus;

import io.vertx.core.Future;
import java.util.List;

/** A stream of events, from {@link HubClient#onEvent} to {@link #end}. */
public final class EventSubscription {
    private final List<Subscription> parts;

    /** One part for each of the events channels. */
    EventSubscription(List<Subscription> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Done when the stream is in force; while Valkey is away it waits. */
    public Future<Void> ready() {
        return Future.all(parts.stream().map(Subscription::ready).toList()).mapEmpty();
    }

    /** Ends the stream; the handler is not called any more once this is done. */
    public Future<Void> end() {
        return Future.join(parts.stream().map(Subscription::end).toList()).mapEmpty();
    }
}
