package dev.hub.websocket;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.event.EventChannels;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ConnectionLimits;
import dev.hub.websocket.outbound.QueueMemory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** WebSocketVerticles with a stand-in for the channels behind them. */
final class TestHub implements AutoCloseable {
    static final String SECRET = "0123456789abcdef0123456789abcdef";
    static final ConnectionLimits LIMITS = ConnectionLimits.defaults();

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(10_000)
            .setMaxFrameSize(1 << 22)
            .setMaxMessageSize(1 << 22));
    final HubBus bus = HubBus.install(vertx, 1, new EventChannels(1), new CurrentLimits(RuleSet.NONE), new Capacity(0));
    final CurrentNamespaces namespaces;
    final CurrentRevocations revocations;
    final ChannelStandIn channels;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final TokenMinter minter = new TokenMinter(Secret.of(SECRET));
    final List<WebSocketVerticle> verticles = new CopyOnWriteArrayList<>();
    private final String deployment;

    private final HttpServerOptions http;

    private TestHub(WebSocketSettings settings, ClientAccess access, int loops) {
        this(settings, access, loops, new HttpServerOptions());
    }

    private TestHub(WebSocketSettings settings, ClientAccess access, int loops, HttpServerOptions http) {
        this.http = http.setHost("127.0.0.1").setPort(0);
        this.namespaces = access.namespaces();
        this.revocations = access.revocations();
        this.channels = new ChannelStandIn(namespaces);
        await(vertx.deployVerticle(channels));
        AtomicInteger loop = new AtomicInteger();
        deployment = await(vertx.deployVerticle(
                () -> verticle(settings, access, loop.getAndIncrement()), new DeploymentOptions().setInstances(loops)));
    }

    private WebSocketVerticle verticle(WebSocketSettings settings, ClientAccess access, int loop) {
        WebSocketSettings own = new WebSocketSettings(
                loop,
                settings.version(),
                settings.maxConnections(),
                settings.drain(),
                settings.limits(),
                settings.queueMemory(),
                settings.admission());
        WebSocketVerticle verticle = new WebSocketVerticle(
                own,
                access,
                http,
                request -> request.response().setStatusCode(404).end("nothing here"),
                meters);
        verticles.add(verticle);
        return verticle;
    }

    /** Exactly {@code access} holds. */
    static TestHub admittingBy(ClientAccess access) {
        return new TestHub(settings(LIMITS), access, 2);
    }

    /** Everything is allowed, tokens are not needed. */
    static TestHub insecure() {
        return insecure(UnaryOperator.identity());
    }

    static TestHub insecure(UnaryOperator<WebSocketSettings> change) {
        return new TestHub(change.apply(settings(LIMITS)), access(true, InstantSource.system()), 2);
    }

    static TestHub insecure(HttpServerOptions http) {
        return new TestHub(settings(LIMITS), access(true, InstantSource.system()), 2, http);
    }

    static TestHub insecure(ConnectionLimits limits) {
        return insecure(settings -> settings(limits));
    }

    /** Tokens are needed; rights as in {@link #namespaces}. */
    static TestHub secure(InstantSource clock) {
        return new TestHub(settings(LIMITS), access(false, clock), 2);
    }

    /** Tokens are needed; besides the usual namespaces there are {@code more}. */
    static TestHub secure(ConnectionLimits limits, InstantSource clock, Namespace... more) {
        return new TestHub(settings(limits), access(false, clock, more), 2);
    }

    /** Tokens are needed, and so many connections may be made. */
    static TestHub admitting(AdmissionRules rules) {
        WebSocketSettings usual = settings(LIMITS);
        WebSocketSettings settings = new WebSocketSettings(
                0, usual.version(), usual.maxConnections(), usual.drain(), usual.limits(), usual.queueMemory(), rules);
        return new TestHub(settings, access(false, InstantSource.system()), 2);
    }

    /** Everything is allowed, tokens are not needed; besides the usual namespaces there are {@code more}. */
    static TestHub insecure(ConnectionLimits limits, Namespace... more) {
        return new TestHub(settings(limits), access(true, InstantSource.system(), more), 2);
    }

    /** Like {@link #insecure}, on one event loop, with sockets that are full soon. */
    static TestHub onOneLoop(ConnectionLimits limits, Namespace... more) {
        return new TestHub(settings(limits), access(true, InstantSource.system(), more), 1, smallBuffers());
    }

    /** Like {@link #onOneLoop}, where no more than {@code memory} waits for all sockets. */
    static TestHub withMemory(ConnectionLimits limits, long memory, Namespace... more) {
        WebSocketSettings usual = settings(limits);
        WebSocketSettings settings = new WebSocketSettings(
                0, usual.version(), usual.maxConnections(), usual.drain(), usual.limits(), memory, usual.admission());
        return new TestHub(settings, access(true, InstantSource.system(), more), 1, smallBuffers());
    }

    /** The kernel takes little for who reads nothing. */
    private static HttpServerOptions smallBuffers() {
        return new HttpServerOptions().setSendBufferSize(16 * 1024);
    }

    /** Tokens are needed; besides the usual namespaces there are {@code more}. */
    static TestHub secure(Namespace... more) {
        return new TestHub(settings(LIMITS), access(false, InstantSource.system(), more), 2);
    }

    /** Has all loops carry out {@code order}; tells to how many connections. */
    int order(ConnectionControl order) {
        return await(bus.gather(Addresses.CONNECTIONS, order, Affected.class)).stream()
                .mapToInt(Affected::count)
                .sum();
    }

    static WebSocketSettings settings(ConnectionLimits limits) {
        return new WebSocketSettings(0, "1.2.3", 100_000, Duration.ZERO, limits, 1L << 40, AdmissionRules.NONE);
    }

    /** The defaults, but for what may wait for one client. */
    static ConnectionLimits limits(int maxQueueBytes) {
        return new ConnectionLimits(
                LIMITS.pingInterval(),
                LIMITS.pongTimeout(),
                LIMITS.connectTimeout(),
                LIMITS.expiryGrace(),
                LIMITS.maxMessageBytes(),
                maxQueueBytes,
                LIMITS.maxChannels(),
                LIMITS.maxRecovered(),
                LIMITS.maxHistory());
    }

    static ChannelCommand.Publish publication(String channel, String json) {
        return new ChannelCommand.Publish(new ChannelName(channel), Payload.ofJson(json), null, PublishOptions.NONE);
    }

    private static ClientAccess access(boolean insecure, InstantSource clock, Namespace... more) {
        TokenVerifier tokens = new TokenVerifier(Vertx.vertx(), TokenKeys.of(SECRET), clock);
        return new ClientAccess(
                tokens,
                namespaces(more),
                insecure,
                false,
                List.of("https://app.example.com"),
                clock,
                CurrentRevocations.none(clock));
    }

    private static CurrentNamespaces namespaces(Namespace... more) {
        List<Namespace> all = new ArrayList<>(List.of(more));
        all.add(Namespace.defaults("open")
                .withAccess(new AccessRules(true, false, true, false, false, false, false, false, false, false, true)));
        all.add(Namespace.defaults("talk")
                .withAccess(
                        new AccessRules(true, false, false, true, false, false, false, false, false, false, false)));
        return new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), all));
    }

    /** From now on these hold beside the usual namespaces, as if somebody had changed them by file or API. */
    void rule(Namespace... more) {
        namespaces.replace(namespaces(more).get());
        bus.broadcast(
                Addresses.NAMESPACES_CHANGED,
                new NamespacesChanged(
                        List.of(more).stream().map(Namespace::name).collect(Collectors.toSet())));
    }

    /** What waits for all sockets. */
    QueueMemory memory() {
        return QueueMemory.of(vertx, 1);
    }

    int port() {
        return verticles.getFirst().port();
    }

    TestClient open(String... subprotocols) {
        return TestClient.open(client, port(), subprotocols);
    }

    TestClient connected() {
        TestClient client = open();
        client.connect();
        return client;
    }

    void publish(String channel, String json, Map<String, String> tags) {
        await(bus.publish(new ChannelCommand.Publish(
                new ChannelName(channel), Payload.ofJson(json), null, PublishOptions.tagged(tags))));
    }

    void publish(String channel, String json) {
        await(bus.publish(publication(channel, json)));
    }

    /** Sockets that the verticles count as open. */
    int openConnections() {
        return (int) meters.find(HubMetrics.CONNECTIONS.meterName()).gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** The sum of a counter over all loops. */
    long count(HubMetrics metric, String... tags) {
        return (long) meters.find(metric.meterName()).tags(tags).functionCounters().stream()
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    /** Stops the sockets, but nothing else. */
    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
