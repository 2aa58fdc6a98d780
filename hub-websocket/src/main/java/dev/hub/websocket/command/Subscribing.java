package dev.hub.websocket.command;

import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.bus.Authorities;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.connection.Subscription;
import dev.hub.websocket.delivery.Form;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Subscribes and unsubscribes clients. */
final class Subscribing {
    private final ClientAccess access;
    private final ChannelRights rights;
    private final Authorities authorities;
    private final Renewing renewing;

    Subscribing(ClientAccess access, ChannelRights rights, Authorities authorities, Renewing renewing) {
        this.access = access;
        this.rights = rights;
        this.authorities = authorities;
        this.renewing = renewing;
    }

    ChannelRights rights() {
        return rights;
    }

    Renewing renewing() {
        return renewing;
    }

    Future<Outcome> subscribe(ClientConnection connection, Command.Subscribe command) {
        if (command.channel().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        ChannelName channel = Verdicts.channel(command.channel());
        Optional<HubException> refusal = refusal(connection, channel);
        if (refusal.isPresent()) {
            return Future.failedFuture(refusal.get());
        }
        return command.token().isEmpty()
                ? withoutToken(connection, command, channel)
                : withToken(connection, command, channel);
    }

    private Optional<HubException> refusal(ClientConnection connection, ChannelName channel) {
        if (connection.subscriptions().find(channel) != null) {
            return Optional.of(HubException.of(ErrorCode.ALREADY_SUBSCRIBED));
        }
        if (connection.subscriptions().free() == 0) {
            return Optional.of(HubException.of(ErrorCode.LIMIT_EXCEEDED));
        }
        return rights.fault(channel);
    }

    /** The hub's own rules say who may subscribe without a token; the application is not asked. */
    boolean isDecidedByHub(ChannelName channel) {
        return rights.isDecidedByName(channel)
                || rights.concerned(channel).stream()
                        .allMatch(each -> authorities.overSubscriptions(each).isEmpty());
    }

    /**
     * A pattern over several namespaces is decided by nobody if the application decides in one of them: it admits by a token
     * alone.
     */
    private Future<Outcome> withoutToken(ClientConnection connection, Command.Subscribe command, ChannelName channel) {
        if (isDecidedByHub(channel)) {
            return byOwnRules(connection, command, channel);
        }
        List<Namespace> concerned = rights.concerned(channel);
        if (concerned.size() > 1) {
            return Verdicts.refuse(ErrorCode.PERMISSION_DENIED);
        }
        Question.Subscribe question =
                new Question.Subscribe(connection.session().caller(), channel, command.data());
        return authorities
                .overSubscriptions(concerned.getFirst())
                .map(authority -> authority.ask(question))
                .orElseGet(() -> Future.succeededFuture(Decision.abstain()))
                .compose(decision -> Rulings.apply(
                        decision,
                        grant -> withGrant(connection, command, channel, grant),
                        () -> connection.isClosed()
                                ? Future.succeededFuture(new Outcome.Silence())
                                : byOwnRules(connection, command, channel)));
    }

    private Future<Outcome> withGrant(
            ClientConnection connection, Command.Subscribe command, ChannelName channel, Grant.Subscription grant) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        if (connection.scope().isPast(grant.expireAt())) {
            return Verdicts.refuse(ErrorCode.EXPIRED);
        }
        Optional<HubException> refusal = refusal(connection, channel);
        SubscriptionClaims claims = new SubscriptionClaims(
                connection.session().user(), "", channel, grant.expireAt(), grant.grant(), TokenStamp.NONE);
        return refusal.isPresent() ? Future.failedFuture(refusal.get()) : admit(connection, command, channel, claims);
    }

    private Future<Outcome> byOwnRules(ClientConnection connection, Command.Subscribe command, ChannelName channel) {
        Optional<HubException> refusal =
                rights.refusalToSubscribe(channel, connection.session().principal());
        return refusal.isPresent() ? Future.failedFuture(refusal.get()) : admit(connection, command, channel, null);
    }

    /** A token decides alone, whatever the namespace says. */
    private Future<Outcome> withToken(ClientConnection connection, Command.Subscribe command, ChannelName channel) {
        return access.tokens().verifySubscription(command.token()).compose(verdict -> switch (verdict) {
            case TokenVerdict.Accepted<SubscriptionClaims> accepted ->
                withClaims(connection, command, channel, accepted.claims());
            case TokenVerdict.Expired<SubscriptionClaims> expired -> Verdicts.refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<SubscriptionClaims> rejected -> Verdicts.refuse(rejected);
        });
    }

