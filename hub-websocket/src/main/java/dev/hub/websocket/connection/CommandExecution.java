package dev.hub.websocket.connection;

import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts commands as far as the connection's state allows, and tells clients what came of them. */
final class CommandExecution {
    private static final Logger LOG = LoggerFactory.getLogger(CommandExecution.class);

    private final LoopServices services;

    CommandExecution(LoopServices services) {
        this.services = services;
    }

    /** The first command is connect, and no other one is, unless it was refused. */
    Future<Outcome> start(ClientConnection connection, Command command) {
        boolean connects = command instanceof Command.Connect;
        return switch (connection.state()) {
            case ConnectionState.AwaitingConnect waiting -> {
                if (!connects) {
                    yield unauthenticated(waiting);
                }
                connection.authenticating();
                yield call(connection, command);
            }
            case ConnectionState.Connected connected -> connects ? hangUp() : call(connection, command);
            case ConnectionState.Authenticating authenticating -> hangUp();
            case ConnectionState.Closed closed -> Future.succeededFuture(new Outcome.Silence());
        };
    }

    private Future<Outcome> call(ClientConnection connection, Command command) {
        if (makesWork(command) && connection.scope().turn().isNearBound()) {
            services.counters().busy();
            return Future.failedFuture(HubException.of(ErrorCode.TOO_MANY_REQUESTS));
        }
        try {
            return services.commands().run(connection, command);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    /** What waits for sockets grows by it. */
    private static boolean makesWork(Command command) {
        return command instanceof Command.Connect
                || command instanceof Command.Subscribe
                || command instanceof Command.Publish
                || command instanceof Command.History;
    }

    /** Clients send commands behind a connect without waiting for its answer: theirs is that of the connect. */
    private static Future<Outcome> unauthenticated(ConnectionState.AwaitingConnect waiting) {
        return waiting.refusal() == null ? hangUp() : Future.failedFuture(waiting.refusal());
    }

    private static Future<Outcome> hangUp() {
        return Future.succeededFuture(new Outcome.HangUp(CloseCode.BAD_REQUEST));
    }

    /** Tells the client the outcome of a command that is done. */
    void finish(ClientConnection connection, Command command, Future<Outcome> done) {
        if (connection.isClosed()) {
            return;
        }
        if (done.failed()) {
            refuse(connection, command, done.cause());
            return;
        }
        finish(connection, command, done.result());
    }

    private void finish(ClientConnection connection, Command command, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answer answer -> {
                connection.reply(answer.reply());
                if (!connection.isClosed()) {
                    answer.then().run();
                }
            }
            case Outcome.InTurn inTurn ->
                finish(connection, command, inTurn.decide().get());
            case Outcome.Refusal refusal -> refuse(connection, command, refusal.cause());
            case Outcome.Dismissal dismissal -> connection.close(dismissal.code(), dismissal.reason());
            case Outcome.HangUp hangUp -> connection.close(hangUp.code());
            case Outcome.Silence silence -> {
                // Nothing to tell.
            }
        }
    }

    private void refuse(ClientConnection connection, Command command, Throwable cause) {
        if (!(cause instanceof HubException)) {
            LOG.warn("A command of client {} failed", connection, cause);
        }
        HubException refusal = HubException.from(cause);
        services.counters().refused(refusal.code());
        if (command.id() != 0) {
            connection.reply(new Reply.Refused(command.id(), refusal.code(), refusal.text(), refusal.isTemporary()));
        }
        if (command instanceof Command.Connect) {
            connection.connectRefused(refusal);
        }
    }
}
