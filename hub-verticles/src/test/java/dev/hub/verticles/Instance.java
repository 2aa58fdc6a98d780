package dev.hub.verticles;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand.ListAll;
import dev.hub.core.bus.ConsumerCommand.Listing;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.bus.PresenceCommand.Connections;
import dev.hub.core.bus.PresenceCommand.UserConnections;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.event.EventType;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.channel.ChannelResources;
import dev.hub.verticles.channel.ChannelSettings;
import dev.hub.verticles.channel.ChannelVerticle;
import dev.hub.verticles.channel.PatternVerticle;
import dev.hub.verticles.consumer.ConsumerResources;
import dev.hub.verticles.consumer.ConsumerVerticle;
import dev.hub.verticles.event.EventVerticle;
import dev.hub.verticles.node.NodeVerticle;
import dev.hub.verticles.presence.PresenceResources;
import dev.hub.verticles.presence.PresenceVerticle;
import dev.hub.verticles.presence.UserRules;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Verticle;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** One instance of the hub without sockets, in a Vertx of its own: node and channel verticles on a real server. */
public final class Instance implements AutoCloseable {
    /** How long an unused subscription is kept in tests. */
    public static final Duration UNSUBSCRIBE_DELAY = Duration.ofMillis(300);

    /** Whether users are online is published to {@code status:<user>}. */
    private static final UsersConfig USERS =
            new UsersConfig(true, Duration.ZERO, 0, false, "status", Duration.ofDays(30));

    /** A channel that consumers can have in every instance. */
    private static final ChannelName EVENTS = new ChannelName("events:0");

    private static final int SHARDS = 2;
    private static final List<EventType> USER_EVENTS =
            List.of(EventType.CONNECTED, EventType.DISCONNECTED, EventType.ONLINE, EventType.OFFLINE);

    private final Vertx vertx;
    private final HubBus bus;
    private final ValkeyAccess access;
    private final CurrentNamespaces namespaces;
    private final MeterRegistry meters = new SimpleMeterRegistry();

    private Instance(Vertx vertx, HubBus bus, ValkeyAccess access, CurrentNamespaces namespaces) {
        this.vertx = vertx;
        this.bus = bus;
        this.access = access;
        this.namespaces = namespaces;
    }

    private ChannelResources resources() {
        return new ChannelResources(access, bus, namespaces, InstantSource.system(), meters);
    }

    /** Starts an instance named {@code name}; it shares what {@code prefix} begins with the others of that prefix. */
    public static Instance start(String name, String url, String prefix) {
        return start(name, url, prefix, Namespaces.of(Namespace.defaults(""), List.of()));
    }

    /** Starts an instance whose channels lie in {@code namespaces}. */
    public static Instance start(String name, String url, String prefix, Namespaces namespaces) {
        return start(name, url, prefix, namespaces, Duration.ofSeconds(1));
    }

    /** Starts an instance that compares quiet channels at another interval than every second. */
    public static Instance start(
            String name, String url, String prefix, Namespaces namespaces, Duration positionCheckInterval) {
        ChannelSettings settings = new ChannelSettings(UNSUBSCRIBE_DELAY, positionCheckInterval, 1024 * 1024);
        Vertx vertx = Vertx.vertx();
        ValkeyAccess access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.forTests(), new Keyspace(prefix));
        CurrentNamespaces current = new CurrentNamespaces(namespaces);
        Instance instance = new Instance(vertx, HubBus.install(vertx, SHARDS), access, current);
        NodeIdentity identity =
                NodeIdentity.starting(name, "test", InstantSource.system().instant());
        instance.deploy(new EventVerticle(access, instance.bus, instance.meters, InstantSource.system()));
        instance.deploy(new NodeVerticle(identity, access, instance.bus, InstantSource.system()));
        for (int shard = 0; shard < SHARDS; shard++) {
            instance.deploy(new ChannelVerticle(shard, settings, instance.resources()));
        }
        instance.deploy(new PatternVerticle(settings, instance.resources()));
        instance.deploy(new ConsumerVerticle(new ConsumerResources(access, instance.bus, current, instance.meters)));
        instance.deploy(new PresenceVerticle(new PresenceResources(
                access, instance.bus, current, UserRules.of(USERS, USER_EVENTS), instance.meters)));
        return instance;
    }

    /** Deploys another part of the hub. */
    public void deploy(VerticleBase verticle) {
        get(vertx.deployVerticle(verticle));
    }

    /** How its parts reach Valkey. */
    public ValkeyAccess access() {
        return access;
    }

    /** Deploys a verticle of the test's own beside the hub. */
    public void deploy(Verticle verticle) {
        get(vertx.deployVerticle(verticle));
    }

    /** Waits until each part that has a link to the server of its own got through to it. */
    public void awaitReady() {
        Awaitility.await().ignoreExceptions().until(() -> {
            for (int shard = 0; shard < SHARDS; shard++) {
                get(client().publish(channelOf(shard), Payload.NULL));
            }
            get(bus.request(Addresses.CONSUMER, new ListAll(EVENTS), Listing.class));
            get(bus.request(Addresses.PRESENCE, new Connections("nobody"), UserConnections.class));
            return true;
        });
    }

    private ChannelName channelOf(int shard) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> new ChannelName("warm-up" + i))
                .filter(name -> bus.shardOf(name) == shard)
                .findFirst()
                .orElseThrow();
    }

    /** The result, waited for. */
    public static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
            throw new AssertionError("not done in time", late);
        }
    }

    /** A client of this instance. */
    public HubClient client() {
        return HubClient.of(vertx);
    }

    /** The rules of its channels, to be changed. */
    public CurrentNamespaces namespaces() {
        return namespaces;
    }

    /** From now on these hold, as if somebody had changed them by file or API. */
    public void rule(Namespaces next) {
        namespaces.replace(next);
        bus.broadcast(
                Addresses.NAMESPACES_CHANGED,
                new NamespacesChanged(next.all().stream().map(Namespace::name).collect(Collectors.toSet())));
    }

    /** What it counts. */
    public MeterRegistry meters() {
        return meters;
    }

    /** The bus of this instance. */
    public HubBus bus() {
        return bus;
    }

    /** The Vertx of this instance. */
    public Vertx vertx() {
        return vertx;
    }

    /** Names of what it keeps in Valkey. */
    public Keyspace keys() {
        return access.keys();
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
