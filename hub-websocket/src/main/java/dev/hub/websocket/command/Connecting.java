package dev.hub.websocket.command;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenVerdict;
import dev.hub.core.bus.Authorities;
import dev.hub.core.bus.Authority;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Caller.ClientHeaders;
import dev.hub.core.decision.Headers;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.connection.Subscription;
import dev.hub.websocket.delivery.Form;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lets clients in, and subscribes them to the channels that their token names or that they ask for at once. */
final class Connecting {
    private static final Command.Subscribe NOTHING_ASKED =
            new Command.Subscribe(0, "", "", null, Command.Position.LIVE, Command.Wishes.NONE);

    private final ClientAccess access;
    private final Authorities authorities;
    private final Renewing renewing;
    private final Subscribing subscribing;
    private final UserAdmission users;
    private final String version;

    Connecting(
            ClientAccess access,
            Authorities authorities,
            Subscribing subscribing,
            UserAdmission users,
            String version) {
        this.access = access;
        this.authorities = authorities;
        this.renewing = subscribing.renewing();
        this.subscribing = subscribing;
        this.users = users;
        this.version = version;
    }

    Future<Outcome> connect(ClientConnection connection, Command.Connect command) {
        if (command.token().isEmpty()) {
            return decide(connection, command, null);
        }
        return access.tokens().verifyConnection(command.token()).compose(verdict -> switch (verdict) {
            case TokenVerdict.Accepted<ConnectionClaims> accepted -> decide(connection, command, accepted.claims());
            case TokenVerdict.Expired<ConnectionClaims> expired -> Verdicts.refuse(ErrorCode.TOKEN_EXPIRED);
            case TokenVerdict.Rejected<ConnectionClaims> rejected -> Verdicts.hangUp(rejected);
        });
    }

    /**
     * The application decides, where it wants to be asked.
     *
     * @param shown what a good token says; null without one
     */
    private Future<Outcome> decide(
            ClientConnection connection, Command.Connect command, @Nullable ConnectionClaims shown) {
        Optional<Authority> authority = authorities.overConnections(shown != null);
        if (authority.isEmpty()) {
            return byOwnRules(connection, command, shown);
        }
        UUID client = UUID.randomUUID();
        ClientHeaders headers = headers(connection, command);
        String user = shown == null ? "" : shown.user();
        Question.Connect question = new Question.Connect(
                Caller.overWebSocket(client.toString(), user, shown == null ? null : shown.meta(), headers),
                shown,
                command.name(),
                command.version(),
                command.data(),
                List.copyOf(command.subs().keySet()));
        return authority
                .get()
                .ask(question)
                .compose(decision -> Rulings.apply(
                        decision,
                        grant -> welcome(connection, command, new Admission(client, grant.claims(), grant.data())),
                        () -> byOwnRules(connection, command, shown)));
    }

    private ClientHeaders headers(ClientConnection connection, Command.Connect command) {
        return new ClientHeaders(
                connection.headers(), Headers.keep(access.keptHeaders().emulated(), command.headers()));
    }

    private Future<Outcome> byOwnRules(
            ClientConnection connection, Command.Connect command, @Nullable ConnectionClaims shown) {
        if (shown == null && !access.admitsWithoutToken()) {
            return Verdicts.refuse(ErrorCode.UNAUTHORIZED);
        }
        ConnectionClaims claims = shown == null ? ConnectionClaims.anonymous() : shown;
        return welcome(connection, command, new Admission(UUID.randomUUID(), claims, null));
    }

    /**
     * A client that is let in.
     *
     * @param client the id of the connection
     * @param data that the client is told, if any
     */
    private record Admission(
            UUID client, ConnectionClaims claims, @Nullable Payload data) {}

    private Future<Outcome> welcome(ClientConnection connection, Command.Connect command, Admission admission) {
        if (connection.isClosed()) {
            return Future.succeededFuture(new Outcome.Silence());
        }
        ConnectionClaims claims = admission.claims();
        if (connection.scope().isPast(claims.expireAt())) {
            return Verdicts.refuse(ErrorCode.EXPIRED);
        }
        Optional<Outcome> refused = TakenBack.verdict(access.revocations(), claims.bearer());
        if (refused.isPresent()) {
            return Future.succeededFuture(refused.get());
        }
        Session session = connection
                .sessionFor(admission.client(), claims, command.name(), command.version())
                .from(Session.Origin.of(claims.meta(), headers(connection, command)));
        return users.refusal(connection, session)
                .compose(refusal -> refusal.map(Future::succeededFuture)
                        .orElseGet(() -> open(connection, command, admission, session)));
    }

