package dev.hub.core.bus;

import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.InstanceQuestion.ListChannels;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.bus.NodeCommand.OrderAll;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Revocation;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The connections of all instances, as a verticle beside the hub can control them. Each order is done when every living
 * instance has carried it out, and tells to how many connections. It fails with a temporary
 * {@link dev.hub.core.protocol.ErrorCode#INTERNAL} that names the instances that did not answer within 2 s; it may be ordered
 * again then, but data that was sent arrives twice at the others.
 */
public final class HubConnections {
    private final HubBus bus;

    private HubConnections(HubBus bus) {
        this.bus = bus;
    }

    /** Those of the hub on {@code bus}. */
    public static HubConnections of(HubBus bus) {
        return new HubConnections(bus);
    }

    /** Closes all connections that {@code target} means, for good. */
    public Future<Integer> disconnect(ConnectionTarget target) {
        return disconnect(new ConnectionControl.Disconnect(target));
    }

    /** Closes connections. */
    public Future<Integer> disconnect(ConnectionControl.Disconnect order) {
        return execute(order);
    }

    /** Changes until when connections last, in seconds since 1970; 0 for ever. One whose time is over is closed. */
    public Future<Integer> refresh(ConnectionTarget target, long expireAt) {
        return execute(new ConnectionControl.Refresh(target, false, expireAt));
    }

    /** Subscribes connections to a channel from now on. */
    public Future<Integer> subscribe(ConnectionTarget target, ChannelName channel) {
        return subscribe(new ConnectionControl.Subscribe(target, channel));
    }

    /** Subscribes connections to a channel; tells how many were not before. */
    public Future<Integer> subscribe(ConnectionControl.Subscribe order) {
        return execute(order);
    }

    /** Ends subscriptions for good. */
    public Future<Integer> unsubscribe(ConnectionTarget target, ChannelName channel) {
        return unsubscribe(new ConnectionControl.Unsubscribe(target, channel));
    }

    /** Ends subscriptions. */
    public Future<Integer> unsubscribe(ConnectionControl.Unsubscribe order) {
        return execute(order);
    }

    /** Pushes data to connections, as a message. */
    public Future<Integer> send(ConnectionTarget target, Payload data) {
        return execute(new ConnectionControl.Send(target, data));
    }

    /** Lets a user in no longer, and closes the connections that the user has; until {@code expireAt}, 0 for ever. */
    public Future<Integer> block(String user, long expireAt) {
        return revoke(new Revocation.UserBlock(user, expireAt));
    }

    /** Lets a blocked user in again; tells whether the user was blocked. */
    public Future<Boolean> unblock(String user) {
        String field = new Revocation.UserBlock(user, 0).field();
        return bus.request(Addresses.REVOCATIONS, new RevocationCommand.Remove(field), RevocationCommand.Removed.class)
                .map(RevocationCommand.Removed::wasThere);
    }

    /** Takes something back, on all instances and also later; tells how many connections it ended. */
    public Future<Integer> revoke(Revocation revocation) {
        return bus.request(Addresses.REVOCATIONS, new RevocationCommand.Put(revocation), Affected.class)
                .map(Affected::count);
    }

    /**
     * Part of the connections that fit {@code filter}. Whoever is connected from the first page to the last one is listed once.
     *
     * @param node uid or name of the only instance that is asked; empty for all
     * @param cursor {@link ConnectionPage#next} of the page before; empty for the first one
     * @param limit most of them, 1 to {@link InstanceQuestion#MAX_LIMIT}
     */
    public Future<ConnectionPage> list(ConnectionFilter filter, String node, String cursor, int limit) {
        return new ConnectionPaging(bus, filter, limit).page(node, cursor);
    }

    /**
     * Part of the channels that have a subscriber, in the order of their names, with the number of their subscribers.
     *
     * @param pattern {@code *} in it stands for any text; empty for all
     * @param cursor {@link ChannelPage#next} of the page before; empty for the first one
     * @param limit most of them, 1 to {@link InstanceQuestion#MAX_LIMIT}
     */
    public Future<ChannelPage> channels(String pattern, String cursor, int limit) {
        ListChannels question = new ListChannels(pattern, cursor, limit);
        return bus.request(Addresses.NODE, new Ask(question, Set.of()), Answers.class)
                .map(answers -> join(answers, limit));
    }

    /** Each instance told its first ones: so the first of all of them together are complete. */
    private static ChannelPage join(Answers answers, int limit) {
        Map<String, Integer> clients = new TreeMap<>();
        boolean isMore = false;
        for (NodeCommand.NodeAnswer each : answers.answers()) {
            if (each.answer() instanceof InstanceQuestion.Answer.Channels some) {
                isMore |= some.channels().size() == limit;
                some.channels().forEach(channel -> clients.merge(channel.channel(), channel.clients(), Integer::sum));
            }
        }
        List<ChannelLoad> first = clients.entrySet().stream()
                .limit(limit)
                .map(each -> new ChannelLoad(each.getKey(), each.getValue()))
                .toList();
        isMore |= clients.size() > limit;
        return new ChannelPage(first, isMore ? first.getLast().channel() : "");
    }

    private Future<Integer> execute(ConnectionControl order) {
        return bus.request(Addresses.NODE, new OrderAll(order), Affected.class).map(Affected::count);
    }
}
