package dev.hub.websocket.command;

import dev.hub.core.bus.Authorities;
import dev.hub.core.bus.Authority;
import dev.hub.core.channel.Namespace;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Subscription;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the application whether connections and subscriptions that run out go on. */
final class Renewing {
    private final Authorities authorities;
    private final ChannelRights rights;

    Renewing(Authorities authorities, ChannelRights rights) {
        this.authorities = authorities;
        this.rights = rights;
    }

    /** Connections are renewed by the application: clients are not told when they run out. */
    boolean renewsConnections() {
        return authorities.overRefreshes().isPresent();
    }

    /** Subscriptions to channels of {@code namespace} are renewed by the application. */
    boolean renewsSubscriptions(Namespace namespace) {
        return authorities.overSubRefreshes(namespace).isPresent();
    }

    /** Fails when the application does not say, or there is nobody to ask any more. */
    Future<?> renew(ClientConnection connection, @Nullable Subscription what) {
        if (connection.isClosed()) {
            return Future.succeededFuture();
        }
        return what == null ? renewConnection(connection) : renewSubscription(connection, what);
    }

    private Future<?> renewConnection(ClientConnection connection) {
        return ask(
                        authorities.overRefreshes(),
                        new Question.Refresh(connection.session().caller()))
                .compose(decision -> {
                    if (!connection.isClosed()) {
                        return apply(connection, decision, null);
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<?> renewSubscription(ClientConnection connection, Subscription what) {
        Namespace namespace = rights.options(what.channel());
        Question.SubRefresh question =
                new Question.SubRefresh(connection.session().caller(), what.channel());
        return ask(authorities.overSubRefreshes(namespace), question).compose(decision -> {
            if (!connection.isClosed() && !what.hasLeft()) {
                return apply(connection, decision, what);
            }
            return Future.succeededFuture();
        });
    }

    private static Future<Decision<Grant.Extension>> ask(
            Optional<Authority> authority, Question<Grant.Extension> question) {
        return authority.map(each -> each.ask(question)).orElseGet(() -> Verdicts.refuse(ErrorCode.INTERNAL));
    }

    private static Future<?> apply(
            ClientConnection connection, Decision<Grant.Extension> decision, @Nullable Subscription what) {
        return switch (decision) {
            case Decision.Granted<Grant.Extension> granted -> extend(connection, granted.grant(), what);
            case Decision.Dismissed<Grant.Extension> out -> {
                connection.close(out.code(), out.reason());
                yield Future.succeededFuture();
            }
            case Decision.Refused<Grant.Extension> refused -> Future.failedFuture(refused.toException());
            case Decision.Abstained<Grant.Extension> abstained -> Verdicts.refuse(ErrorCode.INTERNAL);
        };
    }

    private static Future<?> extend(ClientConnection connection, Grant.Extension grant, @Nullable Subscription what) {
        boolean isOver = grant.expired() || connection.scope().isPast(grant.expireAt());
        if (what == null) {
            if (isOver) {
                connection.close(CloseCode.EXPIRED);
            } else {
                connection.extend(grant.expireAt());
                if (grant.info() != null) {
                    connection.tellOthers(grant.info());
                }
                connection.expectRenewal(null);
            }
        } else if (isOver) {
            connection.subscriptions().expire(what);
        } else {
            connection.subscriptions().grant(what, what.grant().withInfo(grant.info()), grant.expireAt());
            connection.expectRenewal(what);
        }
        return Future.succeededFuture();
    }
}
