package dev.hub.websocket.command;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.connection.Subscription;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;

/** Extends connections and subscriptions whose tokens run out. */
final class Refreshing {
    private final ClientAccess access;
    private final String version;

    Refreshing(ClientAccess access, String version) {
        this.access = access;
        this.version = version;
    }

    Future<Outcome> refresh(ClientConnection connection, Command.Refresh command) {
        if (command.token().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        return access.tokens().verifyConnection(command.token()).compose(verdict -> switch (verdict) {
            case TokenVerdict.Accepted<ConnectionClaims> accepted -> extend(connection, command, accepted.claims());
            case TokenVerdict.Expired<ConnectionClaims> expired -> Verdicts.hangUp(CloseCode.EXPIRED);
            case TokenVerdict.Rejected<ConnectionClaims> rejected -> Verdicts.hangUp(rejected);
        });
    }

    /** A connection cannot change its user. */
    private Future<Outcome> extend(ClientConnection connection, Command.Refresh command, ConnectionClaims claims) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        Session session = connection.session();
        if (!claims.user().equals(session.user())) {
            return Verdicts.hangUp(CloseCode.INVALID_TOKEN);
        }
        if (connection.scope().isPast(claims.expireAt())) {
            return Verdicts.hangUp(CloseCode.EXPIRED);
        }
        Optional<Outcome> refused = TakenBack.verdict(access.revocations(), claims.bearer());
        if (refused.isPresent()) {
            return Future.succeededFuture(refused.get());
        }
        connection.renew(claims);
        Reply.Expiry expiry = connection.scope().expiry(claims.expireAt());
        return Verdicts.answer(new Reply.Refresh(command.id(), session.client(), version, expiry));
    }

    Future<Outcome> refresh(ClientConnection connection, Command.SubRefresh command) {
        if (command.channel().isEmpty() || command.token().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(command.channel());
        return access.tokens().verifySubscription(command.token()).compose(verdict -> switch (verdict) {
            case TokenVerdict.Accepted<SubscriptionClaims> accepted ->
                extend(connection, command, channel, accepted.claims());
            case TokenVerdict.Expired<SubscriptionClaims> expired -> Verdicts.refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<SubscriptionClaims> rejected -> Verdicts.refuse(rejected);
        });
    }

    private Future<Outcome> extend(
            ClientConnection connection, Command.SubRefresh command, ChannelName channel, SubscriptionClaims claims) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        Subscription subscription = connection.subscriptions().find(channel);
        if (subscription == null) {
            return Verdicts.refuse(ErrorCode.PERMISSION_DENIED);
        }
        if (!Subscribing.isFor(connection, channel, claims)) {
            return Verdicts.hangUp(CloseCode.INVALID_TOKEN);
        }
        if (connection.scope().isPast(claims.expireAt())) {
            return Verdicts.refuse(ErrorCode.EXPIRED);
        }
        Optional<HubException> refusal = TakenBack.refusal(access.revocations(), claims.bearer());
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        boolean isOther =
                !Objects.equals(claims.grant().filter(), subscription.grant().filter());
        connection.subscriptions().grant(subscription, claims.grant(), claims.expireAt(), claims.stamp());
        Reply reply = new Reply.SubRefresh(command.id(), connection.scope().expiry(claims.expireAt()));
        return Future.succeededFuture(new Outcome.Answer(reply, () -> {
            if (isOther && !subscription.hasLeft()) {
                connection.subscriptions().expire(subscription);
            }
        }));
    }
}
