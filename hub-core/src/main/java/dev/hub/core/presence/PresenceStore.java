package dev.hub.core.presence;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.presence.Changed.Outcome;
import dev.hub.core.protocol.JsonClientInfos;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkFact;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.json.Json;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Groups of members in Valkey. Each call is one script on one group; it fails with a
 * {@link dev.hub.core.valkey.ValkeyException}.
 */
public final class PresenceStore {
    /** Most changes, or members of a page, of one call: bounds how long it keeps the server. */
    public static final int MAX_BATCH = 256;

    private static final Script CHANGE = Script.resource("presence_change");
    private static final Script SWEEP = Script.resource("presence_sweep");
    private static final Script READ = Script.resource("presence_read");
    private static final Script USER = Script.resource("presence_user");

    private final Valkey valkey;
    private final Keyspace keys;
    private final RandomGenerator random;

    /** Calls may come from any thread that {@code random} may be used on. */
    public PresenceStore(Valkey valkey, Keyspace keys, RandomGenerator random) {
        this.valkey = valkey;
        this.keys = keys;
        this.random = random;
        valkey.preload(List.of(CHANGE, SWEEP, READ, USER));
    }

    /** The key of the outbox in which a group's events wait. */
    public String outbox(GroupPlace place) {
        return place.outbox(keys);
    }

    /**
     * Brings changes into a group, in their order.
     *
     * @param batch goes up with each batch of this instance for the group; a batch is sent again with its own number
     */
    public Future<Changed> change(
            GroupPlace place, GroupRules rules, NodeLease lease, long batch, List<Change> changes) {
        List<Object> args = common(place, rules, lease.uid(), lease.incarnation());
        args.add(batch);
        args.add(lease.endMillis());
        changes.forEach(change -> change.writeTo(args));
        return valkey.run(CHANGE, groupKeys(place), args)
                .map(reply -> new Changed(
                        Outcome.valueOf(reply.get(0).toString()),
                        Numbers.smallAt(reply, 1),
                        Numbers.smallAt(reply, 3) > 0,
                        Numbers.smallAt(reply, 4) > 0));
    }

    /**
     * Ends members that a dead instance left in a group.
     *
     * @param after where the page before ended; empty to begin
     */
    public Future<Swept> sweep(GroupPlace place, GroupRules rules, DeadNode dead, String after) {
        List<Object> args = common(place, rules, dead.uid(), dead.incarnation());
        args.add(after);
        args.add(MAX_BATCH);
        args.add(rules.grace().toMillis());
        return valkey.run(SWEEP, groupKeys(place), args)
                .map(reply -> new Swept(
                        reply.get(0).toString(),
                        Long.parseLong(reply.get(1).toString()),
                        Numbers.smallAt(reply, 2) > 0));
    }

    /**
     * Looks at a group.
     *
     * @param after where the page before ended; empty to begin
     * @param limit most members; 0 for the numbers alone
     */
    public Future<GroupRead> read(GroupPlace place, String after, int limit) {
        String base = place.base(keys);
        return valkey.run(READ, List.of(keys.members(base), keys.index(base), keys.users(base)), List.of(after, limit))
                .map(PresenceStore::groupRead);
    }

    private static GroupRead groupRead(Response reply) {
        List<ClientInfo> members = new ArrayList<>();
        for (int i = 3; i < reply.size(); i++) {
            members.add(JsonClientInfos.decode(Payload.ofJson(reply.get(i).toString())));
        }
        return new GroupRead(
                Numbers.smallAt(reply, 0),
                Numbers.smallAt(reply, 1),
                members,
                reply.get(2).toString());
    }

    /** Looks at a user. */
    public Future<UserRead> user(String user) {
        return user(user, "read", "", 0);
    }

    /** Remembers what a user says of itself; null forgets it. */
    public Future<UserRead> setStatus(String user, @Nullable Payload status, long ttlMillis) {
        return status == null ? user(user, "clear", "", 0) : user(user, "set", status.toJson(), ttlMillis);
    }

    private Future<UserRead> user(String user, String what, String status, long ttlMillis) {
        String base = keys.user(user);
        return valkey.run(USER, List.of(keys.members(base), keys.profile(base)), List.of(what, status, ttlMillis))
                .map(PresenceStore::userRead);
    }

    private static UserRead userRead(Response reply) {
        List<UserRead.Connection> connections = new ArrayList<>();
        for (int i = 3; i + 2 < reply.size(); i += 3) {
            connections.add(new UserRead.Connection(
                    reply.get(i).toString(),
                    reply.get(i + 1).toString(),
                    reply.get(i + 2).toString().equals("a")));
        }
        String status = reply.get(2).toString();
        return new UserRead(
                Long.parseLong(reply.get(0).toString()),
                Long.parseLong(reply.get(1).toString()),
                status.isEmpty() ? null : Payload.ofJson(status),
                connections);
    }

    private List<String> groupKeys(GroupPlace place) {
        String base = place.base(keys);
        List<String> all = new ArrayList<>(List.of(
                keys.members(base),
                keys.index(base),
                keys.users(base),
                keys.away(base),
                keys.fence(base),
                place.outbox(keys)));
        if (place.group() instanceof PresenceGroup.OfUser) {
            all.add(keys.profile(base));
        }
        return all;
    }

    private List<Object> common(GroupPlace place, GroupRules rules, String uid, long incarnation) {
        return new ArrayList<>(List.of(
                uid,
                incarnation,
                LinkFact.PUBLISH_COMMAND,
                place.pubSub(keys),
                rules.maxTold(),
                rules.eventWords(place.group()),
                Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX),
                subject(place.group()),
                rules.profileTtl().toMillis()));
    }

    /** Of an occupancy there is nothing to add: its members are instances. */
    private static String subject(PresenceGroup group) {
        return switch (group) {
            case PresenceGroup.OfChannel of -> "{" + channel(of.channel());
            case PresenceGroup.Occupancy of -> "{" + channel(of.channel()) + "}";
            case PresenceGroup.OfUser of -> "{";
        };
    }

    private static String channel(ChannelName channel) {
        return "\"channel\":" + Json.encode(channel.value());
    }
}
