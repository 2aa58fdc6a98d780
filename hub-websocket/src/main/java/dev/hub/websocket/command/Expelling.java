package dev.hub.websocket.command;

import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.Expulsion;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.core.revocation.Revocation;
import dev.hub.core.revocation.Standing;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.LoopScope;
import dev.hub.websocket.connection.Session;
import java.util.LinkedHashSet;
import java.util.Set;

/** Ends the connections and subscriptions of one event loop that are allowed no longer. */
public final class Expelling {
    private final LoopScope scope;
    private final CurrentRevocations revocations;

    /** Goes by {@code revocations}. */
    public Expelling(LoopScope scope, CurrentRevocations revocations) {
        this.scope = scope;
        this.revocations = revocations;
    }

    /** Looks at those whom {@code expulsion} can concern; tells how many connections ended. */
    public Affected execute(Expulsion expulsion) {
        int[] ended = {0};
        candidates(expulsion).forEach(connection -> {
            if (!connection.isClosed() && isExpelled(connection)) {
                ended[0]++;
            }
        });
        return new Affected(ended[0]);
    }

    /** Which connections have a token of a certain id is known to none of the tables: all are looked at. */
    private Set<ClientConnection> candidates(Expulsion expulsion) {
        Set<ClientConnection> candidates = new LinkedHashSet<>();
        boolean isKnown = !expulsion.because().isEmpty();
        for (Revocation each : expulsion.because()) {
            switch (each) {
                case Revocation.UserBlock block -> candidates.addAll(scope.ofUser(block.user()));
                case Revocation.UserTokens tokens -> candidates.addAll(scope.ofUser(tokens.user()));
                case Revocation.OneToken token -> isKnown = false;
            }
        }
        return isKnown ? candidates : new LinkedHashSet<>(scope.connected());
    }

    private boolean isExpelled(ClientConnection connection) {
        Session session = connection.session();
        return switch (revocations.standing(session.bearer())) {
            case BLOCKED -> close(connection, CloseCode.FORCE_NO_RECONNECT);
            case REVOKED -> close(connection, CloseCode.INVALID_TOKEN);
            case GOOD, UNKNOWN -> {
                connection
                        .subscriptions()
                        .endRevoked(stamp -> revocations.standing(stamp.of(session.user())) == Standing.REVOKED);
                yield false;
            }
        };
    }

    private static boolean close(ClientConnection connection, CloseCode code) {
        connection.close(code);
        return true;
    }
}
