package dev.hub.websocket.connection;

import dev.hub.core.protocol.Command;
import io.vertx.core.Future;

/** Carries out commands. A failure is told to the client: by its own code where it is a refusal, else as internal. */
@FunctionalInterface
public interface CommandRunner {
    /** Carries out {@code command}, which the connection's state allows. */
    Future<Outcome> run(ClientConnection connection, Command command);
}
