package dev.hub.websocket.command;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Authorities;
import dev.hub.core.bus.Authority;
import dev.hub.core.bus.ClientMessage;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.metering.LoopCounters;
import io.vertx.core.Future;
import java.util.Optional;

/** Hands calls and messages of clients to the application. */
final class Calling {
    /** Stands for "no verticle answers", and is nobody's refusal. */
    private final HubException nobody = HubException.of(ErrorCode.METHOD_NOT_FOUND);

    private final HubBus bus;
    private final ChannelRights rights;
    private final Authorities authorities;
    private final Guards guards;
    private final LoopCounters counters;

    /** Who decides about calls of the hub's own methods. */
    record Guards(Consuming consuming, Queueing queueing) {}

    Calling(HubBus bus, ChannelRights rights, Authorities authorities, Guards guards, LoopCounters counters) {
        this.bus = bus;
        this.rights = rights;
        this.authorities = authorities;
        this.guards = guards;
        this.counters = counters;
    }

    Future<Outcome> call(ClientConnection connection, Command.Rpc command) {
        Optional<HubException> refusal = Queueing.concerns(command)
                ? guards.queueing().refusal(connection, command)
                : rights.refusalToCall(command.method(), connection.session().principal());
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        return Consuming.concerns(command)
                ? guards.consuming().check(connection, command).compose(granted -> handOver(connection, command))
                : handOver(connection, command);
    }

    private Future<Outcome> handOver(ClientConnection connection, Command.Rpc command) {
        Session session = connection.session();
        String road = connection.scope().address();
        RpcRequest request = new RpcRequest(command.method(), command.data(), session.user(), session.client(), road);
        return bus.call(request, () -> Future.failedFuture(nobody))
                .map(data -> answer(command, data))
                .recover(cause -> cause == nobody ? askApplication(session, command) : Future.failedFuture(cause));
    }

    private Future<Outcome> askApplication(Session session, Command.Rpc command) {
        Optional<Authority> authority = authorities.overCalls();
        if (authority.isEmpty()) {
            return Future.failedFuture(nobody);
        }
        Question.Call question = new Question.Call(session.caller(), command.method(), command.data());
        return authority
                .get()
                .ask(question)
                .compose(decision -> Rulings.apply(
                        decision,
                        answer -> Future.succeededFuture(answer(command, answer.data())),
                        () -> Future.failedFuture(nobody)));
    }

    private static Outcome answer(Command.Rpc command, Payload data) {
        return Outcome.Answer.of(new Reply.Rpc(command.id(), data));
    }

    /** Where nobody listens the message is dropped and counted: the client expects no answer. */
    Future<Outcome> send(ClientConnection connection, Command.Send command) {
        Session session = connection.session();
        ClientMessage message = new ClientMessage(command.data(), session.user(), session.client());
        bus.offer(Addresses.MESSAGE, message).onFailure(nobody -> counters.dropped());
        return Future.succeededFuture(new Outcome.Silence());
    }
}
