package dev.hub.websocket.command;

import dev.hub.core.channel.ChannelName;
import dev.hub.websocket.connection.ClientConnection;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Keeps what one client does to one channel in order, while each step may take its time; other clients and channels are
 * not held up. Belongs to one event loop.
 */
final class Lanes {
    private final Map<Lane, Future<?>> last = new HashMap<>();

    private record Lane(ClientConnection connection, ChannelName channel) {}

    /** Begins {@code step} once those before it are done, however they ended. */
    <T> Future<T> inTurn(ClientConnection connection, ChannelName channel, Supplier<Future<T>> step) {
        Lane lane = new Lane(connection, channel);
        Future<?> before = last.get(lane);
        Future<T> mine = before == null ? step.get() : before.transform(done -> step.get());
        last.put(lane, mine);
        mine.onComplete(done -> last.remove(lane, mine));
        return mine;
    }
}
