package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.Authorities;
import dev.hub.core.bus.Authority;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Subscription;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what clients send to channels. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    private final HubBus bus;
    private final Authorities authorities;
    private final ChannelRights rights;
    private final Lanes lanes = new Lanes();

    Publishing(HubBus bus, Authorities authorities, ChannelRights rights) {
        this.bus = bus;
        this.authorities = authorities;
        this.rights = rights;
    }

    Future<Outcome> publish(ClientConnection connection, Command.Publish command) {
        if (command.channel().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(command.channel());
        if (ReservedNamespaces.contain(channel)) {
            throw HubException.reserved(channel.namespace());
        }
        Payload data = command.data();
        if (data == null) {
            return Verdicts.refuse(ErrorCode.BAD_REQUEST);
        }
        Optional<Authority> authority = authorities.overPublications(rights.options(channel));
        return authority.isPresent()
                ? ask(authority.get(), connection, command.id(), new Wish(channel, data))
                : byOwnRules(connection, command.id(), new Wish(channel, data));
    }

    private record Wish(ChannelName channel, Payload data) {}

    private Future<Outcome> byOwnRules(ClientConnection connection, int id, Wish wish) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        SubscriptionGrant grant = connection.subscriptions().grant(wish.channel());
        return rights.refusalToPublish(wish.channel(), connection.session().principal(), grant, wish.data())
                .<Future<Outcome>>map(Future::failedFuture)
                .orElseGet(() -> publish(connection, id, wish, PublishOptions.NONE));
    }

    /**
     * One question after the other about one client and channel: what is published goes out in the order in which the client
     * sent it, and the application sees it in that order.
     */
    private Future<Outcome> ask(Authority authority, ClientConnection connection, int id, Wish wish) {
        Optional<HubException> fault = rights.faultToPublish(wish.channel(), wish.data());
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get());
        }
        return lanes.inTurn(connection, wish.channel(), () -> {
                    if (connection.isClosed()) {
                        Future<Outcome> nothing = Future.succeededFuture(new Outcome.Silence());
                        return Future.succeededFuture(nothing);
                    }
                    Question.Publish question =
                            new Question.Publish(connection.session().caller(), wish.channel(), wish.data());
                    return authority
                            .ask(question)
                            .map(decision -> Rulings.apply(
                                    decision,
                                    grant -> granted(connection, id, wish, grant),
                                    () -> byOwnRules(connection, id, wish)));
                })
                .compose(published -> published);
    }

    private Future<Outcome> granted(ClientConnection connection, int id, Wish wish, Grant.Publication grant) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        Payload data = grant.data() == null ? wish.data() : grant.data();
        Optional<HubException> fault = rights.faultToPublish(wish.channel(), data);
        if (fault.isPresent()) {
            LOG.warn(
                    "What the application made of a publication to {} is refused: {}",
                    wish.channel(),
                    fault.get().text());
            return Verdicts.refuse(ErrorCode.INTERNAL);
        }
        PublishOptions options = new PublishOptions(
                grant.tags(),
                grant.idempotencyKey(),
                grant.version(),
                grant.versionEpoch(),
                grant.skipHistory(),
                grant.delta(),
                false);
        return publish(connection, id, new Wish(wish.channel(), data), options);
    }

    private Future<Outcome> publish(ClientConnection connection, int id, Wish wish, PublishOptions options) {
        Subscription subscription = connection.subscriptions().find(wish.channel());
        ClientInfo info = connection.session().info(subscription == null ? null : subscription.info());
        return bus.publish(new ChannelCommand.Publish(wish.channel(), wish.data(), info, options))
                .map(published -> Outcome.Answer.of(new Reply.Publish(id)));
    }
}
