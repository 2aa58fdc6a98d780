package dev.hub.verticles.api;

import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerPlace;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import io.vertx.core.Future;

/**
 * Decides who may consume a channel: who may subscribe to it, by the rules of its namespace or by a subscription token in
 * {@code token}, where these rules allow consumers to clients. A verticle may everything.
 */
final class ConsumerRights {
    private final ClientAccess access;
    private final ChannelRights rights;

    ConsumerRights(ClientAccess access) {
        this.access = access;
        this.rights = new ChannelRights(access);
    }

    /** Done when {@code request}, whose data are {@code fields}, is granted; fails when it is refused. */
    Future<Void> check(RpcRequest request, ApiFields fields) {
        if (request.client().isEmpty()) {
            return Future.succeededFuture();
        }
        ChannelName channel = fields.channel();
        return rights.fault(channel)
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(() -> permission(request, channel, fields.string("token")));
    }

    private Future<Void> permission(RpcRequest request, ChannelName channel, String token) {
        if (!access.insecure() && !isAllowedToClients(channel, request.user())) {
            return Future.failedFuture(HubException.of(ErrorCode.PERMISSION_DENIED));
        }
        if (!token.isEmpty()) {
            return access.tokens().verifySubscription(token).compose(verdict -> judge(verdict, request, channel));
        }
        return rights.refusalToSubscribe(channel, request.user())
                .<Future<Void>>map(Future::failedFuture)
                .orElseGet(Future::succeededFuture);
    }

    /** In a feed the rules of its namespace hold. */
    private boolean isAllowedToClients(ChannelName channel, String user) {
        ConsumerPlace any = ConsumerPlace.of(
                new ConsumerId(channel, "any"), access.namespaces().get());
        return any.stream().namespace().access().allowConsumerForClient() && !user.isEmpty();
    }

    private Future<Void> judge(TokenVerdict<SubscriptionClaims> verdict, RpcRequest request, ChannelName channel) {
        return switch (verdict) {
            case TokenVerdict.Accepted<SubscriptionClaims> accepted -> judge(accepted.claims(), request, channel);
            case TokenVerdict.Expired<SubscriptionClaims> expired -> refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<SubscriptionClaims> rejected -> refuse(ErrorCode.PERMISSION_DENIED);
        };
    }

    private Future<Void> judge(SubscriptionClaims claims, RpcRequest request, ChannelName channel) {
        boolean isFor = claims.channel().equals(channel) && claims.user().equals(request.user());
        if (!isFor) {
            return refuse(ErrorCode.PERMISSION_DENIED);
        }
        long now = access.clock().instant().getEpochSecond();
        boolean isPast = claims.expireAt() != 0 && claims.expireAt() <= now;
        return isPast ? refuse(ErrorCode.EXPIRED) : Future.succeededFuture();
    }

    private static Future<Void> refuse(ErrorCode code) {
        return Future.failedFuture(HubException.of(code));
    }
}
