package dev.hub.websocket.connection;

import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.decision.Headers;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.delivery.DeliveryTable;
import dev.hub.websocket.outbound.FlushTurn;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** What the connections of one event loop share, and all of these connections. Belongs to that loop. */
public final class LoopScope {
    private static final String HANDLER = "hub";

    final ContextInternal context;
    final ConnectionLimits limits;
    final DeliveryTable table;
    final LoopServices services;
    final TimerWheel wheel = new TimerWheel();
    final ClientApp.Known apps = new ClientApp.Known();
    final CommandExecution execution;
    final FlushTurn turn;
    final Deadlines deadlines;
    private final UserTable users = new UserTable();
    private final Map<UUID, ClientConnection> entering = new HashMap<>();
    private int clients;

    /** The scope of the event loop that {@code context} runs on. */
    public LoopScope(ContextInternal context, ConnectionLimits limits, DeliveryTable table, LoopServices services) {
        this.context = context;
        this.limits = limits;
        this.table = table;
        this.services = services;
        this.execution = new CommandExecution(services);
        this.turn = table.turn();
        this.deadlines = new Deadlines(this);
    }

    /** Milliseconds between two calls of {@link #tick}. */
    public static int tickMillis() {
        return TimerWheel.TICK_MILLIS;
    }

    /**
     * Takes a socket over from Vert.x after the handshake: our handler takes the place of Vert.x's own, and nothing of
     * the HTTP request is kept but these headers.
     *
     * @param vertxHandler where Vert.x's handler stands in the socket's pipeline
     */
    public void takeOver(ChannelHandlerContext vertxHandler, Headers headers) {
        ChannelPipeline pipeline = vertxHandler.pipeline();
        pipeline.addAfter(vertxHandler.name(), HANDLER, new SocketHandler(this, headers));
        pipeline.remove(vertxHandler.handler());
        removeIfThere(pipeline, IdleStateHandler.class);
        removeIfThere(pipeline, WebSocketFrameDecoder.class);
        removeIfThere(pipeline, WebSocketFrameEncoder.class);
        vertxHandler.channel().config().setAutoRead(true);
    }

    /** The client behind {@code socket} comes from {@code address}; kept only where the socket says something else. */
    public void remember(Channel socket, String address) {
        if (!address.equals(ClientAddress.ofSocket(socket))) {
            socket.attr(ClientAddress.FORWARDED).set(address);
        }
    }

    private static void removeIfThere(ChannelPipeline pipeline, Class<? extends ChannelHandler> handler) {
        if (pipeline.get(handler) != null) {
            pipeline.remove(handler);
        }
    }

    /** Sockets, authenticated or not, closing ones among them. */
    public int sockets() {
        return wheel.size();
    }

    /** Authenticated connections. */
    public int clients() {
        return clients;
    }

    /** How often clients are pinged, in seconds, as they are told. */
    public int pingSeconds() {
        return limits.pingSeconds();
    }

    /** How many publications a client may read from a history at once. */
    public int maxHistory() {
        return limits.maxHistory();
    }

    /** Who is to be told where the clients are. */
    PresenceDesk presence() {
        return services.presence();
    }

    /** What all sockets of the loop write through. */
    public FlushTurn turn() {
        return turn;
    }

    /** One step of all deadlines; to be called every {@link #tickMillis}. */
    public void tick() {
        turn.relieve();
        wheel.tick();
    }

    /** The authenticated connections that {@code target} means. */
    public List<ClientConnection> named(ConnectionTarget target) {
        List<ClientConnection> candidates = target.client().isEmpty()
                ? ofUser(target.user())
                : services.roster().find(target.client()).stream().toList();
        return candidates.stream()
                .filter(each -> target.session().isEmpty())
                .filter(each -> target.user().isEmpty()
                        || target.user().equals(each.session().user()))
                .toList();
    }

    /** The connection that others know already by the id {@code client}, but that is not let in yet. */
    public Optional<ClientConnection> entering(String client) {
        return clientId(client).map(entering::get);
    }

    /** The authenticated connections of a user; none for the anonymous one. */
    public List<ClientConnection> ofUser(String user) {
        List<ClientConnection> all = new ArrayList<>();
        users.forEach(user, each -> all.add(((Session) each).connection()));
        return all;
    }

    /** All authenticated connections. */
    public List<ClientConnection> connected() {
        return services.roster().all();
    }

    /** Hands each channel and how many connections are subscribed to it to {@code action}. */
    public void channels(ObjIntConsumer<String> action) {
        table.forEach(action);
    }

    /** The id that {@code text} is; empty for what is none of ours. */
    static Optional<UUID> clientId(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** Closes up to {@code count} of the open connections because this instance stops; tells how many it closed. */
    public int shutDown(int count) {
        int[] left = {count};
        forEachConnection(connection -> {
            if (left[0] > 0 && !connection.isClosed()) {
                connection.close(CloseCode.SHUTDOWN);
                left[0]--;
            }
        });
        return count - left[0];
    }

    /** Cuts every socket that is left, without a word. */
    public void cutAll() {
        forEachConnection(ClientConnection::cut);
    }

    private void forEachConnection(Consumer<ClientConnection> action) {
        wheel.forEach(each -> action.accept((ClientConnection) each));
    }

    /** Where this loop takes {@link dev.hub.core.bus.ConnectionCommand}s. */
    public String address() {
        return services.roster().address();
    }

    void clientEnters(ClientConnection connection, Session session) {
        entering.put(session.id(), connection);
    }

    void clientTurnsBack(Session session) {
        entering.remove(session.id());
    }

    void clientCame(ClientConnection connection, Session session) {
        entering.remove(session.id());
        clients++;
        services.roster().add(session.id(), connection);
        users.add(session);
    }

    void clientWent(Session session) {
        clients--;
        services.roster().remove(session.id());
        users.remove(session);
    }

    /** Since 1970. */
    long seconds() {
        return services.clock().instant().getEpochSecond();
    }

    /** What a client is told of an expiry. */
    public Reply.Expiry expiry(long expireAt) {
        if (expireAt == 0) {
            return Reply.Expiry.NEVER;
        }
        long left = expireAt - services.clock().instant().getEpochSecond();
        return new Reply.Expiry(true, Math.clamp(left, 1, Integer.MAX_VALUE));
    }

    /** The time has come: {@code expireAt}, in seconds since 1970, is not in the future. Never for 0. */
    public boolean isPast(long expireAt) {
        return expireAt != 0 && expireAt <= services.clock().instant().getEpochSecond();
    }

    /** Like {@link #isPast}, with the time that a refresh may take. */
    boolean isPastGrace(long expireAt) {
        return expireAt != 0 && millisToGraceEnd(expireAt) <= 0;
    }

    /** The tick at which the grace after {@code expireAt} ends. */
    int graceEnd(long expireAt) {
        return wheel.now() + TimerWheel.ticks(Math.max(0, millisToGraceEnd(expireAt)));
    }

    /** The tick at which {@code expireAt} comes. */
    int endOf(long expireAt) {
        long left = Math.min(expireAt, Long.MAX_VALUE / 2000) * 1000
                - services.clock().millis();
        return wheel.now() + TimerWheel.ticks(Math.max(0, left));
    }

    private long millisToGraceEnd(long expireAt) {
        long end = Math.min(expireAt, Long.MAX_VALUE / 2000) * 1000
                + limits.expiryGrace().toMillis();
        return end - services.clock().millis();
    }
}
