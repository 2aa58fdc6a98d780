package dev.hub.core.bus;

import dev.hub.core.auth.Overrides;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.UnsubscribeCode;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to connections, wherever they are. Each WebSocketVerticle does it to those it holds, and answers with
 * {@link Affected}.
 */
public sealed interface ConnectionControl extends InstanceControl {
    /** Longest reason of a close or an unsubscribe, in bytes: what fits into a close frame. */
    int MAX_REASON_BYTES = 123;

    /** Whose connections. */
    ConnectionTarget target();

    /**
     * Close connections.
     *
     * @param except ids of connections that stay
     * @param code close code, 3000 to 4999
     * @param reason close reason, at most {@value #MAX_REASON_BYTES} bytes
     */
    record Disconnect(ConnectionTarget target, Set<String> except, int code, String reason)
            implements ConnectionControl {
        /** Checks code and reason, and copies {@code except}. */
        public Disconnect {
            except = Set.copyOf(except);
            if (code < 3000 || code > 4999) {
                throw new IllegalArgumentException("disconnect.code must be 3000 to 4999, got " + code);
            }
            checkReason("disconnect.reason", reason);
        }

        /** Close all of them, for good. */
        public Disconnect(ConnectionTarget target) {
            this(target, Set.of(), CloseCode.FORCE_NO_RECONNECT.code(), CloseCode.FORCE_NO_RECONNECT.reason());
        }
    }

    /**
     * Tell connections until when they last. One whose time is over is closed with 3005.
     *
     * @param expireAt in seconds since 1970; 0 for ever
     */
    record Refresh(ConnectionTarget target, boolean expired, long expireAt) implements ConnectionControl {
        /** Checks the time. */
        public Refresh {
            if (expireAt < 0) {
                throw new IllegalArgumentException("expire_at must be 0 or more, got " + expireAt);
            }
        }
    }

    /**
     * Subscribe connections to a channel. Those that are subscribed already are passed over. The client gets a
     * {@code subscribe} push and then the publications.
     *
     * @param info what others are told of the client in this channel, if anything
     * @param data for the client, in the push
     * @param since from where on it gets what was published, as far as the channel keeps it; null for from now on. Its epoch may
     *     be empty
     * @param override options that are others than the namespace's
     */
    record Subscribe(
            ConnectionTarget target,
            ChannelName channel,
            @Nullable Payload info,
            @Nullable Payload data,
            @Nullable StreamPosition since,
            Overrides override)
            implements ConnectionControl {
        /** From now on, and by the rules of the namespace. */
        public Subscribe(ConnectionTarget target, ChannelName channel) {
            this(target, channel, null, null, null, Overrides.NONE);
        }
    }

    /**
     * End subscriptions, whoever made them.
     *
     * @param code below 2500 the client stays unsubscribed, from 2500 on it subscribes again; 2000 to 2999
     * @param reason at most {@value #MAX_REASON_BYTES} bytes
     */
    record Unsubscribe(ConnectionTarget target, ChannelName channel, int code, String reason)
            implements ConnectionControl {
        /** Checks code and reason. */
        public Unsubscribe {
            if (code < 2000 || code > 2999) {
                throw new IllegalArgumentException("unsubscribe.code must be 2000 to 2999, got " + code);
            }
            checkReason("unsubscribe.reason", reason);
        }

        /** End it for good. */
        public Unsubscribe(ConnectionTarget target, ChannelName channel) {
            this(target, channel, UnsubscribeCode.SERVER.code(), UnsubscribeCode.SERVER.reason());
        }
    }

    /** Push data to connections as a message. */
    record Send(ConnectionTarget target, Payload data) implements ConnectionControl {}

    /**
     * How many connections it was done to.
     *
     * @param count they were all there were, here
     */
    record Affected(int count) {
        /** Nobody. */
        public static final Affected NONE = new Affected(0);

        /** Both together. */
        public Affected plus(Affected other) {
            return new Affected(count + other.count);
        }
    }

    private static void checkReason(String name, String reason) {
        int length = reason.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    name + " must have at most " + MAX_REASON_BYTES + " bytes, got " + length);
        }
    }
}
