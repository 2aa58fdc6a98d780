package dev.hub.websocket.connection;

import dev.hub.core.channel.Payload;
import dev.hub.websocket.delivery.LocalChannel;
import dev.hub.websocket.delivery.Subscriber;
import dev.hub.websocket.outbound.OutboundQueue;
import org.jspecify.annotations.Nullable;

/** A connection's subscription to one channel. */
public final class Subscription extends Subscriber {
    private @Nullable Payload info;
    private long expireAt;

    Subscription(LocalChannel channel, OutboundQueue queue) {
        super(channel, queue);
    }

    /** What the subscription token said of the user, if anything. */
    public @Nullable Payload info() {
        return info;
    }

    /** When the subscription must be refreshed, in seconds since 1970; 0 for never. */
    public long expireAt() {
        return expireAt;
    }

    void grant(@Nullable Payload grantedInfo, long grantedUntil) {
        info = grantedInfo;
        expireAt = grantedUntil;
    }
}
