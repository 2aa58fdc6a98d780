package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerPlace;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonReader;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import io.vertx.core.Future;
import java.io.IOException;

/**
 * Decides which clients may call {@code consumer_*}: those with a user id that are subscribed to the channel, or may
 * subscribe by the rules of its namespace or by the subscription token in the call, where these rules allow consumers to
 * clients. A subscription with a filter in its token is not enough, for a consumer sees everything.
 */
final class Consuming {
    private static final String PREFIX = "consumer_";

    private final ClientAccess access;
    private final ChannelRights rights;
    private final Subscribing subscribing;

    Consuming(ClientAccess access, Subscribing subscribing) {
        this.access = access;
        this.rights = subscribing.rights();
        this.subscribing = subscribing;
    }

    /** The call is about a durable consumer. */
    static boolean concerns(Command.Rpc command) {
        return command.method().startsWith(PREFIX);
    }

    private static final class ConsumerFields {
        private String channel = "";
        private String token = "";

        private void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "channel" -> channel = value.string();
                case "token" -> token = value.string();
                default -> value.skip();
            }
        }
    }

    /** Done when the client may; fails when not. */
    Future<Void> check(ClientConnection connection, Command.Rpc command) {
        ConsumerFields fields = fields(command);
        ChannelName channel = Verdicts.channel(fields.channel);
        return rights.fault(channel)
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(() -> permission(connection, channel, fields.token));
    }

    private static ConsumerFields fields(Command.Rpc command) {
        ConsumerFields fields = new ConsumerFields();
        try {
            new JsonReader(command.data().bytes()).wholeObject(fields::read);
        } catch (IOException | IllegalArgumentException malformed) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST, "bad request: data must be an object, channel and token strings");
        }
        return fields;
    }

    private Future<Void> permission(ClientConnection connection, ChannelName channel, String token) {
        Principal who = connection.session().principal();
        if (!access.insecure() && !(isAllowedToClients(channel) && !who.isAnonymous())) {
            return Verdicts.refuse(ErrorCode.PERMISSION_DENIED);
        }
        SubscriptionGrant grant = connection.subscriptions().grant(channel);
        if (grant != null && grant.filter() == null) {
            return Future.succeededFuture();
        }
        if (!token.isEmpty()) {
            return access.tokens().verifySubscription(token).compose(verdict -> judge(verdict, connection, channel));
        }
        if (!subscribing.isDecidedByHub(channel)) {
            return Verdicts.refuse(ErrorCode.PERMISSION_DENIED);
        }
        return rights.refusalToSubscribe(channel, who)
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(Future::succeededFuture);
    }

    /** A consumer of a pattern lives in the namespace whose feed it reads. */
    private boolean isAllowedToClients(ChannelName channel) {
        ConsumerPlace any = ConsumerPlace.of(
                new ConsumerId(channel, "any"), access.namespaces().get());
        return any.stream().namespace().access().allowConsumerForClient();
    }

    private static Future<Void> judge(
            TokenVerdict<SubscriptionClaims> verdict, ClientConnection connection, ChannelName channel) {
        return switch (verdict) {
            case TokenVerdict.Accepted<SubscriptionClaims> accepted -> judge(accepted.claims(), connection, channel);
            case TokenVerdict.Expired<SubscriptionClaims> expired -> Verdicts.refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<SubscriptionClaims> rejected -> Verdicts.refuse(rejected);
        };
    }

    private static Future<Void> judge(SubscriptionClaims claims, ClientConnection connection, ChannelName channel) {
        boolean seesAll = claims.grant().filter() == null;
        if (connection.isClosed() || !seesAll || !Subscribing.isFor(connection, channel, claims)) {
            return Verdicts.refuse(ErrorCode.PERMISSION_DENIED);
        }
        return connection.scope().isPast(claims.expireAt())
                ? Verdicts.refuse(ErrorCode.EXPIRED)
                : Future.succeededFuture();
    }
}
