package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import io.vertx.core.Future;
import java.util.Optional;

/** Reads the history of channels for clients. */
final class Reading {
    private final HubBus bus;
    private final ChannelRights rights;

    Reading(HubBus bus, ChannelRights rights) {
        this.bus = bus;
        this.rights = rights;
    }

    /** The data comes whole, also for those who are subscribed with deltas. */
    Future<Outcome> history(ClientConnection connection, Command.History command) {
        if (command.channel().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(command.channel());
        SubscriptionGrant grant = connection.subscriptions().grant(channel);
        Optional<HubException> refusal =
                rights.refusalToReadHistory(channel, connection.session().principal(), grant);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        int most = connection.scope().maxHistory();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        return bus.history(new ChannelCommand.ReadHistory(channel, limit, command.since(), command.reverse()))
                .map(page -> Outcome.Answer.of(new Reply.History(command.id(), page.publications(), page.position())));
    }
}
