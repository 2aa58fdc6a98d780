package dev.hub.core.revocation;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is taken back, in Valkey. */
public final class RevocationStore {
    /** Most that can be taken back at a time. */
    public static final int MAX = 100_000;

    /** The version of nothing. */
    public static final String NONE = "0";

    private static final Script CHANGE = Script.resource("revocation_change");
    private static final String VERSION = "v";
    private static final Logger LOG = LoggerFactory.getLogger(RevocationStore.class);

    private final Valkey valkey;
    private final List<String> keys;

    /** Those of all hubs that share {@code keyspace}. */
    public RevocationStore(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keys = List.of(keyspace.revocations(), keyspace.revocationsDue());
    }

    /** What a change came to. */
    public enum Outcome {
        /** It is done. */
        DONE,
        /** It was so already. */
        SAME,
        /** There are {@link #MAX} already. */
        FULL
    }

    /**
     * What a change came to, and the versions before and after it.
     *
     * @param expired fields of those that were over and are gone
     */
    public record Change(Outcome outcome, String base, String version, List<String> expired) {}

    /** All there are, and their version. */
    public record Stored(String version, List<Revocation> revocations) {}

    /** The version alone. */
    public Future<String> version() {
        return valkey.send(
                        keys.getFirst(),
                        Request.cmd(Command.HGET).arg(keys.getFirst()).arg(VERSION))
                .map(version -> version == null ? NONE : version.toString());
    }

    /** All of them. */
    public Future<Stored> read() {
        return valkey.send(keys.getFirst(), Request.cmd(Command.HGETALL).arg(keys.getFirst()))
                .map(reply -> reply == null ? new Stored(NONE, List.of()) : decode(reply));
    }

    /** Takes something back, until it expires. */
    public Future<Change> put(Revocation revocation) {
        return change(revocation.field(), revocation.encode(), revocation.expireAt());
    }

    /** Takes it back no longer. */
    public Future<Change> remove(String field) {
        return change(field, "", 0);
    }

    private Future<Change> change(String field, String value, long expireAt) {
        return valkey.run(CHANGE, keys, List.of(field, value, expireAt, MAX)).map(reply -> {
            List<String> expired = new ArrayList<>();
            for (int i = 3; i < reply.size(); i++) {
                expired.add(reply.get(i).toString());
            }
            return new Change(
                    Outcome.valueOf(reply.get(0).toString()),
                    reply.get(1).toString(),
                    reply.get(2).toString(),
                    expired);
        });
    }

    private static Stored decode(Response reply) {
        String version = NONE;
        List<Revocation> all = new ArrayList<>();
        for (String field : reply.getKeys()) {
            String value = reply.get(field).toString();
            if (field.equals(VERSION)) {
                version = value;
            } else {
                Revocation.decode(field, value).ifPresentOrElse(all::add, RevocationStore::strange);
            }
        }
        return new Stored(version, all);
    }

    private static void strange() {
        LOG.warn("A revocation in Valkey is of no kind that this version of the hub knows");
    }
}
