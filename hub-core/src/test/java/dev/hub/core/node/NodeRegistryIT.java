package dev.hub.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is to clean up after a dead instance. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class NodeRegistryIT {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final NodeRegistry registry;

    NodeRegistryIT(Engine engine, SharedServers servers) {
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(servers.on(engine).url()), LinkSettings.forTests());
        registry = new NodeRegistry(valkey, new Keyspace(servers.prefix()));
        await(valkey.whenReady());
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static NodeInfo node(String uid) {
        return new NodeInfo(uid, uid, "test", 0, 0, 0);
    }

    private List<DeadNode> due(String uid) {
        return await(registry.beat(node(uid), LEASE, false)).due();
    }

    /** One that was there for a moment, and that {@code sweeper} is to clean up after. */
    private DeadNode claimedBy(String sweeper) {
        long incarnation =
                await(registry.beat(node("dead"), Duration.ofMillis(1), false)).incarnation();
        DeadNode dead = new DeadNode("dead", incarnation);
        Awaitility.await().until(() -> due(sweeper).contains(dead));
        return dead;
    }

    @Test
    void isOneAtATime() {
        DeadNode dead = claimedBy("sweeper");

        assertThat(due("other")).isEmpty();
        await(registry.keep(dead));
        assertThat(due("other")).isEmpty();
        await(registry.bury(dead, 1));
        Awaitility.await().until(() -> due("other").equals(List.of(dead)));
    }

    @Test
    void isAnotherAtOnceWhenTheFirstIsGoneBeforeItWasDone() {
        DeadNode dead = claimedBy("sweeper");
        await(registry.keep(dead));

        await(registry.leave(node("sweeper")));

        assertThat(due("other")).extracting(DeadNode::uid).containsExactlyInAnyOrder("dead", "sweeper");
        assertThat(due("third")).isEmpty();
    }
}
