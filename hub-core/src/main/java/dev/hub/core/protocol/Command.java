package dev.hub.core.protocol;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for. Strings that the client left out are empty; field meanings as in the Centrifuge client
 * protocol. Channel names are as the client wrote them, not checked yet.
 */
public sealed interface Command {
    /** The number that the reply repeats, an unsigned one; 0 only for {@link Send} and {@link Pong}. */
    int id();

    /**
     * Authenticates the connection; the first command, and only once.
     *
     * @param subs may be empty
     * @param headers in place of those that a script in a browser cannot set; names in any case
     */
    record Connect(
            int id,
            String token,
            @Nullable Payload data,
            Map<String, Subscribe> subs,
            String name,
            String version,
            Map<String, String> headers)
            implements Command {}

    /** Asks for a channel's publications from now on, or from a position on. */
    record Subscribe(
            int id, String channel, String token, @Nullable Payload data, Position position, Wishes wishes)
            implements Command {}

    /** Ends a subscription. */
    record Unsubscribe(int id, String channel) implements Command {}

    /** Publishes {@code data} to a channel; null when the client left it out. */
    record Publish(int id, String channel, @Nullable Payload data) implements Command {}

    /** Asks who is in a channel. */
    record Presence(int id, String channel) implements Command {}

    /** Asks how many are in a channel. */
    record PresenceStats(int id, String channel) implements Command {}

    /**
     * Asks for past publications.
     *
     * @param limit most publications; 0 for the stream's position alone, below 0 for as many as there may be
     * @param since only what comes after (or, in reverse, before) it; null for everything
     * @param reverse the latest first
     */
    record History(
            int id, String channel, int limit, @Nullable StreamPosition since, boolean reverse) implements Command {}

    /** Calls a method of the application and waits for its answer. */
    record Rpc(int id, String method, Payload data) implements Command {}

    /** Hands data to the application; has no reply. */
    record Send(Payload data) implements Command {
        @Override
        public int id() {
            return 0;
        }
    }

    /** Brings a new connection token before the old one expires. */
    record Refresh(int id, String token) implements Command {}

    /** Brings a new subscription token before the old one expires. */
    record SubRefresh(int id, String channel, String token) implements Command {}

    /** In the schema, but no client may send it: answered with {@link CloseCode#BAD_REQUEST}. */
    record Ping(int id) implements Command {}

    /** The answer to the hub's ping: an empty object. */
    record Pong() implements Command {
        @Override
        public int id() {
            return 0;
        }
    }

    /**
     * Where a subscription starts.
     *
     * @param recover publications after {@code offset} of {@code epoch} are to be sent first
     * @param epoch the stream's incarnation that the offset belongs to; empty when unknown
     * @param positioned the client asks for offsets, and to be told of loss
     * @param recoverable the client asks to be able to recover later
     */
    record Position(boolean recover, long offset, String epoch, boolean positioned, boolean recoverable) {
        /** From now on, without offsets. */
        public static final Position LIVE = new Position(false, 0, "", false, false);

        /** Checks the range. */
        public Position {
            if (offset < 0) {
                throw new IllegalArgumentException("offset must be 0 or more, got " + offset);
            }
        }

        /** The place that the client says it has reached. */
        public StreamPosition reached() {
            return new StreamPosition(offset, epoch);
        }
    }

    /**
     * What a client would like of a subscription beyond its publications.
     *
     * @param delta kind of delta in which publications may come; empty for none
     * @param tagsFilter which publications interest it, a JSON object that nobody has checked; null for all
     * @param joinLeave to be told who comes and goes
     * @param flags of the protocol, such as {@link #REJECT_UNRECOVERED}
     */
    record Wishes(String delta, @Nullable Payload tagsFilter, boolean joinLeave, long flags) {
        /** The publications, as they are. */
        public static final Wishes NONE = new Wishes("", null, false, 0);

        /** The flag that turns a recovery that is refused into {@link ErrorCode#UNRECOVERABLE_POSITION}. */
        public static final long REJECT_UNRECOVERED = 2;

        /** A recovery that is refused is an error. */
        public boolean rejectsUnrecovered() {
            return (flags & REJECT_UNRECOVERED) != 0;
        }
    }
}
