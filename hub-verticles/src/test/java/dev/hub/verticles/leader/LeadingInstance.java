package dev.hub.verticles.leader;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubClient;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.node.NodeVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** An instance that does nothing but lead or not, on one event loop; others are deployed on it. */
public final class LeadingInstance implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HubBus bus = HubBus.install(vertx, 1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final NodeIdentity identity;
    private final String prefix;
    private final ValkeyAccess access;

    /** Starts it; it shares what {@code prefix} begins with the others of that prefix. */
    public LeadingInstance(String name, String url, String prefix, LeaderTerms terms) {
        this.prefix = prefix;
        InstantSource clock = InstantSource.system();
        access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.forTests(), new Keyspace(prefix));
        identity = NodeIdentity.starting(name, "test", clock.instant());
        get(client().leadership().onChange(term -> told.add("elected " + term), term -> told.add("lost " + term)));
        get(vertx.deployVerticle(new NodeVerticle(identity, access, bus, clock)));
        get(vertx.deployVerticle(new LeaderVerticle(identity.uid(), access, bus, meters, terms)));
    }

    String prefix() {
        return prefix;
    }

    String uid() {
        return identity.uid();
    }

    /** Deploys a part that may need what it is given. */
    public void deploy(BiFunction<ValkeyAccess, HubBus, VerticleBase> part) {
        get(vertx.deployVerticle(part.apply(access, bus)));
    }

    /** Its bus. */
    public HubBus bus() {
        return bus;
    }

    /** Its Vertx. */
    public Vertx vertx() {
        return vertx;
    }

    HubClient client() {
        return HubClient.of(vertx);
    }

    /** It leads at this moment. */
    public boolean leads() {
        return client().leadership().term().isPresent();
    }

    /** In which it leads. */
    long term() {
        return client().leadership().term().orElseThrow();
    }

    /** Uid of who leads, as far as it knows. */
    String heardOf() {
        return get(client().leadership().leader()).uid();
    }

    /** What its verticles were told, in order. */
    List<String> told() {
        return told;
    }

    double gauge() {
        return meters.get("hub.leader").gauge().value();
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
