package dev.hub.core.consumer;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.Chance;
import dev.hub.core.stream.StreamName;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkFact;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Durable consumers in Valkey. Each call is one script, in the order of the calls. It fails with a
 * {@link dev.hub.core.valkey.ValkeyException}, or with a {@link HubException} where it is refused: 102 when there is no such
 * consumer, 112 when offsets belong to an epoch that ended.
 */
public final class ConsumerStore {
    /** Most consumers of one stream. */
    public static final int MAX_CONSUMERS = 100;

    /** Most deliveries that one call names or brings. */
    public static final int MAX_BATCH = 1_000;

    /** Most dead letters that a consumer keeps; then the oldest go. */
    public static final int MAX_DEAD = 10_000;

    /** Most entries that one call looks at: bounds how long it keeps the server. */
    private static final int MAX_LOOKS = 2_000;

    private static final Script PUT = Script.resource("consumer_put");
    private static final Script DELETE = Script.resource("consumer_delete");
    private static final Script FETCH = Script.resource("consumer_fetch");
    private static final Script ACK = Script.resource("consumer_ack");
    private static final Script RESCHEDULE = Script.resource("consumer_reschedule");
    private static final Script INFO = Script.resource("consumer_info");
    private static final Script BURY = Script.resource("consumer_bury");
    private static final Script REVIVE = Script.resource("consumer_revive");
    private static final Script PURGE = Script.resource("consumer_purge");

    private final Valkey valkey;
    private final ConsumerKeys keys;
    private final Chance chance;

    /** Calls may come from any thread that {@code random} may be used on. */
    public ConsumerStore(Valkey valkey, Keyspace keyspace, RandomGenerator random) {
        this.valkey = valkey;
        this.keys = new ConsumerKeys(keyspace);
        this.chance = new Chance(random);
        valkey.preload(List.of(PUT, DELETE, FETCH, ACK, RESCHEDULE, BURY, INFO, REVIVE, PURGE));
    }

    /** The pub/sub channel that tells ids of consumers of the stream that have something to do. */
    public String wakeKey(StreamName stream) {
        return keys.wake(stream);
    }

    /**
     * Makes the consumer, or gives one that exists other settings; tells whether it was made. Refused with 106 when the
     * stream has {@value #MAX_CONSUMERS}, with 107 when it would begin after the stream's end.
     */
    public Future<Boolean> put(ConsumerPlace place, ConsumerSettings settings) {
        return run(
                        PUT,
                        place,
                        List.of(
                                settings.ackTimeoutMillis(),
                                settings.maxInFlight(),
                                settings.maxDeliveries(),
                                settings.maxRetained(),
                                settings.start().text(),
                                place.channels(),
                                MAX_CONSUMERS))
                .map(ConsumerStore::isNew);
    }

