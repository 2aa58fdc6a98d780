package dev.hub.verticles.event;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventSubject;
import dev.hub.core.event.EventType;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Publishes that instances come and go. Every instance that learns of it does, and one of them is enough: what they publish has
 * the same id.
 */
final class NodeEvents {
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int MOST_RETRIES = 30;

    private final Vertx vertx;
    private final EventPublisher publisher;
    private final InstantSource clock;

    NodeEvents(Vertx vertx, EventPublisher publisher, InstantSource clock) {
        this.vertx = vertx;
        this.publisher = publisher;
        this.clock = clock;
    }

    void heard(NodeEvent news) {
        EventType type = switch (news) {
            case NodeEvent.Joined joined -> EventType.NODE_JOINED;
            case NodeEvent.Left left -> EventType.NODE_LEFT;
            case NodeEvent.Died died -> EventType.NODE_DIED;
        };
        NodeInfo node = news.node();
        String id = node.uid() + "-" + node.incarnation() + "-" + type.wireName();
        publish(new Event(id, type, clock.millis(), EventSubject.node(node.uid())), MOST_RETRIES);
    }

    private void publish(Event event, int retries) {
        publisher.publish(event).onFailure(cause -> {
            if (retries > 0) {
                vertx.setTimer(RETRY.toMillis(), again -> publish(event, retries - 1));
            }
        });
    }
}
