package dev.hub.core.valkey;

import io.vertx.core.buffer.Buffer;
import java.util.Collection;

/**
 * Hears what a {@link Subscriber} receives. All calls come on its event loop.
 *
 * <p>Between {@link #interrupted} and {@link #restored} of a channel, and only then, its messages may be missing or come
 * twice; whoever keeps positions reads the gap from the stream after {@code restored}.
 */
@FunctionalInterface
public interface SubscriberListener {

    /** A message of a subscribed channel. The buffer belongs to the listener. */
    void message(String channel, Buffer payload);

    /** These channels receive nothing reliable from now on; they are being subscribed again. */
    default void interrupted(Collection<String> channels) {}

    /** These channels, interrupted before, are subscribed again. */
    default void restored(Collection<String> channels) {}
}
