package dev.hub.core.protocol;

import dev.hub.core.channel.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hub's answer to one {@link Command}. Every result key is written even when the result is empty. */
public sealed interface Reply {
    /** The id of the command that this answers. */
    int id();

    /** The command was refused. */
    record Refused(int id, int code, String message, boolean temporary) implements Reply {
        /** Refused for {@code code}, with its own text. */
        public static Refused of(int id, ErrorCode code) {
            return new Refused(id, code.code(), code.message(), code.isTemporary());
        }
    }

    /**
     * The connection is authenticated.
     *
     * @param client the connection's id, unique over all instances
     * @param version of the hub
     * @param expiry when the client must refresh
     * @param data what the application has to say, if anything
     * @param subs the subscriptions made on the server's side, by channel
     * @param pingSeconds how often the hub pings; 0 for never
     */
    record Connect(
            int id,
            String client,
            String version,
            Expiry expiry,
            @Nullable Payload data,
            Map<String, Subscribe> subs,
            int pingSeconds)
            implements Reply {}

    /** The subscription is made. */
    record Subscribe(int id, Expiry expiry, @Nullable Payload data) implements Reply {}

    /** The subscription has ended. */
    record Unsubscribe(int id) implements Reply {}

    /** The publication is on its way. */
    record Publish(int id) implements Reply {}

    /** What the application answered. */
    record Rpc(int id, Payload data) implements Reply {}

    /** The new connection token is accepted. */
    record Refresh(int id, String client, String version, Expiry expiry) implements Reply {}

    /** The new subscription token is accepted. */
    record SubRefresh(int id, Expiry expiry) implements Reply {}

    /**
     * How long the connection or subscription stays valid without a refresh.
     *
     * @param expires the client must refresh at all
     * @param ttlSeconds the time left; 0 when it does not expire
     */
    record Expiry(boolean expires, int ttlSeconds) {
        /** Never expires. */
        public static final Expiry NEVER = new Expiry(false, 0);
    }
}
