package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.protocol.Push;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.delivery.Form;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Subscribes connections to channels that they did not ask for. */
final class ServerSubscribing {
    private final ChannelRights rights;

    ServerSubscribing(ChannelRights rights) {
        this.rights = rights;
    }

    /** Counts those who are subscribed by it; fails when nobody can be subscribed to that channel. */
    Future<Affected> subscribe(List<ClientConnection> connections, Subscribe order) {
        Optional<HubException> fault = rights.fault(order.channel());
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get());
        }
        Terms terms = terms(order);
        List<Future<Boolean>> begun = connections.stream()
                .map(connection -> subscribe(connection, order, terms))
                .toList();
        return Future.join(begun)
                .map(all -> new Affected(
                        (int) all.<Boolean>list().stream().filter(done -> done).count()));
    }

    /** Who gives a position gets positions from then on, where the channel has them. */
    private Terms terms(Subscribe order) {
        StreamPosition since = order.since();
        Command.Position asked = since == null
                ? Command.Position.LIVE
                : new Command.Position(true, since.offset(), since.epoch(), true, true);
        return Terms.of(order.override().apply(rights.options(order.channel())), asked, Form.PLAIN, false, true);
    }

    private static Future<Boolean> subscribe(ClientConnection connection, Subscribe order, Terms terms) {
        boolean isThere = connection.subscriptions().find(order.channel()) != null;
        if (isThere || connection.subscriptions().free() == 0) {
            return Future.succeededFuture(false);
        }
        return Joining.begin(connection, order.channel(), terms, true)
                .map(joining -> start(connection, order, joining));
    }

    /** The client may be gone by now, or an unsubscribe was faster. */
    private static boolean start(ClientConnection connection, Subscribe order, Joining joining) {
        if (connection.isClosed() || joining.subscription().hasLeft()) {
            return false;
        }
        Reply.Start start = joining.start(0);
        connection.subscriptions().grant(joining.subscription(), grant(order), 0);
        String channel = order.channel().value();
        StreamPosition position = position(connection, joining, start);
        connection.push(new Push.Subscribe(channel, position, start.recoverable(), order.data()));
        for (Payload each : start.publications()) {
            connection.push(new Push.Pub(channel, JsonPublications.decode(each)));
        }
        joining.join();
        return true;
    }

    private static SubscriptionGrant grant(Subscribe order) {
        return new SubscriptionGrant(order.info(), null, order.override(), null, Set.of());
    }

    /** Whoever ordered it need not know the epoch; the client has to. */
    private static @Nullable StreamPosition position(ClientConnection connection, Joining joining, Reply.Start start) {
        StreamPosition told = start.position();
        StreamPosition top = connection.subscriptions().position(joining.subscription());
        return told == null || top == null || !told.epoch().isEmpty()
                ? told
                : new StreamPosition(told.offset(), top.epoch());
    }
}
