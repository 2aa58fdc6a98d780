package dev.hub.core.valkey;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** Knows whom to ask which primary owns which slot. */
sealed interface Topology permits StandaloneTopology, SentinelTopology, ClusterTopology {

    /**
     * Asks. Fails with a text for people when nobody answers.
     *
     * @param limit how long a server has to be reached, and again to answer
     */
    Future<SlotMap> resolve(Duration limit);

    /**
     * How long an answer of a lower epoch than the last is held for late rather than new, in nanoseconds: nodes that have
     * not heard of a failover yet would lead back to the old primary.
     */
    long DISTRUST_NANOS = 10_000_000_000L;

    /** A node said who owns a slot; the newest that is known of it. */
    void moved(int slot, Endpoint owner);

    /** Starts to watch; {@code hint} runs whenever it is worth asking again at once. */
    void watch(Runnable hint);

    /** Links that the watching needs. */
    List<NodeHealth> health();

    /** Stops watching. */
    void close();

    /** The topology of a deployment. */
    static Topology of(ValkeyOptions options, Connector connector, LinkEnvironment env) {
        return switch (options.deployment()) {
            case Deployment.Standalone standalone -> new StandaloneTopology(standalone.endpoints(), connector);
            case Deployment.Sentinel sentinel -> new SentinelTopology(sentinel, connector, env);
            case Deployment.Cluster cluster -> new ClusterTopology(cluster.seeds(), connector, env);
        };
    }
}
