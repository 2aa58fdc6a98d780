package dev.hub.verticles.launch;

import dev.hub.core.auth.ApiKeys;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.bus.HubBus;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.capacity.CapacityTargets;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.config.HubConfig;
import dev.hub.core.config.RateLimitsConfig;
import dev.hub.core.config.Transport;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.JobIds;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.RuleLayers;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.core.valkey.PrivateServer;
import dev.hub.core.valkey.PrivateServerOptions;
import dev.hub.core.valkey.PrivateServerOptions.Listen;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.verticles.api.ConsumerRpcVerticle;
import dev.hub.verticles.api.HubRouter;
import dev.hub.verticles.api.JobRpcVerticle;
import dev.hub.verticles.api.JsonBusVerticle;
import dev.hub.verticles.capacity.CapacityVerticle;
import dev.hub.verticles.channel.ChannelResources;
import dev.hub.verticles.channel.ChannelSettings;
import dev.hub.verticles.channel.ChannelVerticle;
import dev.hub.verticles.channel.PatternVerticle;
import dev.hub.verticles.consumer.ConsumerResources;
import dev.hub.verticles.consumer.ConsumerVerticle;
import dev.hub.verticles.dashboard.DashboardVerticle;
import dev.hub.verticles.decision.DecisionVerticle;
import dev.hub.verticles.event.EventVerticle;
import dev.hub.verticles.job.JobResources;
import dev.hub.verticles.job.JobVerticle;
import dev.hub.verticles.job.JobsOffVerticle;
import dev.hub.verticles.job.QueueVerticle;
import dev.hub.verticles.leader.LeaderVerticle;
import dev.hub.verticles.namespace.ChannelsSource;
import dev.hub.verticles.namespace.NamespaceVerticle;
import dev.hub.verticles.node.NodeVerticle;
import dev.hub.verticles.presence.PresenceResources;
import dev.hub.verticles.presence.PresenceVerticle;
import dev.hub.verticles.presence.UserRules;
import dev.hub.verticles.ratelimit.LimitResources;
import dev.hub.verticles.ratelimit.RateLimitVerticle;
import dev.hub.verticles.ratelimit.rules.LimitRuleVerticle;
import dev.hub.verticles.revocation.RevocationVerticle;
import dev.hub.verticles.schedule.ScheduleVerticle;
import dev.hub.verticles.webhook.RemovedWebhooks;
import dev.hub.verticles.webhook.WebhookVerticle;
import dev.hub.websocket.WebSocketVerticle;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Builds every object of an instance and deploys it, from the server at the bottom to the sockets at the top. */
final class HubAssembly {
    /** So much of the heap may hold the last publications of channels, out of which subscribers recover. */
    private static final int RECENT_SHARE_OF_HEAP = 16;

    private final Vertx vertx;
    private final HubConfig config;
    private final PrometheusMeterRegistry meters;
    private final ChannelsSource source;
    private final InstantSource clock = InstantSource.system();
    private final CurrentRevocations revocations = CurrentRevocations.unknown(clock);
    private final CurrentLimits limits;
    private final Capacity capacity;
    private final Parts parts = new Parts();
    private final List<JobVerticle> jobs = new ArrayList<>();

    HubAssembly(Vertx vertx, HubConfig config, PrometheusMeterRegistry meters, ChannelsSource source) {
        this.source = source;
        this.vertx = vertx;
        this.config = config;
        this.limits = firstLimits(config.rateLimits());
        this.capacity = isAdaptive(config.rateLimits())
                ? new Capacity(config.rateLimits().adaptive().floor())
                : Capacity.unlimited();
        this.meters = meters;
    }

    /** Until it is known what was set. */
    private static CurrentLimits firstLimits(RateLimitsConfig config) {
        RuleLayers layers = new RuleLayers(config.builtIn(), config.rules(), List.of());
        return new CurrentLimits(config.enabled() ? RuleSet.of(layers.rules()) : RuleSet.NONE);
    }

    private static boolean isAdaptive(RateLimitsConfig config) {
        return config.enabled() && config.adaptive().enabled();
    }

    /** What runs so far. */
    Parts parts() {
        return parts;
    }

    Future<Hub> start() {
        return valkeyUrl().compose(url -> startOn(ValkeyWiring.access(config.valkey(), url)));
    }

