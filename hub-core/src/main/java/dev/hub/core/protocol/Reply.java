package dev.hub.core.protocol;

import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.List;
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
    record Subscribe(
            int id, Expiry expiry, Start start, @Nullable Payload data) implements Reply {}

    /** The subscription has ended. */
    record Unsubscribe(int id) implements Reply {}

    /** The publication is on its way. */
    record Publish(int id) implements Reply {}

    /**
     * Part of a channel's history.
     *
     * @param publications in the order asked for, each a JSON object
     * @param position where the channel's stream is
     */
    record History(int id, List<Payload> publications, StreamPosition position) implements Reply {
        /** Copies {@code publications}. */
        public History {
            publications = List.copyOf(publications);
        }
    }

    /** Who is in a channel. */
    record Presence(int id, List<ClientInfo> members) implements Reply {
        /** Copies {@code members}. */
        public Presence {
            members = List.copyOf(members);
        }
    }

    /**
     * How many are in a channel.
     *
     * @param clients connections
     * @param users different users; the anonymous are one together
     */
    record PresenceStats(int id, int clients, int users) implements Reply {}

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

    /**
     * Where a subscription starts in the channel's stream.
     *
     * @param position of the client once it has {@code publications}, or from which they go on; null when the
     *     subscription has no position
     * @param recoverable the client can recover from a position later
     * @param recovery what came of a recovery, or of bringing the latest publication unasked
     * @param publications what was missed, oldest first, each a JSON object
     * @param delta the data of every publication is a JSON string, and may be a delta
     */
    record Start(
            @Nullable StreamPosition position,
            boolean recoverable,
            Recovery recovery,
            List<Payload> publications,
            boolean delta) {
        /** Now, without a position. */
        public static final Start LIVE = new Start(null, false, Recovery.NONE, List.of(), false);

        /** Copies {@code publications}. */
        public Start {
            publications = List.copyOf(publications);
        }

        /** The same without positions, with deltas or not. */
        public static Start live(boolean delta) {
            return delta ? new Start(null, false, Recovery.NONE, List.of(), true) : LIVE;
        }
    }

    /** What came of a recovery. */
    enum Recovery {
        /** The client did not ask for one. */
        NONE,
        /** The client did not ask, but gets the latest publication. */
        UNASKED,
        /** Nothing is missing. */
        COMPLETE,
        /** It is not possible; the client has to get its state elsewhere. */
        REFUSED
    }
}
