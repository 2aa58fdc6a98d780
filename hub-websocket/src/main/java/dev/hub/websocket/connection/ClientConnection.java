package dev.hub.websocket.connection;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Headers;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPushes;
import dev.hub.core.protocol.JsonReplies;
import dev.hub.core.protocol.Push;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.limit.Allowance;
import dev.hub.websocket.outbound.ControlFrames;
import dev.hub.websocket.outbound.OutboundFrame;
import dev.hub.websocket.outbound.OutboundQueue;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection. Everything happens on its event loop. There may be very many: every field counts. */
public final class ClientConnection extends Timed implements OutboundQueue.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final ConnectionState AWAITING_CONNECT = new ConnectionState.AwaitingConnect(Headers.NONE, null);
    private static final ConnectionState AUTHENTICATING = new ConnectionState.Authenticating(Headers.NONE, null);
    private static final ConnectionState CLOSED = new ConnectionState.Closed();

    /** The client closes because it is done (RFC 6455, section 7.4.1); SDKs that disconnect send no code at all. */
    private static final int NORMAL = 1000;

    private final LoopScope scope;
    private final ChannelHandlerContext socket;
    private final OutboundQueue outbound;
    private final Subscriptions subscriptions;
    private ConnectionState state;
    private @Nullable CommandQueue commands;
    private @Nullable Allowance allowance;

    ClientConnection(LoopScope scope, ChannelHandlerContext socket, Headers headers) {
        this.state = awaitingConnect(headers);
        this.scope = scope;
        this.socket = socket;
        this.subscriptions = new Subscriptions(this);
        this.outbound = new OutboundQueue(socket, scope.turn, this);
    }

    void open() {
        scope.services.counters().opened();
        scope.deadlines.opened(this);
    }

    OutboundQueue outbound() {
        return outbound;
    }

    /** What this connection shares with the others of its loop. */
    public LoopScope scope() {
        return scope;
    }

    /** A close was sent, or the socket is gone. */
    public boolean isClosed() {
        return state instanceof ConnectionState.Closed;
    }

    /** Who is at the other end. Only while commands other than connect are carried out. */
    public Session session() {
        Session session = sessionOrNull();
        if (session == null) {
            throw new IllegalStateException("the connection is not authenticated");
        }
        return session;
    }

    @Nullable
    Session sessionOrNull() {
        return state instanceof ConnectionState.Connected connected ? connected.session() : null;
    }

    // ---- commands

    void receive(Command command) {
        if (isClosed()) {
            return;
        }
        scope.services.counters().command(command);
        if (command instanceof Command.Pong) {
            receivePong();
            return;
        }
        CommandQueue queue = commands;
        if (queue == null) {
            queue = new CommandQueue(this);
            commands = queue;
        }
        queue.add(command);
        advance(queue);
    }

    private void receivePong() {
        Session session = sessionOrNull();
        if (session == null || !session.pings.answer()) {
            close(CloseCode.BAD_REQUEST);
        }
    }

    void commandDone(CommandQueue queue) {
        if (queue == commands) {
            advance(queue);
        }
    }

    /** Reads on only while there is room for more commands. */
    private void advance(CommandQueue queue) {
        queue.pump();
        if (queue == commands) {
            if (queue.isEmpty()) {
                commands = null;
            }
            readFurther(!queue.isFull());
        }
    }

    private void readFurther(boolean further) {
        if (socket.channel().config().isAutoRead() != further) {
            socket.channel().config().setAutoRead(further);
        }
    }

    ConnectionState state() {
        return state;
    }

    void authenticating() {
        Headers headers = headers();
        state = headers.isEmpty() ? AUTHENTICATING : new ConnectionState.Authenticating(headers, null);
    }

    private static ConnectionState awaitingConnect(Headers headers) {
        return headers.isEmpty() ? AWAITING_CONNECT : new ConnectionState.AwaitingConnect(headers, null);
    }

    /** Those of the request that opened the connection, until it is authenticated; then the session has them. */
    public Headers headers() {
        return switch (state) {
            case ConnectionState.AwaitingConnect waiting -> waiting.headers();
            case ConnectionState.Authenticating authenticating -> authenticating.headers();
            case ConnectionState.Connected connected -> Headers.NONE;
            case ConnectionState.Closed closed -> Headers.NONE;
        };
    }

    /** The client may try again; what it sent in the hope of success is refused alike. */
    void connectRefused(HubException refusal) {
        if (isClosed()) {
            return;
        }
        withdraw();
        endLease();
        state = new ConnectionState.AwaitingConnect(headers(), refusal);
        subscriptions.endAll(false);
    }

    /** What it has used of the limits that it counts itself. */
    public Allowance allowance() {
        Allowance used = allowance;
        if (used == null) {
            used = new Allowance();
            allowance = used;
        }
        return used;
    }

    /** Forgets what it used of limits that are whole again: who is idle keeps nothing. */
    void forgetAllowance() {
        Allowance used = allowance;
        if (used != null && used.isOverAfterCleaning(scope.services.clock().millis())) {
            allowance = null;
        }
    }

    private void endLease() {
        Allowance used = allowance;
        String lease = used == null ? "" : used.takeLease();
        if (!lease.isEmpty()) {
            scope.services.commands().giveBack(lease);
        }
    }

    void reply(Reply reply) {
        outbound.offer(OutboundFrame.text(JsonReplies.encode(reply)));
    }

    /** Tells the client something that it did not ask for. */
    public void push(Push push) {
        outbound.offer(OutboundFrame.text(JsonPushes.encode(push)));
    }

    /** Pushes data for this connection alone; false when it is closed. */
    public boolean tell(Payload data) {
        if (isClosed()) {
            return false;
        }
        push(new Push.Message(data));
        return true;
    }

    /** Where the client is, as text; empty when the socket does not tell. */
    public String address() {
        return ClientAddress.of(socket.channel());
    }

    /** How the client is connected. */
    public String transport() {
        return "websocket";
    }

    // ---- session

    /**
     * A session with the id {@code client} for who showed {@code claims}; it begins with {@link #begin}.
     *
     * @param name what the application calls itself
     * @param version the same
     */
    public Session sessionFor(UUID client, ConnectionClaims claims, String name, String version) {
        return new Session(client, this, claims, scope.deadlines.pings(), scope.apps.of(name, version));
    }

    /** Others may know already that the user of {@code session} is here; it is undone unless the session begins. */
    public void enter(Session session) {
        if (!isClosed()) {
            state = new ConnectionState.Authenticating(headers(), session);
            scope.clientEnters(this, session);
            scope.presence().enters(session);
        }
    }

    private void withdraw() {
        if (state instanceof ConnectionState.Authenticating attempt && attempt.entered() != null) {
            scope.clientTurnsBack(attempt.entered());
            scope.presence().leaves(attempt.entered(), false);
        }
    }

    /** The client is authenticated; its other commands may be carried out. */
    public void begin(Session session) {
        state = new ConnectionState.Connected(session);
        scope.presence().enters(session);
        scope.clientCame(this, session);
        reschedule();
    }

    /** The session goes on with another token of the same user. */
    public void renew(ConnectionClaims claims) {
        Session session = session();
        Payload before = session.info();
        session.renew(claims);
        settle(session, !Objects.equals(before, session.info()));
        reschedule();
    }

    /** Others are told {@code info} of the client from now on, also where it is present already. */
    public void tellOthers(Payload info) {
        Session session = session();
        if (!Objects.equals(info, session.info())) {
            session.tellOthers(info);
            settle(session, true);
        }
    }

    /** @param isOther what others are told of the client has changed */
    private void settle(Session session, boolean isOther) {
        if (isOther) {
            scope.presence().enters(session);
        }
        subscriptions.settleAll(isOther);
    }

    /** The session lasts until {@code expireAt}, in seconds since 1970; 0 for ever. */
    public void extend(long expireAt) {
        session().expireAt(expireAt);
        reschedule();
    }

    /**
     * The application is asked in time whether it goes on, and the client needs to do nothing.
     *
     * @param what one of the subscriptions; null for the connection itself
     */
    public void expectRenewal(@Nullable Subscription what) {
        scope.deadlines.expectRenewal(this, session(), what);
    }

    /** What this connection is subscribed to. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Something that ends by itself has changed. */
    void reschedule() {
        Session session = sessionOrNull();
        if (session != null) {
            scope.deadlines.reschedule(this, session);
        }
    }

    @Override
    void due(int now) {
        scope.deadlines.due(this, now);
    }

    // ---- a socket that does not keep up

    @Override
    public void drained() {
        subscriptions.drained();
    }

    /** The client does not read what it is sent: what waits is dropped. */
    @Override
    public void overflowed() {
        outbound.discard();
        close(CloseCode.SLOW);
    }

    /** What the rules of the channels allow is taken back; if that is nothing, this connection has to go. */
    @Override
    public void relieve() {
        if (isClosed()) {
            cut();
            return;
        }
        long before = outbound.waiting();
        subscriptions.relieve();
        if (outbound.waiting() == before) {
            overflowed();
        }
    }

    // ---- the end

    /** Says why and ends. Nothing happens when the connection is closed already. */
    public void close(CloseCode code) {
        close(code.code(), code.reason());
    }

    /** Says why and ends. Nothing happens when the connection is closed already. */
    public void close(int code, String reason) {
        if (isClosed()) {
            return;
        }
        LOG.debug("Closing client {} with {} {}", this, code, reason);
        scope.services.counters().closed(code);
        outbound.end(ControlFrames.close(code, reason));
        release(CloseCode.invitesReconnect(code));
        scope.deadlines.closed(this);
        readFurther(true);
    }

    /** The client sent a close, of its own or in answer to ours. */
    void closedByClient(int code) {
        if (isClosed()) {
            cut();
            return;
        }
        scope.services.counters().gone();
        outbound.endAndClose(code == 0 ? ControlFrames.close() : ControlFrames.close(code, ""));
        release(code != 0 && code != NORMAL);
        scope.deadlines.closed(this);
    }

    /** The socket is gone. */
    void gone() {
        if (!isClosed()) {
            scope.services.counters().gone();
            release(true);
        }
        outbound.abandon();
        if (bucket != NOT_IN_WHEEL) {
            scope.services.counters().released();
            scope.wheel.remove(this);
        }
    }

    void cut() {
        socket.close().addListener(ended -> LOG.trace("A socket was cut"));
    }

    /**
     * Nothing of the session is left.
     *
     * @param mayReturn the client is likely to come back soon: it was not its wish to go, and nobody forbade it
     */
    private void release(boolean mayReturn) {
        Session session = sessionOrNull();
        withdraw();
        endLease();
        subscriptions.endAll(mayReturn);
        if (session != null) {
            scope.clientWent(session);
            scope.presence().leaves(session, mayReturn);
        }
        state = CLOSED;
        commands = null;
    }

    /** The id that the client knows, or what the socket is called before it has one. */
    @Override
    public String toString() {
        Session session = sessionOrNull();
        return session == null ? socket.channel().id().asShortText() : session.client();
    }
}
