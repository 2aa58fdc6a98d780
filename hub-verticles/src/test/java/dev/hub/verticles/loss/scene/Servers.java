package dev.hub.verticles.loss.scene;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers that all hubs of a scene share, in one of the shapes that hubs meet. */
public sealed interface Servers extends AutoCloseable {
    /** As whom replicas copy from their primary. */
    String REPLICATION_USER = "copyist";

    /** Where a hub finds them. */
    String url(int hub);

    /** How many replicas each primary has when all is well. */
    int replicas();

    /** Those that run now. */
    List<ServerProcess> running();

    /** The one that has a key, which may be the hash tag of several. */
    ServerProcess primaryOf(String key);

    @Override
    void close();

    /** The shapes by name. */
    enum Topology {
        STANDALONE,
        SENTINEL,
        CLUSTER;

        /** Starts servers of this shape for so many hubs. */
        public Servers start(Engine engine, int hubs) {
            // Without "always" the file may lag behind the replies when the disk does.
            ServerSpec spec = ServerSpec.of(engine)
                    .set("appendonly yes")
                    .set("appendfsync always")
                    .user(REPLICATION_USER, "on >copies ~* &* +@all")
                    .set("masteruser " + REPLICATION_USER)
                    .set("masterauth copies");
            return switch (this) {
                case STANDALONE -> Alone.start(spec, hubs);
                case SENTINEL -> new Watched(SentinelSetup.start(spec));
                case CLUSTER -> new Sharded(ClusterSetup.start(spec, java.time.Duration.ofMillis(500)));
            };
        }
    }

    /** One server with an append-only file, and before it a proxy for each hub. */
    record Alone(Standalone standalone, List<FaultProxy> proxies) implements Servers {
        static Alone start(ServerSpec spec, int hubs) {
            Standalone standalone = Standalone.start(spec);
            return new Alone(
                    standalone,
                    IntStream.range(0, hubs)
                            .mapToObj(hub -> FaultProxy.before(standalone.server()))
                            .toList());
        }

        @Override
        public String url(int hub) {
            return "redis://" + proxies.get(hub).address();
        }

        @Override
        public int replicas() {
            return 0;
        }

        @Override
        public List<ServerProcess> running() {
            return Stream.of(standalone.server()).filter(ServerProcess::isAlive).toList();
        }

        @Override
        public ServerProcess primaryOf(String key) {
            return standalone.server();
        }

        @Override
        public void close() {
            proxies.forEach(FaultProxy::close);
            standalone.close();
        }
    }

    /** One primary, two replicas, three sentinels. */
    record Watched(SentinelSetup setup) implements Servers {
        @Override
        public String url(int hub) {
            return setup.url();
        }

        @Override
        public int replicas() {
            return 2;
        }

        @Override
        public List<ServerProcess> running() {
            return setup.servers().stream().filter(ServerProcess::isAlive).toList();
        }

        @Override
        public ServerProcess primaryOf(String key) {
            return setup.primary();
        }

        @Override
        public void close() {
            setup.close();
        }
    }

    /** Three primaries, each with a replica. */
    record Sharded(ClusterSetup setup) implements Servers {
        @Override
        public String url(int hub) {
            return setup.url();
        }

        @Override
        public int replicas() {
            return 1;
        }

        @Override
        public List<ServerProcess> running() {
            return setup.nodes().stream().filter(ServerProcess::isAlive).toList();
        }

        /** Where everything of a hash tag is. */
        int slotOf(String key) {
            return setup.slotOf(key);
        }

        @Override
        public ServerProcess primaryOf(String key) {
            return setup.primaryOf(slotOf(key));
        }

        @Override
        public void close() {
            setup.close();
        }
    }
}
