package dev.hub.core.bus;

import dev.hub.core.event.Event;

/** What the EventVerticle is asked. */
public sealed interface EventCommand {
    /**
     * Publish what stands in an outbox to the events channel, and empty it. Answered with {@link Forwarded} once nothing is
     * in it; any number may ask at a time, on any instance.
     *
     * @param outbox its key
     */
    record Forward(String outbox) implements EventCommand {}

    /**
     * Publish an event that stands in no outbox. Answered with {@link Forwarded} once Valkey has it. Any number may report
     * the same one, on any instance: it is published once.
     */
    record Report(Event event) implements EventCommand {}

    /** The events are published. */
    record Forwarded() {}
}
