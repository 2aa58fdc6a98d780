package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import org.jspecify.annotations.Nullable;

/** What is asked of a server on a fresh socket, before it is used. */
final class Checks {

    private Checks() {}

    /** Fails unless the server is a primary that has loaded its data. */
    static Future<Void> primary(Endpoint endpoint, Wire wire) {
        Future<Response> loaded = wire.ask(Request.cmd(Command.PING));
        Future<Response> role = wire.ask(Request.cmd(Command.ROLE));
        return loaded.compose(pong -> role).compose(reply -> {
            String name = reply.get(0).toString();
            return name.equals("master")
                    ? Future.succeededFuture()
                    : Future.failedFuture(ConnectFailedException.because(new Fault.Elsewhere(
                            "valkey " + endpoint + ": is not a primary (its role is " + name + ")")));
        });
    }

    /** Whether the server has sharded pub/sub. A server that does not let us ask counts as one without. */
    static Future<Boolean> hasShardedPubSub(Wire wire) {
        return wire.send(Request.cmd(Command.COMMAND).arg("INFO").arg("ssubscribe"))
                .map(Checks::isKnown)
                .recover(cause ->
                        cause instanceof ErrorType ? Future.succeededFuture(false) : Future.failedFuture(cause));
    }

    private static boolean isKnown(@Nullable Response commands) {
        return commands != null
                && commands.size() == 1
                && commands.get(0) != null
                && commands.get(0).size() > 0;
    }
}
