package dev.hub.websocket.connection;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPushes;
import dev.hub.core.protocol.JsonReplies;
import dev.hub.core.protocol.Push;
import dev.hub.core.protocol.Reply;
import dev.hub.core.protocol.UnsubscribeCode;
import dev.hub.websocket.delivery.CatchUp;
import dev.hub.websocket.delivery.Form;
import dev.hub.websocket.outbound.ControlFrames;
import dev.hub.websocket.outbound.OutboundFrame;
import dev.hub.websocket.outbound.OutboundQueue;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's connection. Everything happens on its event loop. There may be very many: every field counts. */
public final class ClientConnection extends Timed implements OutboundQueue.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final ConnectionState AWAITING_CONNECT = new ConnectionState.AwaitingConnect();
    private static final ConnectionState AUTHENTICATING = new ConnectionState.Authenticating();
    private static final ConnectionState CLOSED = new ConnectionState.Closed();

    /** How long a closed connection waits for the client to close as well. */
    private static final int LINGER = TimerWheel.ticks(1000);

    /** So many subscriptions of one slow socket catch up at the same time. */
    private static final int MAX_PAGES = 4;

    private final LoopScope scope;
    private final ChannelHandlerContext socket;
    private final OutboundQueue outbound;
    private final Subscriptions subscriptions;
    private ConnectionState state = AWAITING_CONNECT;
    private @Nullable CommandQueue commands;

    ClientConnection(LoopScope scope, ChannelHandlerContext socket) {
        this.scope = scope;
        this.socket = socket;
        this.subscriptions = new Subscriptions(scope);
        this.outbound = new OutboundQueue(socket, scope.turn, this);
    }

    void open() {
        scope.services.counters().opened();
        int patience = TimerWheel.ticks(scope.limits.connectTimeout().toMillis());
        scope.wheel.schedule(this, scope.wheel.now() + patience);
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
        state = AUTHENTICATING;
    }

    /** The client may try again; what it sent in the hope of success is dropped. */
    void connectRefused() {
        if (isClosed()) {
            return;
        }
        state = AWAITING_CONNECT;
        subscriptions.endAll();
        if (commands != null) {
            commands.dropWaiting();
        }
    }

    void reply(Reply reply) {
        outbound.offer(OutboundFrame.text(JsonReplies.encode(reply)));
    }

    private void push(Push push) {
        outbound.offer(OutboundFrame.text(JsonPushes.encode(push)));
    }

    /** Pushes data for this connection alone. */
    void tell(Payload data) {
        if (!isClosed()) {
            push(new Push.Message(data));
        }
    }

    // ---- session

    /** A session for who showed {@code claims}; it begins with {@link #begin}. */
    public Session sessionFor(ConnectionClaims claims) {
        int interval = scope.pingInterval;
        int firstPing = interval - scope.services.random().nextInt(Math.max(1, interval / 2));
        return new Session(UUID.randomUUID(), claims, new PingSchedule(scope.wheel.now() + firstPing));
    }

    /** The client is authenticated; its other commands may be carried out. */
    public void begin(Session session) {
        state = new ConnectionState.Connected(session);
        scope.clientCame(this, session);
        reschedule();
    }

    /** The session lasts until {@code expireAt}, in seconds since 1970; 0 for ever. */
    public void extend(long expireAt) {
        session().expireAt(expireAt);
        reschedule();
    }

    // ---- subscriptions

    /** What this connection is subscribed to. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /**
     * Takes a place in the channel; publications come from {@link #join} on, or after {@link #recover}. A failure leaves
     * nothing behind.
     *
     * @param serverSide the client did not ask for it with a command of its own
     */
    public Future<Subscription> subscribe(ChannelName channel, Form form, boolean serverSide) {
        return isClosed()
                ? Future.failedFuture(HubException.of(ErrorCode.INTERNAL))
                : subscriptions.take(channel, outbound, form, serverSide);
    }

    /** Where the stream of the subscription's channel is now; null in a channel without history. */
    public @Nullable StreamPosition position(Subscription subscription) {
        return scope.table.position(subscription);
    }

    /**
     * Finds out what was published after {@code since}, or the latest publication; the subscription joins by
     * {@link CatchUp#goOn}. A failure ends the subscription.
     */
    public Future<CatchUp> recover(Subscription subscription, StreamPosition since, boolean latestOnly) {
        if (subscription.hasLeft()) {
            return Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
        }
        Future<CatchUp> told = latestOnly
                ? scope.table.recoverLatest(subscription, since)
                : scope.table.recover(subscription, since, scope.limits.maxRecovered());
        return told.onFailure(away -> subscriptions.end(subscription));
    }

    /**
     * From now on the client gets the channel's publications, as long as the subscription lasts.
     *
     * @param positioned the client was told a position
     */
    public void join(Subscription subscription, boolean positioned) {
        scope.table.join(subscription, positioned);
        reschedule();
    }

    /** Publications were lost that the stream cannot give back; the client has to subscribe or connect again. */
    void lost(Subscription subscription) {
        if (isClosed()) {
            return;
        }
        if (subscription.isServerSide()) {
            close(CloseCode.INSUFFICIENT_STATE);
        } else {
            end(subscription, UnsubscribeCode.INSUFFICIENT_STATE);
        }
    }

    private void end(Subscription subscription, UnsubscribeCode why) {
        subscriptions.end(subscription);
        push(new Push.Unsubscribe(subscription.channel().value(), why.code(), why.reason()));
    }

    /** A few of those that wait for the socket go on; their answers wake the others. */
    @Override
    public void drained() {
        List<CatchUp> all = subscriptions.all().stream()
                .map(scope.table::catchUp)
                .filter(Objects::nonNull)
                .toList();
        long asking = all.stream().filter(CatchUp::isAsking).count();
        all.stream()
                .filter(CatchUp::isWaiting)
                .limit(Math.max(0, MAX_PAGES - asking))
                .toList()
                .forEach(CatchUp::drained);
    }

    /** The subscription lasts until {@code expireAt}, in seconds since 1970; 0 for ever. */
    public void grant(Subscription subscription, @Nullable Payload info, long expireAt) {
        subscription.grant(info, expireAt);
        reschedule();
    }

    // ---- deadlines

    private void reschedule() {
        Session session = sessionOrNull();
        if (session == null) {
            return;
        }
        int next = session.pings.next();
        if (session.expireAt() != 0) {
            next = Math.min(next, scope.graceEnd(session.expireAt()));
        }
        long subscriptionExpiry = subscriptions.earliestExpiry();
        if (subscriptionExpiry != 0) {
            next = Math.min(next, scope.graceEnd(subscriptionExpiry));
        }
        scope.wheel.schedule(this, next);
    }

    @Override
    void due(int now) {
        switch (state) {
            case ConnectionState.AwaitingConnect waiting -> close(CloseCode.STALE);
            case ConnectionState.Authenticating authenticating -> close(CloseCode.STALE);
            case ConnectionState.Closed closed -> cut();
            case ConnectionState.Connected connected -> {
                keepAlive(connected.session(), now);
                reschedule();
            }
        }
    }

    private void keepAlive(Session session, int now) {
        switch (session.pings.due(now, scope.pingInterval, scope.pongTimeout)) {
            case PING -> outbound.offer(ControlFrames.ping());
            case GIVE_UP -> close(CloseCode.NO_PONG);
            case NOTHING -> {
                // Something else is due.
            }
        }
        if (scope.isPastGrace(session.expireAt())) {
            close(CloseCode.EXPIRED);
        }
        for (Subscription each : subscriptions.all()) {
            if (scope.isPastGrace(each.expireAt())) {
                end(each, UnsubscribeCode.EXPIRED);
            }
        }
    }

    // ---- the end

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
        Set<Object> sources = outbound.sources();
        subscriptions.all().stream().filter(each -> each.isAmong(sources)).forEach(scope.table::relieve);
        if (outbound.waiting() == before) {
            overflowed();
        }
    }

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
        release();
        scope.wheel.schedule(this, scope.wheel.now() + LINGER);
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
        release();
        scope.wheel.schedule(this, scope.wheel.now() + LINGER);
    }

    /** The socket is gone. */
    void gone() {
        if (!isClosed()) {
            scope.services.counters().gone();
            release();
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

    private void release() {
        Session session = sessionOrNull();
        if (session != null) {
            scope.clientWent(session);
        }
        state = CLOSED;
        commands = null;
        subscriptions.endAll();
    }

    /** The id that the client knows, or what the socket is called before it has one. */
    @Override
    public String toString() {
        Session session = sessionOrNull();
        return session == null ? socket.channel().id().asShortText() : session.client();
    }
}