    private Future<Outcome> open(
            ClientConnection connection, Command.Connect command, Admission admission, Session session) {
        return serverSide(connection, command, admission.claims())
                .map(joinings -> new Outcome.InTurn(() -> TakenBack.verdict(
                                access.revocations(), admission.claims().bearer())
                        .orElseGet(() -> outcome(connection, command, admission, new Entry(session, joinings)))));
    }

    /** The session that begins, and the subscriptions with which it does. */
    private record Entry(Session session, List<Joining> joinings) {}

    private static SubscriptionGrant grant(ConnectionClaims claims, ChannelName channel) {
        return claims.subs().getOrDefault(channel, SubscriptionGrant.NONE);
    }

    private Outcome outcome(ClientConnection connection, Command.Connect command, Admission admission, Entry entry) {
        Session session = entry.session();
        ConnectionClaims claims = admission.claims();
        boolean isRenewed = session.expireAt() != 0 && renewing.renewsConnections();
        Reply reply = new Reply.Connect(
                command.id(),
                session.client(),
                version,
                isRenewed ? Reply.Expiry.NEVER : connection.scope().expiry(session.expireAt()),
                admission.data(),
                subs(entry.joinings(), claims),
                connection.scope().pingSeconds());
        return new Outcome.Answer(reply, () -> {
            connection.begin(session);
            if (isRenewed) {
                connection.expectRenewal(null);
            }
            entry.joinings().forEach(joining -> {
                Subscription subscription = joining.subscription();
                connection.subscriptions().grant(subscription, grant(claims, subscription.channel()), 0);
                joining.join();
            });
        });
    }

    /** What was missed in all channels together is told as far as there is room; the rest follows. */
    private static Map<String, Reply.Subscribe> subs(List<Joining> joinings, ConnectionClaims claims) {
        Map<String, Reply.Subscribe> subs = new LinkedHashMap<>();
        long spent = 0;
        for (Joining each : joinings) {
            Reply.Start start = each.start(spent);
            spent += Joining.size(start);
            ChannelName channel = each.subscription().channel();
            Payload data = grant(claims, channel).data();
            subs.put(channel.value(), new Reply.Subscribe(0, Reply.Expiry.NEVER, start, data));
        }
        return subs;
    }

    /** All or none: half of them would look like complete. */
    private Future<List<Joining>> serverSide(
            ClientConnection connection, Command.Connect command, ConnectionClaims claims) {
        List<ChannelName> channels = channels(command, claims);
        if (channels.size() > connection.subscriptions().free()) {
            return Verdicts.refuse(ErrorCode.LIMIT_EXCEEDED);
        }
        List<Future<Joining>> begun = new ArrayList<>();
        for (ChannelName channel : channels) {
            Command.Subscribe asked = command.subs().getOrDefault(channel.value(), NOTHING_ASKED);
            SubscriptionGrant grant = grant(claims, channel);
            Form form = grant.filter() == null ? Form.PLAIN : new Form(false, grant.filter());
            Terms terms = subscribing.terms(channel, claims.principal(), grant, asked, form);
            begun.add(Joining.begin(connection, channel, terms, true));
        }
        return Future.join(begun)
                .map(all -> all.<Joining>list())
                .onFailure(refused -> begun.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .map(Joining::subscription)
                        .forEach(connection.subscriptions()::end));
    }

    /** Channels of the token first; then those asked for, as far as the client might subscribe to them itself. */
    private List<ChannelName> channels(Command.Connect command, ConnectionClaims claims) {
        Set<ChannelName> channels = new LinkedHashSet<>();
        claims.channels().stream()
                .filter(channel -> subscribing.rights().fault(channel).isEmpty())
                .forEach(channels::add);
        for (String name : command.subs().keySet()) {
            if (ChannelName.faultOf(name).isEmpty() && maySubscribe(new ChannelName(name), claims)) {
                channels.add(new ChannelName(name));
            }
        }
        return List.copyOf(channels);
    }

    private boolean maySubscribe(ChannelName channel, ConnectionClaims claims) {
        return subscribing.isDecidedByHub(channel)
                && subscribing
                        .rights()
                        .refusalToSubscribe(channel, claims.principal())
                        .isEmpty();
    }
}
