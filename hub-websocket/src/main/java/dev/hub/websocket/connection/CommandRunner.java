package dev.hub.websocket.connection;

import dev.hub.core.protocol.Command;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Carries out commands. A failure is told to the client: by its own code where it is a refusal, else as internal. */
public interface CommandRunner {
    /** Carries out {@code command}, which the connection's state allows. */
    Future<Outcome> run(ClientConnection connection, Command command);

    /**
     * Something of the connection's runs out: asks the application whether it goes on, and does what it says. Fails when the
     * application does not say.
     *
     * @param what one of its subscriptions; null for the connection itself
     */
    Future<?> renew(ClientConnection connection, @Nullable Subscription what);

    /** A connection is over that held slots of a limit on concurrency. */
    void giveBack(String lease);
}
