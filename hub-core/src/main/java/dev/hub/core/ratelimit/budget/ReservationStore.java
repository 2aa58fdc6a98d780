package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reservations in Valkey, where every instance finds them. */
public final class ReservationStore {
    /** How long it is known of a reservation that it was settled. */
    public static final long SETTLED_TTL_MILLIS = 60_000;

    private static final Script WRITE = Script.resource("reservation_write");
    private static final String NO_STAMP = "";
    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    private final Valkey valkey;
    private final Keyspace keyspace;

    /** Those of all hubs that share {@code keyspace}. */
    public ReservationStore(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keyspace = keyspace;
    }

    /**
     * A reservation as it was read.
     *
     * @param stamp another one after each change
     */
    public record Stored(Reservation reservation, String stamp) {}

    /** An id, or a stamp, that nobody has. */
    public static String draw() {
        return UUID.randomUUID().toString();
    }

    /** The id of what is reserved for such a call under that key, whenever and by whomever. */
    public static String idOf(Descriptors call, String key) {
        try {
            JsonArray parts = new JsonArray().add(key);
            call.values().forEach((name, value) -> parts.add(name).add(value));
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(parts.encode().getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong()).toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Writes a new one; false, and nothing, when there is one of that id. */
    public Future<Boolean> put(Stored first) {
        return write(NO_STAMP, first);
    }

    /** It never was. */
    public Future<Void> forget(String id) {
        String key = keyspace.reservation(id);
        return valkey.send(key, Request.cmd(Command.UNLINK).arg(key)).mapEmpty();
    }

    /** Writes what one has changed to; false, and nothing, when somebody else changed it meanwhile, or it expired. */
    public Future<Boolean> replace(Stored former, Stored next) {
        return write(former.stamp(), next);
    }

    private Future<Boolean> write(String stamp, Stored next) {
        Reservation reservation = next.reservation();
        long ttl = reservation.progress().isSettled()
                ? SETTLED_TTL_MILLIS
                : reservation.progress().ttlMillis();
        return valkey.run(
                        WRITE,
                        List.of(keyspace.reservation(reservation.id())),
                        List.of(stamp, next.stamp(), ReservationJson.encode(reservation), ttl))
                .map(reply -> reply.toString().equals("1"));
    }

    /** The one of that id; empty when there never was one, or it expired. */
    public Future<Optional<Stored>> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Future.succeededFuture(Optional.empty());
        }
        String key = keyspace.reservation(id);
        return valkey.send(key, Request.cmd(Command.GET).arg(key)).map(reply -> read(id, reply));
    }

    private static Optional<Stored> read(String id, @Nullable Response reply) {
        return Optional.ofNullable(reply).map(Response::toString).map(text -> {
            int space = text.indexOf(' ');
            return new Stored(ReservationJson.decode(id, text.substring(space + 1)), text.substring(0, space));
        });
    }
}
