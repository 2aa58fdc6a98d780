package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.MemberPage;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import io.vertx.core.Future;
import java.util.function.Function;

/** Tells clients who is in channels. */
final class Observing {
    /** Most members that a client is told of. */
    private static final int MAX_MEMBERS = 5000;

    private final HubBus bus;
    private final ChannelRights rights;

    Observing(HubBus bus, ChannelRights rights) {
        this.bus = bus;
        this.rights = rights;
    }

    /** All members, for the protocol knows no pages: of channels with more than may be told at once, none. */
    Future<Outcome> presence(ClientConnection connection, Command.Presence command) {
        return observe(
                connection,
                command.channel(),
                channel -> bus.request(
                                Addresses.PRESENCE,
                                new PresenceCommand.Members(channel, "", MAX_MEMBERS),
                                MemberPage.class)
                        .compose(page -> page.next().isEmpty()
                                ? Verdicts.answer(new Reply.Presence(command.id(), page.members()))
                                : Future.failedFuture(HubException.of(
                                        ErrorCode.LIMIT_EXCEEDED,
                                        "the channel has more than " + MAX_MEMBERS
                                                + " members; ask for presence_stats"))));
    }

    Future<Outcome> stats(ClientConnection connection, Command.PresenceStats command) {
        return observe(
                connection,
                command.channel(),
                channel -> bus.request(Addresses.PRESENCE, new PresenceCommand.Stats(channel), MemberCount.class)
                        .compose(count -> Verdicts.answer(
                                new Reply.PresenceStats(command.id(), count.clients(), count.users()))));
    }

    private Future<Outcome> observe(
            ClientConnection connection, String name, Function<ChannelName, Future<Outcome>> question) {
        if (name.isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(name);
        SubscriptionGrant grant = connection.subscriptions().grant(channel);
        return rights.refusalToReadPresence(channel, connection.session().principal(), grant)
                .<Future<Outcome>>map(Future::failedFuture)
                .orElseGet(() -> question.apply(channel));
    }
}
