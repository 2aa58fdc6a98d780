package dev.hub.websocket;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.Expulsion;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.InstanceQuestion.Listing;
import dev.hub.core.bus.Load;
import dev.hub.core.bus.LoopState;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.access.UserLimits;
import dev.hub.websocket.command.ClientCommands;
import dev.hub.websocket.command.Expelling;
import dev.hub.websocket.command.Listings;
import dev.hub.websocket.command.Orders;
import dev.hub.websocket.connection.LoopScope;
import dev.hub.websocket.connection.LoopServices;
import dev.hub.websocket.connection.PresenceDesk;
import dev.hub.websocket.connection.Roster;
import dev.hub.websocket.delivery.DeliveryTable;
import dev.hub.websocket.delivery.Later;
import dev.hub.websocket.handshake.AddressGate;
import dev.hub.websocket.handshake.AddressLimit;
import dev.hub.websocket.handshake.Handshake;
import dev.hub.websocket.limit.LoopLimits;
import dev.hub.websocket.limit.Shedding;
import dev.hub.websocket.metering.LoopCounters;
import dev.hub.websocket.metering.LoopLag;
import dev.hub.websocket.outbound.FlushTurn;
import dev.hub.websocket.outbound.QueueMemory;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The door for clients on one event loop: an HTTP server whose WebSockets this verticle serves, while all other requests
 * go to a handler. Deploy several instances in one deployment, with one {@code loop} number each, and they share the
 * port. Needs {@link HubBus#install} before.
 */
public final class WebSocketVerticle extends VerticleBase {
    private static final int TICKS_PER_REPORT = 1000 / LoopScope.tickMillis();
    private static final int TICKS_PER_STATE = Math.max(1, 250 / LoopScope.tickMillis());
    private static final int ANY_SHARED_PORT = -1;

    private final WebSocketSettings settings;
    private final ClientAccess access;
    private final HttpServerOptions http;
    private final Handler<HttpServerRequest> others;
    private final MeterRegistry registry;
    private volatile int port;
    private @Nullable Running running;
    private boolean stopped;
    private int ticks;
    private @Nullable Load reported;

    /**
     * A verticle that is yet to be deployed.
     *
     * @param http host, port (0 for any free one) and TLS; the same for all instances
     * @param others takes every request that is no WebSocket upgrade on {@value Handshake#PATH}
     */
    public WebSocketVerticle(
            WebSocketSettings settings,
            ClientAccess access,
            HttpServerOptions http,
            Handler<HttpServerRequest> others,
            MeterRegistry registry) {
        this.settings = settings;
        this.access = access;
        this.http = forWebSockets(http);
        this.others = others;
        this.registry = registry;
    }

    /** What exists from start to stop. */
    private record Running(
            LoopScope scope,
            DeliveryTable table,
            LoopCounters counters,
            Upgrades upgrades,
            LoopLimits limits,
            List<MessageConsumer<?>> consumers) {}

    /** The WebSockets are ours right after the handshake; these options only concern the handshake. */
    private static HttpServerOptions forWebSockets(HttpServerOptions given) {
        HttpServerOptions options = new HttpServerOptions(given)
                .setWebSocketSubProtocols(Handshake.SUBPROTOCOLS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return options.getPort() == 0 ? options.setPort(ANY_SHARED_PORT) : options;
    }

    /** The port that is listened on, once deployed. From any thread. */
    public int port() {
        return port;
    }

    @Override
    public Future<?> start() {
        HubBus bus = HubBus.of(vertx);
        LoopCounters counters = new LoopCounters(registry, settings.loop());
        ContextInternal loop = (ContextInternal) context;
        FlushTurn turn = new FlushTurn(
                task -> loop.nettyEventLoop().execute(() -> loop.dispatch(task)),
                settings.limits().maxQueueBytes(),
                QueueMemory.of(vertx, settings.queueMemory()));
        Later later = (delay, unit, task) -> vertx.setTimer(Math.max(1, unit.toMillis(delay)), timer -> task.run());
        DeliveryTable table = new DeliveryTable(bus, access.namespaces(), settings.loop(), turn, later);
        ChannelRights rights = new ChannelRights(access);
        LoopLimits limits = new LoopLimits(bus.limits(), access.clock());
        Roster roster = new Roster(bus, Addresses.connection(settings.loop()));
        LoopScope scope = new LoopScope(loop, settings.limits(), table, services(bus, counters, roster, limits));
        counters.export(HubMetrics.DELIVERIES, table.deliveries());
        counters.export(HubMetrics.BYTES_OUT, turn.bytes());
        counters.export(HubMetrics.WRITES, turn.writes());
        counters.exportLevel(HubMetrics.QUEUED, turn.held());
        counters.export(HubMetrics.CONFLATED, table.conflated());
        counters.export(HubMetrics.DROPPED, table.dropped());
        counters.export(HubMetrics.CATCH_UPS, table.catchUps());
        Upgrades upgrades = new Upgrades(door(), scope, counters, others);
        List<MessageConsumer<?>> consumers = List.of(
                bus.consume(table.receiver(), ChannelEvent.class, table::receive),
                bus.answerAmong(Addresses.CONNECTIONS, ConnectionControl.class, new Orders(scope, access)::execute),
                bus.answerAmong(Addresses.LISTINGS, Listing.class, listings(scope)),
                bus.answerAmong(Addresses.EXPULSIONS, Expulsion.class, expelling(scope)),
                bus.consume(
                        Addresses.NAMESPACES_CHANGED,
                        NamespacesChanged.class,
                        changed -> table.rulesChanged(rights::mayKeepPattern)),
                bus.consume(roster.address(), ConnectionCommand.class, roster::apply));
        Running all = new Running(scope, table, counters, upgrades, limits, consumers);
        running = all;
        tickLater(all, new LoopLag(LoopScope.tickMillis(), System.nanoTime()));
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList())
                .compose(registered -> listen(upgrades));
    }

    private static Function<Listing, Future<?>> listings(LoopScope scope) {
        Listings listings = new Listings(scope);
        return question -> Future.succeededFuture(listings.answer(question));
    }

    private Function<Expulsion, Future<?>> expelling(LoopScope scope) {
        Expelling expelling = new Expelling(scope, access.revocations());
        return expulsion -> Future.succeededFuture(expelling.execute(expulsion));
    }

    private Door door() {
        AdmissionRules rules = settings.admission();
        AddressGate addresses = new AddressGate(rules.proxies(), AddressLimit.of(vertx, rules.perAddress()));
        return new Door(
                new Handshake(access.allowedOrigins(), access.keptHeaders().transport()),
                addresses,
                settings.maxConnections());
    }

    private LoopServices services(HubBus bus, LoopCounters counters, Roster roster, LoopLimits limits) {
        UserLimits users = settings.admission().users();
        Shedding shedding = new Shedding(bus.capacity(), bus.limits(), RandomGenerator.getDefault());
        ClientCommands.Bounds bounds = new ClientCommands.Bounds(
                users, limits, shedding, settings.admission().abuseLimit());
        ClientCommands commands = new ClientCommands(bus, access, bounds, counters, settings.version());
        PresenceDesk presence = new PresenceDesk(bus, new ChannelRights(access), users.presence());
        return new LoopServices(commands, counters, access.clock(), RandomGenerator.getDefault(), roster, presence);
    }

    private Future<HttpServer> listen(Upgrades upgrades) {
        return vertx.createHttpServer(http)
                .requestHandler(upgrades)
                .listen()
                .onSuccess(server -> port = server.actualPort());
    }

    /** Each tick waits for the one before: a loop that was held up does not catch up. */
    private void tickLater(Running all, LoopLag lag) {
        vertx.setTimer(LoopScope.tickMillis(), timer -> {
            if (!stopped) {
                lag.tick(System.nanoTime());
                all.scope().tick();
                ticks++;
                if (ticks % TICKS_PER_STATE == 0) {
                    tellState(lag.takeMicros(), all.counters().received());
                }
                if (ticks % TICKS_PER_REPORT == 0) {
                    report(all);
                }
                tickLater(all, lag);
            }
        });
    }

    private void tellState(long lagMicros, long received) {
        int queue = QueueMemory.of(vertx, settings.queueMemory()).percent();
        HubBus.of(vertx).send(Addresses.CAPACITY, new LoopState(source(), lagMicros, queue, received));
    }

    private String source() {
        return "loop-" + settings.loop();
    }

    private void report(Running all) {
        Load load = new Load(
                source(),
                all.scope().clients(),
                0,
                0,
                all.table().subscriptions(),
                all.counters().received(),
                all.table().deliveries().value());
        if (!load.equals(reported)) {
            reported = load;
            HubBus.of(vertx).send(Addresses.LOAD, load);
        }
        all.limits().tell(counted -> HubBus.of(vertx).send(Addresses.RATE_LIMIT, counted));
    }

    /** Refuses new connections, closes the others over the drain time, and then everything else. */
    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        all.upgrades().end();
        return Drain.over(settings.drain(), vertx, all.scope()).compose(drained -> {
            stopped = true;
            all.table().close();
            all.table().turn().close();
            HubBus.of(vertx).send(Addresses.LOAD, new Load(source(), 0, 0));
            all.counters().close();
            return Future.join(
                    all.consumers().stream().map(MessageConsumer::unregister).toList());
        });
    }
}
