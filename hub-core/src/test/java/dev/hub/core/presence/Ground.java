package dev.hub.core.presence;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link PresenceStore}, and an ear for what is told, for tests that run on a plain thread. */
final class Ground implements AutoCloseable {
    static final long FAR = 1L << 50;
    static final GroupPlace ROOM = new GroupPlace(new OfChannel(new ChannelName("room")), "");
    static final GroupRules TOLD = new GroupRules(1000, Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Set.of());

    final Vertx vertx = Vertx.vertx();
    final Keyspace keys;
    final Valkey valkey;
    final PresenceStore store;
    final Registrations registrations;
    final List<MembershipNotice> notices = new CopyOnWriteArrayList<>();

    Ground(String url, String prefix) {
        keys = new Keyspace(prefix);
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        store = new PresenceStore(valkey, keys, new SplittableRandom());
        registrations = new Registrations(valkey, keys);
        await(valkey.whenReady());
    }

    /** Hears what is told of a group from now on. */
    void listen(GroupPlace place) {
        var subscriber = valkey.subscriber(new SubscriberListener() {
            @Override
            public void message(String channel, Buffer message) {
                if (MembershipNotice.isIn(message)) {
                    notices.add(MembershipNotice.decode(message));
                }
            }
        });
        await(subscriber.whenReady());
        await(subscriber.subscribe(place.pubSub(keys)));
    }

    static GroupRules withGrace(Duration grace) {
        return new GroupRules(1000, Duration.ZERO, grace, Duration.ofDays(1), Set.of());
    }

    static Change enter(String client, String user) {
        return new Change.Enter(new ClientInfo(user, client, null, null), true);
    }

    static NodeLease lease(String uid, long incarnation) {
        return new NodeLease(uid, incarnation, FAR);
    }

    Changed change(NodeLease lease, long batch, Change... changes) {
        return await(store.change(ROOM, TOLD, lease, batch, List.of(changes)));
    }

    GroupRead read(GroupPlace place) {
        return await(store.read(place, "", 10_000));
    }

    List<String> clients() {
        return read(ROOM).members().stream().map(ClientInfo::client).sorted().toList();
    }

    /** Sweeps page after page. */
    Swept sweep(GroupPlace place, GroupRules rules, DeadNode dead) {
        Swept page = await(store.sweep(place, rules, dead, ""));
        while (!page.after().isEmpty()) {
            page = await(store.sweep(place, rules, dead, page.after()));
        }
        return page;
    }

    List<String> joined() {
        return notices.stream()
                .flatMap(each -> each.joins().stream())
                .map(ClientInfo::client)
                .toList();
    }

    List<String> left() {
        return notices.stream()
                .flatMap(each -> each.leaves().stream())
                .map(ClientInfo::client)
                .toList();
    }

    Response ask(Command command, String key, Object... args) {
        Request request = Request.cmd(command).arg(key);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        return await(valkey.send(key, request).map(reply -> Objects.requireNonNull(reply)));
    }

    /** Names of all keys of a group that exist. */
    List<String> keysOf(GroupPlace place) {
        String base = place.base(keys);
        List<String> all = new ArrayList<>();
        for (String key : List.of(keys.members(base), keys.index(base), keys.users(base), keys.away(base))) {
            if (ask(Command.EXISTS, key).toString().equals("1")) {
                all.add(key);
            }
        }
        return all;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("not done in time", late);
        }
    }

    @Override
    public void close() {
        await(valkey.close());
        await(vertx.close());
    }
}
