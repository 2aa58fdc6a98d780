package dev.hub.core.presence;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of which groups an instance has members, in Valkey: written before the first one enters and after the last one left, so that
 * whoever cleans up after it finds all of them.
 */
public final class Registrations {
    private static final Script REGISTER = Script.resource("presence_register");

    private final Valkey valkey;
    private final Keyspace keys;

    /** All registrations of hubs that share {@code keys}. */
    public Registrations(Valkey valkey, Keyspace keys) {
        this.valkey = valkey;
        this.keys = keys;
        valkey.preload(List.of(REGISTER));
    }

    /**
     * A group of an instance.
     *
     * @param number of the registration; goes up with each of the instance
     */
    public record Registration(long number, GroupPlace place) {}

    /** Adds and removes registrations; false when the lease was over, and nothing was done. */
    public Future<Boolean> write(NodeLease lease, List<Registration> added, List<Registration> removed) {
        return write(key(lease.uid(), lease.incarnation()), lease.endMillis(), added, removed);
    }

    /** Removes registrations of a dead instance; what it wrote anew in another incarnation stays. */
    public Future<Boolean> remove(DeadNode dead, List<Registration> removed) {
        return write(key(dead.uid(), dead.incarnation()), 0, List.of(), removed);
    }

    private String key(String uid, long incarnation) {
        return keys.groups(uid, Long.toString(incarnation));
    }

    private Future<Boolean> write(String key, long endMillis, List<Registration> added, List<Registration> removed) {
        List<Object> args = new ArrayList<>(List.of(endMillis, added.size()));
        added.forEach(each -> write(each, args));
        removed.forEach(each -> write(each, args));
        return valkey.run(REGISTER, List.of(key), args)
                .map(reply -> reply.toString().equals("DONE"));
    }

    private static void write(Registration registration, List<Object> args) {
        args.add(registration.number());
        args.add(registration.place().text());
    }

    /**
     * The groups of an instance, in the order in which they were registered.
     *
     * @param after number of the last one of the page before; 0 to begin
     */
    public Future<List<Registration>> page(DeadNode dead, long after, int limit) {
        String key = key(dead.uid(), dead.incarnation());
        Request request = Request.cmd(Command.ZRANGE)
                .arg(key)
                .arg("(" + after)
                .arg("+inf")
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(0)
                .arg(limit)
                .arg("WITHSCORES");
        return valkey.send(key, request).map(Registrations::decode);
    }

    /** RESP3 answers with pairs, RESP2 with one row. */
    private static List<Registration> decode(@Nullable Response reply) {
        List<Registration> all = new ArrayList<>();
        if (reply == null || reply.size() == 0) {
            return all;
        }
        if (reply.get(0).type() == ResponseType.MULTI) {
            reply.forEach(pair -> all.add(registration(pair.get(0), pair.get(1))));
        } else {
            for (int i = 0; i + 1 < reply.size(); i += 2) {
                all.add(registration(reply.get(i), reply.get(i + 1)));
            }
        }
        return all;
    }

    private static Registration registration(Response place, Response number) {
        return new Registration((long) Double.parseDouble(number.toString()), GroupPlace.parse(place.toString()));
    }
}