    private Future<String> valkeyUrl() {
        if (!config.valkey().isPrivate()) {
            return Future.succeededFuture(config.valkey().url().reveal());
        }
        // On io_uring a connect to a unix socket never completes.
        Listen listen = config.server().transport() == Transport.IO_URING ? Listen.LOOPBACK_PORT : Listen.UNIX_SOCKET;
        PrivateServerOptions options =
                PrivateServerOptions.in(config.valkey().dataDir()).withListen(listen);
        return PrivateServer.start(vertx, options).map(server -> {
            parts.add("private server", server::stop);
            return server.url();
        });
    }

    private Future<Hub> startOn(ValkeyAccess access) {
        CurrentNamespaces namespaces =
                new CurrentNamespaces(config.channels().toNamespaces().withOthersUnknown());
        HubBus bus = HubBus.install(vertx, shards(), config.events().channels(), limits, capacity);
        ChannelResources resources = new ChannelResources(access, bus, namespaces, clock, meters);
        ChannelSettings channels = channelSettings();
        NodeIdentity identity = identity();
        TokenVerifier tokens = TokenWiring.verifier(vertx, config.auth(), clock);
        List<WebSocketVerticle> doors = new CopyOnWriteArrayList<>();
        return deploy("events", 1, i -> new EventVerticle(access, bus, meters, clock))
                .compose(events -> deploy("node", 1, i -> new NodeVerticle(identity, access, bus, clock)))
                .compose(node -> deploy(
                        "leader",
                        1,
                        i -> new LeaderVerticle(identity.uid(), access, bus, meters, LeaderTerms.STANDARD)))
                .compose(leader -> deploy(
                        "namespaces",
                        1,
                        i -> new NamespaceVerticle(access, bus, namespaces, source, config.channels())))
                .compose(keeper ->
                        deploy("revocations", 1, i -> new RevocationVerticle(access, bus, revocations, clock)))
                .compose(keeper ->
                        deploy("limit rules", 1, i -> new LimitRuleVerticle(access, bus, limits, config.rateLimits())))
                .compose(keeper -> deploy(
                        "ratelimit",
                        1,
                        i -> new RateLimitVerticle(new LimitResources(access, bus, limits, meters, clock))))
                .compose(limiter -> deployCapacity(access, bus))
                .compose(capacity ->
                        deploy("channels", shards(), shard -> new ChannelVerticle(shard, channels, resources)))
                .compose(shards -> deploy("patterns", 1, i -> new PatternVerticle(channels, resources)))
                .compose(patterns -> deploy(
                        "consumers",
                        1,
                        i -> new ConsumerVerticle(new ConsumerResources(access, bus, namespaces, meters))))
                .compose(consumers -> deployJobs(identity.uid(), access, bus))
                .compose(jobs -> deploySchedules(access, bus))
                .compose(schedules -> deployWebhooks(access, bus))
                .compose(webhooks -> deploy(
                        "presence",
                        1,
                        i -> new PresenceVerticle(new PresenceResources(
                                access,
                                bus,
                                namespaces,
                                UserRules.of(config.users(), config.events().users()),
                                meters))))
                .compose(presence -> deploy(
                        "dashboard",
                        1,
                        i -> new DashboardVerticle(bus, config.metrics().dashboardInterval(), clock)))
                .compose(dashboard -> deploy("rpc", 1, i -> new ConsumerRpcVerticle(bus)))
                .compose(rpc -> deploy("rpc-jobs", 1, i -> new JobRpcVerticle(bus, new JobIds(new SecureRandom()))))
                .compose(rpc -> deploy(
                        "decisions",
                        1,
                        i -> new DecisionVerticle(bus, config.callbacks().endpoints(), meters, clock)))
                .compose(decisions -> deploy("json", 1, i -> new JsonBusVerticle(bus, namespaces)))
                .compose(json -> new ValkeyCheck(vertx, bus, access, durableHint()).await())
                .onSuccess(checked -> new RemovedWebhooks(bus, config.events().webhooks()).warn())
                .compose(checked -> deployUserVerticles()
                        .onSuccess(verticles -> drainJobsFirst())
                        .compose(verticles -> deploy("sockets", Meters.eventLoops(config.server()), loop -> {
                            WebSocketVerticle door = door(loop, namespaces, bus, tokens);
                            doors.add(door);
                            return door;
                        }))
                        .map(sockets -> new Hub(vertx, parts, doors.getFirst().port())));
    }

