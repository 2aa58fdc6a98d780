package dev.hub.core.stream;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkFact;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The streams in Valkey. Each call is one script, in the order of the calls; it fails with a
 * {@link dev.hub.core.valkey.ValkeyException}. Reading a stream that does not exist begins its first epoch.
 */
public final class ChannelStreams {
    private static final Script READ = Script.resource("channel_read");
    private static final Script REMOVE = Script.resource("channel_remove");

    private final Valkey valkey;
    private final StreamKeys keys;
    private final Chance chance;
    private final Publishing publishing;

    /** Calls may come from any thread that {@code random} may be used on. */
    public ChannelStreams(Valkey valkey, Keyspace keyspace, RandomGenerator random) {
        this.valkey = valkey;
        this.keys = new StreamKeys(keyspace);
        this.chance = new Chance(random);
        this.publishing = new Publishing(valkey, keys, chance);
        valkey.preload(List.of(Publishing.PUBLISH, READ, REMOVE));
    }

    /** The pub/sub channel on which a stream's publications arrive, each as an {@link Envelope}. */
    public String pubSubKey(StreamName stream) {
        return keys.pubSub(stream);
    }

    /**
     * Publishes. With an idempotency key it is sent again after an unknown outcome, until the command timeout is over;
     * without one it never is.
     */
    public Future<Appended> publish(NewPublication publication) {
        return publishing.publish(publication);
    }

    /**
     * Publishes, and completes when as many replicas as {@link dev.hub.core.valkey.DurableSettings} wants have it. It is
     * sent again while no server takes it or its outcome is unknown, until its time is over; without an idempotency key
     * it is given one for that. Fails with {@link dev.hub.core.valkey.ValkeyUnconfirmedException} when too few replicas
     * confirmed: then repeating it with the same key is safe.
     */
    public Future<Appended> publishDurably(NewPublication publication) {
        return publishing.publishDurably(publication);
    }

    /**
     * Reads what came after a position that this instance has reached by itself: by reading, or by a message. Should the
     * stream not contain the position, its tail was lost: then its epoch ends, and everybody will learn of it.
     *
     * @param known never what a client claims
     * @param limit most entries, from 1
     */
    public Future<StreamSlice> after(StreamName stream, StreamPosition known, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, got " + limit);
        }
        return read(stream, Long.toString(known.offset()), limit, false, known.epoch());
    }

    /**
     * Reads what came after an offset that somebody claims to have reached.
     *
     * @param limit most entries; 0 for the position alone
     */
    public Future<StreamSlice> since(StreamName stream, long offset, int limit) {
        return read(stream, Long.toString(offset), limit, false, "");
    }

    /**
     * Reads a part of the history.
     *
     * @param limit most entries; 0 for the position alone, -1 for all
     * @param since only what comes after (or, in reverse, before) it; null for everything. Its epoch is not looked at
     * @param reverse the latest first
     */
    public Future<StreamSlice> history(StreamName stream, int limit, @Nullable StreamPosition since, boolean reverse) {
        return read(stream, since == null ? "" : Long.toString(since.offset()), limit, reverse, "");
    }

    /** Reads the latest publication, if it is kept. */
    public Future<StreamSlice> latest(StreamName stream) {
        return history(stream, 1, null, true);
    }

    /**
     * Forgets the publications, those apart that consumers need, and tells all instances by a {@link Removal}. Offset and
     * epoch go on.
     */
    public Future<StreamPosition> remove(StreamName stream) {
        requirePosition(stream);
        List<Object> args = List.of(
                chance.epoch(),
                LinkFact.INCARNATION,
                metaMillis(stream),
                LinkFact.PUBLISH_COMMAND,
                keys.pubSub(stream));
        return valkey.run(REMOVE, keys.pair(stream), args)
                .map(reply -> SliceReply.parse(reply).top());
    }

    private Future<StreamSlice> read(StreamName stream, String from, int limit, boolean reverse, String seen) {
        requirePosition(stream);
        List<Object> args =
                List.of(from, limit, reverse, seen, chance.epoch(), LinkFact.INCARNATION, metaMillis(stream));
        return valkey.run(READ, keys.pair(stream), args).map(SliceReply::parse);
    }

    private static void requirePosition(StreamName stream) {
        if (!stream.isPositioned()) {
            throw new IllegalArgumentException("the channels of namespace \""
                    + stream.namespace().name() + "\" have no history: history-size and history-ttl must be above 0");
        }
    }

    private static long metaMillis(StreamName stream) {
        return stream.history().historyMetaTtl().toMillis();
    }
}
