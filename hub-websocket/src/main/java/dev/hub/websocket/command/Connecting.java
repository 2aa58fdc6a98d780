package dev.hub.websocket.command;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.connection.Subscription;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets clients in, and subscribes them to the channels that their token names or that they ask for at once. */
final class Connecting {
    private final ClientAccess access;
    private final Subscribing subscribing;
    private final String version;

    Connecting(ClientAccess access, Subscribing subscribing, String version) {
        this.access = access;
        this.subscribing = subscribing;
        this.version = version;
    }

    Future<Outcome> connect(ClientConnection connection, Command.Connect command) {
        if (command.token().isEmpty()) {
            return access.admitsWithoutToken()
                    ? welcome(connection, command, ConnectionClaims.anonymous())
                    : Verdicts.refuse(ErrorCode.UNAUTHORIZED);
        }
        return access.tokens().verifyConnection(command.token()).compose(verdict -> switch (verdict) {
            case TokenVerdict.Accepted<ConnectionClaims> accepted -> welcome(connection, command, accepted.claims());
            case TokenVerdict.Expired<ConnectionClaims> expired -> Verdicts.refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<ConnectionClaims> rejected -> Verdicts.hangUp(CloseCode.INVALID_TOKEN);
        });
    }

    private Future<Outcome> welcome(ClientConnection connection, Command.Connect command, ConnectionClaims claims) {
        if (connection.scope().isPast(claims.expireAt())) {
            return Verdicts.refuse(ErrorCode.EXPIRED);
        }
        return serverSide(connection, command, claims).map(subscriptions -> {
            Session session = connection.sessionFor(claims);
            return new Outcome.Answer(
                    reply(connection, command, session, subscriptions),
                    () -> begin(connection, session, subscriptions));
        });
    }

    private static void begin(ClientConnection connection, Session session, List<Subscription> subscriptions) {
        connection.begin(session);
        subscriptions.forEach(connection::join);
    }

    /** All or none: half of them would look like complete. */
    private Future<List<Subscription>> serverSide(
            ClientConnection connection, Command.Connect command, ConnectionClaims claims) {
        List<ChannelName> channels = channels(command, claims);
        if (channels.size() > connection.subscriptions().free()) {
            return Verdicts.refuse(ErrorCode.LIMIT_EXCEEDED);
        }
        List<Future<Subscription>> attached = new ArrayList<>();
        channels.forEach(channel -> attached.add(connection.subscribe(channel)));
        return Future.join(attached)
                .map(all -> all.<Subscription>list())
                .onFailure(refused -> attached.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .forEach(connection.subscriptions()::end));
    }

    /** Channels of the token first; then those asked for, as far as the client might subscribe to them itself. */
    private List<ChannelName> channels(Command.Connect command, ConnectionClaims claims) {
        Map<ChannelName, Boolean> channels = new LinkedHashMap<>();
        claims.channels().stream()
                .filter(channel -> !subscribing.rights().isUnknown(channel))
                .forEach(channel -> channels.put(channel, true));
        for (String name : command.subs().keySet()) {
            if (ChannelName.faultOf(name).isEmpty()) {
                ChannelName channel = new ChannelName(name);
                if (subscribing
                        .rights()
                        .refusalToSubscribe(channel, claims.user())
                        .isEmpty()) {
                    channels.put(channel, true);
                }
            }
        }
        return List.copyOf(channels.keySet());
    }

    private Reply reply(
            ClientConnection connection, Command.Connect command, Session session, List<Subscription> subscriptions) {
        Map<String, Reply.Subscribe> subs = new LinkedHashMap<>();
        for (Subscription each : subscriptions) {
            subs.put(each.channel().value(), new Reply.Subscribe(0, Reply.Expiry.NEVER, null));
        }
        return new Reply.Connect(
                command.id(),
                session.client(),
                version,
                connection.scope().expiry(session.expireAt()),
                null,
                subs,
                connection.scope().pingSeconds());
    }
}