    /** While the token was checked, another command may have taken the channel or the last free place. */
    private Future<Outcome> withClaims(
            ClientConnection connection, Command.Subscribe command, ChannelName channel, SubscriptionClaims claims) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        if (!isFor(connection, channel, claims)) {
            return Verdicts.hangUp(CloseCode.INVALID_TOKEN);
        }
        if (connection.scope().isPast(claims.expireAt())) {
            return Verdicts.refuse(ErrorCode.EXPIRED);
        }
        Optional<HubException> refusal =
                refusal(connection, channel).or(() -> TakenBack.refusal(access.revocations(), claims.bearer()));
        return refusal.isPresent() ? Future.failedFuture(refusal.get()) : admit(connection, command, channel, claims);
    }

    /** The token was made for this user, this channel and, if it says so, this connection. */
    static boolean isFor(ClientConnection connection, ChannelName channel, SubscriptionClaims claims) {
        Session session = connection.session();
        return claims.channel().equals(channel)
                && claims.user().equals(session.user())
                && (claims.client().isEmpty() || claims.client().equals(session.client()));
    }

    private Future<Outcome> admit(
            ClientConnection connection,
            Command.Subscribe command,
            ChannelName channel,
            @Nullable SubscriptionClaims claims) {
        SubscriptionGrant grant = claims == null ? SubscriptionGrant.NONE : claims.grant();
        Form form = Terms.form(rights.options(channel), command.wishes(), grant.filter());
        Terms terms = terms(channel, connection.session().principal(), grant, command, form);
        return Joining.begin(connection, channel, terms, false)
                .map(joining -> new Outcome.InTurn(() -> outcome(connection, command, joining, claims)));
    }

    /** What a subscription of {@code who} to {@code channel} will be. */
    Terms terms(ChannelName channel, Principal who, SubscriptionGrant grant, Command.Subscribe command, Form form) {
        // What is recovered passes the filter.
        boolean mayReadHistory = !channel.isWildcard()
                && rights.refusalToReadHistory(channel, who, grant.withoutFilter())
                        .isEmpty();
        Namespace options = grant.override().apply(rights.options(channel));
        return Terms.of(options, command.position(), form, command.wishes().rejectsUnrecovered(), mayReadHistory)
                .asking(command.wishes().joinLeave());
    }

    private Outcome outcome(
            ClientConnection connection,
            Command.Subscribe command,
            Joining joining,
            @Nullable SubscriptionClaims claims) {
        long expireAt = claims == null ? 0 : claims.expireAt();
        Optional<HubException> refusal =
                claims == null ? Optional.empty() : TakenBack.refusal(access.revocations(), claims.bearer());
        if (refusal.isPresent()) {
            connection.subscriptions().end(joining.subscription());
            return new Outcome.Refusal(refusal.get());
        }
        Reply.Start start = joining.start(0);
        if (joining.isRejected(start)) {
            connection.subscriptions().end(joining.subscription());
            return new Outcome.Refusal(HubException.of(ErrorCode.UNRECOVERABLE_POSITION));
        }
        ChannelName channel = joining.subscription().channel();
        boolean isRenewed = expireAt != 0 && renewing.renewsSubscriptions(rights.options(channel));
        Reply.Expiry expiry =
                isRenewed ? Reply.Expiry.NEVER : connection.scope().expiry(expireAt);
        Reply reply = new Reply.Subscribe(
                command.id(),
                expiry,
                start,
                claims == null ? null : claims.grant().data());
        return new Outcome.Answer(reply, () -> {
            if (claims != null) {
                connection.subscriptions().grant(joining.subscription(), claims.grant(), expireAt, claims.stamp());
            }
            joining.join();
            if (isRenewed) {
                connection.expectRenewal(joining.subscription());
            }
        });
    }

    /** Also for a channel that the client is not subscribed to. */
    Future<Outcome> unsubscribe(ClientConnection connection, Command.Unsubscribe command) {
        if (command.channel().isEmpty()) {
            return Verdicts.hangUp(CloseCode.BAD_REQUEST);
        }
        Subscription subscription = connection.subscriptions().find(Verdicts.channel(command.channel()));
        if (subscription != null) {
            connection.subscriptions().end(subscription);
        }
        return Verdicts.answer(new Reply.Unsubscribe(command.id()));
    }
}
