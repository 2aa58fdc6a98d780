package dev.hub.verticles.channel;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.PublicationFrames;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * A channel that somebody on this instance receives, or did until a moment ago. A receiver is an event loop or a
 * stream, not a socket, so there are few of them.
 */
final class ActiveChannel {
    private final ChannelName name;
    private final String key;
    private final PublicationFrames frames;
    private final Future<Void> subscribed;
    private final List<String> receivers = new ArrayList<>(1);
    private int attaching;
    private long idleSinceNanos;

    /**
     * A channel without receivers.
     *
     * @param key its name towards Valkey
     * @param subscribed done when the server confirmed this instance's subscription
     */
    ActiveChannel(ChannelName name, String key, Future<Void> subscribed) {
        this.name = name;
        this.key = key;
        this.frames = PublicationFrames.of(name);
        this.subscribed = subscribed;
    }

    ChannelName name() {
        return name;
    }

    String key() {
        return key;
    }

    PublicationFrames frames() {
        return frames;
    }

    Future<Void> subscribed() {
        return subscribed;
    }

    List<String> receivers() {
        return receivers;
    }

    /** Somebody waits for the subscription; until {@link #attached} or {@link #notAttached} the channel is in use. */
    void attaching() {
        attaching++;
    }

    void attached(String receiver) {
        attaching--;
        if (!receivers.contains(receiver)) {
            receivers.add(receiver);
        }
    }

    void notAttached() {
        attaching--;
    }

    /** Drops the receiver; false when it was none. */
    boolean detach(String receiver, long nowNanos) {
        idleSinceNanos = nowNanos;
        return receivers.remove(receiver);
    }

    /** Nobody receives it, and nobody is about to. */
    boolean isIdle() {
        return receivers.isEmpty() && attaching == 0;
    }

    /** Idle, and for {@code lingerNanos} at least. */
    boolean isIdleFor(long lingerNanos, long nowNanos) {
        return isIdle() && nowNanos - idleSinceNanos >= lingerNanos;
    }
}
