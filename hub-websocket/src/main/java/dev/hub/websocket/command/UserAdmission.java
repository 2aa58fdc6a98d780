package dev.hub.websocket.command;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubConnections;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.bus.PresenceCommand.UserConnection;
import dev.hub.core.bus.PresenceCommand.UserConnections;
import dev.hub.core.protocol.CloseCode;
import dev.hub.websocket.access.UserLimits;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in, as often as the rules on rates allow, and keeps the limits of a user's connections over all instances. A new connection is entered first and judged by all that are
 * there then, so that of two that come at once on two instances at least one sees the other.
 */
final class UserAdmission {
    private static final Logger LOG = LoggerFactory.getLogger(UserAdmission.class);
    private static final CloseCode REFUSED = CloseCode.CONNECTION_LIMIT;

    private final HubBus bus;
    private final UserLimits limits;
    private final Limiting rates;

    UserAdmission(HubBus bus, UserLimits limits, Limiting rates) {
        this.bus = bus;
        this.limits = limits;
        this.rates = rates;
    }

    /** Why the client of {@code session} may not connect now; empty if it may. */
    Future<Optional<Outcome>> refusal(ClientConnection connection, Session session) {
        return rates.refusalToConnect(connection, session).compose(refused -> {
            boolean isDecided = refused.isPresent() || connection.isClosed();
            return isDecided
                    ? Future.succeededFuture(refused.or(() -> Optional.of(new Outcome.Silence())))
                    : admits(connection, session)
                            .map(admitted -> admitted ? Optional.empty() : Optional.of(new Outcome.HangUp(REFUSED)));
        });
    }

    /** Whether the user of {@code session} may have one more connection. */
    private Future<Boolean> admits(ClientConnection connection, Session session) {
        if (!limits.isOn() || session.user().isEmpty()) {
            return Future.succeededFuture(true);
        }
        connection.enter(session);
        return bus.request(Addresses.PRESENCE, new PresenceCommand.Connections(session.user()), UserConnections.class)
                .map(found -> judge(session, found.connections()));
    }

    /** The oldest connections are within the limit, the youngest is the only one that is left where there may be one. */
    private boolean judge(Session session, List<UserConnection> all) {
        List<String> living = all.stream()
                .filter(each -> !each.away())
                .map(UserConnection::client)
                .toList();
        int found = living.indexOf(session.client());
        int place = found < 0 ? living.size() : found;
        if (limits.single()) {
            living.subList(0, place).forEach(each -> close(session, each));
            return true;
        }
        return place < limits.connections();
    }

    private void close(Session session, String client) {
        ConnectionTarget target = new ConnectionTarget(session.user(), client, "");
        HubConnections.of(bus)
                .disconnect(new ConnectionControl.Disconnect(target, Set.of(), REFUSED.code(), REFUSED.reason()))
                .onFailure(away -> LOG.warn("An older connection of a user was not closed: {}", away.getMessage()));
    }
}