    private DurableHint durableHint() {
        boolean isUsed = config.channels().toNamespaces().all().stream()
                .anyMatch(each -> each.history().durable());
        return new DurableHint(config.valkey().durableReplicas(), isUsed);
    }

    private int shards() {
        int configured = config.valkey().channelShards();
        return configured > 0 ? configured : Meters.eventLoops(config.server());
    }

    private NodeIdentity identity() {
        return NodeIdentity.starting(NodeName.of(config.server()), Version.ofThisHub(), clock.instant());
    }

    private ChannelSettings channelSettings() {
        long perShard = Runtime.getRuntime().maxMemory() / RECENT_SHARE_OF_HEAP / shards();
        return new ChannelSettings(
                config.valkey().unsubscribeDelay(),
                config.channels().positionCheckInterval(),
                Math.min(perShard, ChannelSettings.MAX_RECENT_BYTES));
    }

    private WebSocketVerticle door(int loop, CurrentNamespaces namespaces, HubBus bus, TokenVerifier tokens) {
        ApiKeys keys = config.api().insecure()
                ? ApiKeys.openToAll()
                : new ApiKeys(List.of(config.api().key()));
        return new WebSocketVerticle(
                SocketWiring.settings(loop, config),
                SocketWiring.access(config, tokens, namespaces, revocations, clock),
                SocketWiring.http(config.server()),
                new HubRouter(
                                bus,
                                namespaces,
                                keys,
                                TrustedProxies.of(config.server().trustedProxies()),
                                config.metrics().enabled() ? meters : null)
                        .build(vertx),
                meters);
    }

    private Future<?> deployCapacity(ValkeyAccess access, HubBus bus) {
        CapacityTargets targets = config.rateLimits().adaptive().targets();
        return isAdaptive(config.rateLimits())
                ? deploy("capacity", 1, i -> new CapacityVerticle(access, bus, capacity, targets, meters))
                : Future.succeededFuture();
    }

    private Future<?> deployJobs(String uid, ValkeyAccess access, HubBus bus) {
        if (!config.jobs().enabled()) {
            return deploy("jobs", 1, i -> new JobsOffVerticle(bus));
        }
        JobResources resources = new JobResources(uid, access, bus, meters, () -> Meters.quietVertx(config.server()));
        JobVerticle verticle = new JobVerticle(resources, config.jobs());
        jobs.add(verticle);
        return deploy("jobs", 1, i -> verticle)
                .compose(deployed -> deploy("queues", 1, i -> new QueueVerticle(access, bus, meters, config.jobs())));
    }

    /** Verticles finish their jobs before they are undeployed. */
    private void drainJobsFirst() {
        jobs.forEach(verticle -> parts.add("running jobs", verticle::drain));
    }

    private Future<?> deploySchedules(ValkeyAccess access, HubBus bus) {
        long maxPayload = config.jobs().maxPayload().bytes();
        JobCipher cipher = config.jobs().encryption().cipher();
        return config.jobs().enabled()
                ? deploy("schedules", 1, i -> new ScheduleVerticle(access, bus, cipher, meters, maxPayload))
                : Future.succeededFuture();
    }

    private Future<?> deployWebhooks(ValkeyAccess access, HubBus bus) {
        List<WebhookConfig> webhooks = config.events().webhooks();
        return webhooks.isEmpty()
                ? Future.succeededFuture()
                : deploy("webhooks", 1, i -> new WebhookVerticle(access, bus, webhooks, meters, clock));
    }

    private Future<?> deployUserVerticles() {
        Future<?> done = Future.succeededFuture();
        for (String name : config.verticles()) {
            done = done.compose(before -> deploy(name, 1, i -> UserVerticles.create(name)));
        }
        return done;
    }

    /** Deploys {@code count} instances, each on an event loop of its own as long as there are enough. */
    private Future<?> deploy(String name, int count, IntFunction<Deployable> factory) {
        AtomicInteger next = new AtomicInteger();
        DeploymentOptions options = new DeploymentOptions().setInstances(count);
        return vertx.deployVerticle(() -> factory.apply(next.getAndIncrement()), options)
                .onSuccess(id -> parts.add(name, () -> vertx.undeploy(id)));
    }
}
