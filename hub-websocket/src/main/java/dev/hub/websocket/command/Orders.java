package dev.hub.websocket.command;

import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionControl.Refresh;
import dev.hub.core.bus.ConnectionControl.Send;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.bus.ConnectionControl.Unsubscribe;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Push;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.LoopScope;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;

/** Does to the connections of one event loop what a back end, a verticle or an operator orders. */
public final class Orders {
    private final LoopScope scope;
    private final ServerSubscribing subscribing;

    /** The orders to the connections of {@code scope}. */
    public Orders(LoopScope scope, ClientAccess access) {
        this.scope = scope;
        this.subscribing = new ServerSubscribing(new ChannelRights(access));
    }

    /** Carries {@code order} out; tells how many connections it was done to. */
    public Future<Affected> execute(ConnectionControl order) {
        List<ClientConnection> named = scope.named(order.target());
        return switch (order) {
            case Disconnect disconnect ->
                count(named, connection -> disconnect(connection, disconnect))
                        .map(done -> done.plus(turnBack(disconnect)));
            case Refresh refresh -> count(named, connection -> refresh(connection, refresh));
            case Subscribe subscribe -> subscribing.subscribe(named, subscribe);
            case Unsubscribe unsubscribe ->
                count(
                        named,
                        connection -> connection
                                .subscriptions()
                                .unsubscribe(unsubscribe.channel(), unsubscribe.code(), unsubscribe.reason()));
            case Send send -> count(named, connection -> connection.tell(send.data()));
        };
    }

    private static Future<Affected> count(List<ClientConnection> named, Predicate<ClientConnection> order) {
        return Future.succeededFuture(
                new Affected((int) named.stream().filter(order).count()));
    }

    private static boolean disconnect(ClientConnection connection, Disconnect order) {
        if (order.except().contains(connection.session().client())) {
            return false;
        }
        connection.close(order.code(), order.reason());
        return true;
    }

    /** One that is being let in is known to others, who may want to be the only connection of its user. */
    private Affected turnBack(Disconnect order) {
        return scope.entering(order.target().client())
                .map(connection -> {
                    connection.close(order.code(), order.reason());
                    return new Affected(1);
                })
                .orElse(Affected.NONE);
    }

    private boolean refresh(ClientConnection connection, Refresh order) {
        if (order.expired() || scope.isPast(order.expireAt())) {
            connection.close(CloseCode.EXPIRED);
        } else {
            connection.extend(order.expireAt());
            connection.push(new Push.Refresh(scope.expiry(order.expireAt())));
        }
        return true;
    }
}
