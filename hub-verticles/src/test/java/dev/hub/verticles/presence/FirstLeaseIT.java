package dev.hub.verticles.presence;

import static dev.hub.verticles.Instance.get;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.bus.PresenceCommand.CleanUp;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.node.NodeVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The first heartbeat may come before presence is there; nothing of it is lost. */
@ExtendWith(SharedServers.Provider.class)
class FirstLeaseIT {
    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final ValkeyAccess access;
    private final Valkey valkey;

    FirstLeaseIT(SharedServers servers) {
        access = new ValkeyAccess(
                ValkeyUrl.parse(servers.on(Engine.REDIS62).url()),
                LinkSettings.forTests(),
                new Keyspace(servers.prefix()));
        valkey = access.connect(vertx);
        get(valkey.whenReady());
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private boolean hasMembers() {
        String members = access.keys().members(access.keys().user("42"));
        Request exists = Request.cmd(Command.EXISTS).arg(members);
        return get(
                valkey.send(members, exists).map(reply -> String.valueOf(reply).equals("1")));
    }

    /** There is no other heartbeat than the one that is asked for. */
    @Test
    void presenceAsksForTheLeaseThatWasToldBefore() {
        long end = System.currentTimeMillis() + Duration.ofMinutes(1).toMillis();
        bus.answer(Addresses.NODE, NodeCommand.class, command -> {
            bus.broadcast(Addresses.NODE_LEASE, new NodeLease("here", 1, end));
            return Future.succeededFuture(new NodeCommand.Nodes(List.of()));
        });
        UsersConfig users = new UsersConfig(true, Duration.ZERO, 0, false, "", Duration.ofDays(1));
        get(vertx.deployVerticle(new PresenceVerticle(new PresenceResources(
                access,
                bus,
                new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), List.of())),
                UserRules.of(users, List.of()),
                new SimpleMeterRegistry()))));

        bus.send(Addresses.PRESENCE, new Enter(new OfUser("42"), new ClientInfo("42", "c1", null, null), true));

        await().until(this::hasMembers);
    }

    /** Long before the claim of ten seconds would end. */
    @Test
    void theDeadAreHandedOutAgainWhenNobodyCouldCleanUpAfterThem() {
        NodeRegistry registry = new NodeRegistry(valkey, access.keys());
        NodeInfo ghost = new NodeInfo("ghost", "ghost", "test", 0, 0, 0);
        ghost = ghost.withIncarnation(
                get(registry.beat(ghost, Duration.ofMinutes(1), false)).incarnation());
        get(registry.leave(ghost));
        Promise<NodeLease> lease = Promise.promise();
        bus.consume(Addresses.NODE_LEASE, NodeLease.class, lease::tryComplete);
        NodeIdentity identity =
                NodeIdentity.starting("here", "test", InstantSource.system().instant());
        get(vertx.deployVerticle(new NodeVerticle(identity, access, bus, InstantSource.system())));
        get(lease.future());
        Promise<DeadNode> handedOut = Promise.promise();

        bus.answer(Addresses.PRESENCE, PresenceCommand.class, command -> {
            if (command instanceof CleanUp clean) {
                handedOut.tryComplete(clean.dead());
            }
            return Future.succeededFuture();
        });

        await().atMost(Duration.ofSeconds(6)).until(() -> handedOut.future().succeeded());
    }
}