    private static boolean isNew(Response reply) {
        return switch (reply.get(0).toString()) {
            case "created" -> true;
            case "updated" -> false;
            case "full" ->
                throw HubException.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "limit exceeded: a channel has at most " + reply.get(1) + " consumers");
            default ->
                throw HubException.of(
                        ErrorCode.BAD_REQUEST,
                        "bad request: start must not be beyond the last offset, which is " + reply.get(1));
        };
    }

    /** Forgets the consumer and its dead letters; tells whether there was one. */
    public Future<Boolean> delete(ConsumerPlace place) {
        return run(DELETE, place, List.of()).map(reply -> Numbers.at(reply, 0) == 1);
    }

    /** The ids of all consumers of a stream, see {@link ConsumerPlace#id}. */
    public Future<List<String>> ids(StreamName stream) {
        String key = keys.consumers(stream);
        return valkey.send(key, Request.cmd(Command.HKEYS).arg(key)).map(reply -> {
            List<String> ids = new ArrayList<>();
            if (reply != null) {
                reply.forEach(each -> ids.add(each.toString()));
            }
            return ids.stream().sorted().toList();
        });
    }

    /** How the consumer is doing. */
    public Future<ConsumerInfo> info(ConsumerPlace place) {
        return run(INFO, place, List.of()).map(ConsumerReplies::info);
    }

    /**
     * Leases publications: first those that are due again, then new ones in their order.
     *
     * @param most deliveries, 1 to {@value #MAX_BATCH}
     * @param mostBytes of publications; one comes all the same
     */
    public Future<Fetched> fetch(ConsumerPlace place, int most, int mostBytes) {
        if (most < 1 || most > MAX_BATCH) {
            throw new IllegalArgumentException("most must be 1 to " + MAX_BATCH + ", got " + most);
        }
        return run(FETCH, place, List.of(most, mostBytes, MAX_LOOKS, MAX_DEAD)).map(ConsumerReplies::fetched);
    }

    /** Ends deliveries: their publications are done. */
    public Future<Settled> acknowledge(ConsumerPlace place, String epoch, Collection<Long> offsets) {
        requireBatch(offsets);
        List<Object> args = new ArrayList<>();
        args.add(epoch);
        offsets.forEach(offset -> args.add(Long.toString(offset)));
        return run(ACK, place, args).map(ConsumerReplies::settled);
    }

    /** The deliveries failed: they are made again after {@code delayMillis}, 0 for at once. */
    public Future<Settled> refuse(ConsumerPlace place, String epoch, Collection<Lease> leases, long delayMillis) {
        return reschedule(place, epoch, leases, delayMillis, true);
    }

    /** The work on the deliveries takes longer: they are made again after {@code millis} from now. */
    public Future<Settled> extend(ConsumerPlace place, String epoch, Collection<Lease> leases, long millis) {
        return reschedule(place, epoch, leases, millis, false);
    }

    /** Puts deliveries aside as dead letters: the work on them was given up. */
    public Future<Settled> bury(ConsumerPlace place, String epoch, Collection<Long> offsets) {
        requireBatch(offsets);
        List<Object> args = new ArrayList<>(List.of(epoch, MAX_DEAD));
        offsets.forEach(offset -> args.add(Long.toString(offset)));
        return run(BURY, place, args).map(ConsumerReplies::settled);
    }

    private Future<Settled> reschedule(
            ConsumerPlace place, String epoch, Collection<Lease> leases, long millis, boolean failed) {
        requireBatch(leases);
        List<Object> args = new ArrayList<>(List.of(epoch, millis, failed));
        leases.forEach(lease -> args.add(lease.text()));
        return run(RESCHEDULE, place, args).map(ConsumerReplies::settled);
    }

    /**
     * Dead letters, the oldest first.
     *
     * @param after id of the letter to begin after; empty for the first
     * @param limit most letters, from 1
     */
    public Future<List<DeadLetter>> deadLetters(ConsumerPlace place, String after, int limit) {
        String key = keys.dead(place);
        Request request = Request.cmd(Command.XRANGE)
                .arg(key)
                .arg(after.isEmpty() ? "-" : "(" + after)
                .arg("+")
                .arg("COUNT")
                .arg(limit);
        return valkey.send(key, request).map(reply -> reply == null ? List.of() : ConsumerReplies.deadLetters(reply));
    }

    /** Has dead letters delivered again; without ids the oldest {@value #MAX_BATCH}. */
    public Future<Revived> revive(ConsumerPlace place, List<String> ids) {
        return run(
                        REVIVE,
                        place,
                        Stream.<Object>concat(Stream.of(MAX_BATCH), ids.stream())
                                .toList())
                .map(ConsumerReplies::revived);
    }

    /** Throws dead letters away, all of them without ids; tells how many. */
    public Future<Integer> purge(ConsumerPlace place, List<String> ids) {
        return valkey.run(PURGE, List.of(keys.dead(place)), ids).map(reply -> Numbers.smallAt(reply, 0));
    }

    private static void requireBatch(Collection<?> deliveries) {
        if (deliveries.isEmpty() || deliveries.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a call must name 1 to " + MAX_BATCH + " deliveries, got " + deliveries.size());
        }
    }

    private Future<Response> run(Script script, ConsumerPlace place, List<?> more) {
        StreamName stream = place.stream();
        List<Object> args = new ArrayList<>(List.of(
                place.id(),
                chance.epoch(),
                LinkFact.INCARNATION,
                stream.size(),
                stream.history().historyTtl().toMillis(),
                LinkFact.PUBLISH_COMMAND,
                keys.wake(stream)));
        args.addAll(more);
        return valkey.run(script, keys.all(place), args);
    }
}
