package dev.hub.verticles.loss.scene;

import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.ServerProcess;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Servers and hubs together. Inflicts faults: {@link #inflict} returns when the fault is over, which is when the hub could
 * work again; what {@link Aftermath#repair} has to put back comes after that, so that the next fault finds all well.
 *
 * @param servers which the hubs share
 * @param fleet the hubs
 */
public record Stage(Servers servers, Fleet fleet) implements AutoCloseable {
    /** What remains to be put in order. */
    @FunctionalInterface
    public interface Aftermath {
        /** Waits until everything runs and agrees. */
        void repair();
    }

    /** Does it. */
    public Aftermath inflict(Fault fault) {
        return switch (fault) {
            case Fault.CutSubscriberLinks cut -> cut("pubsub");
            case Fault.CutAllLinks cut -> {
                cut("normal");
                yield cut("pubsub");
            }
            case Fault.FlushScripts flush -> {
                servers.running().forEach(server -> tell(server, "SCRIPT", "FLUSH"));
                yield () -> {};
            }
            case Fault.KillPrimary kill -> killPrimary(kill.key());
            case Fault.LoseTail lose -> {
                cutOffReplicas(servers.primaryOf(lose.key()));
                elapse(lose.alone());
                yield killPrimary(lose.key());
            }
            case Fault.FailOver failOver -> failOver(failOver.key());
            case Fault.MoveSlot move -> moveSlot(move.key());
            case Fault.KillHub kill -> {
                fleet.killAndRestart(kill.hub());
                yield () -> {};
            }
            case Fault.Blackhole blackhole -> blackhole(blackhole.hub(), blackhole.time());
            case Fault.Freeze freeze -> {
                ServerProcess primary = servers.primaryOf(freeze.key());
                primary.pause();
                elapse(freeze.time());
                primary.resume();
                yield () -> {};
            }
            case Fault.FreezeHub freeze -> {
                fleet.freeze(freeze.hub());
                elapse(freeze.time());
                fleet.thaw(freeze.hub());
                yield () -> {};
            }
        };
    }

    private Aftermath cut(String type) {
        servers.running().forEach(server -> tell(server, "CLIENT", "KILL", "TYPE", type));
        return () -> {};
    }

    /** A replica that gets everything anew takes its time to load it. */
    private static void tell(ServerProcess server, String... command) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(
                        refusal -> String.valueOf(refusal.getMessage()).contains("LOADING"))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !server.ask(command).isEmpty());
    }

    private Aftermath killPrimary(String key) {
        return switch (servers) {
            case Servers.Alone alone -> {
                alone.standalone().server().kill9();
                alone.standalone().server().restart();
                yield () -> {};
            }
            case Servers.Watched watched -> {
                ServerProcess old = watched.setup().kill9Primary();
                watched.setup().awaitPrimaryOtherThan(old);
                yield () -> watched.setup().rejoin(old);
            }
            case Servers.Sharded sharded -> {
                int slot = sharded.slotOf(key);
                ServerProcess old = sharded.setup().kill9Primary(slot);
                sharded.setup().awaitPrimaryOtherThan(slot, old);
                yield () -> {
                    old.restart();
                    sharded.setup().awaitHealthy();
                };
            }
        };
    }

    /** A replica whose user is switched off cannot come back; clients do not notice. */
    private static void cutOffReplicas(ServerProcess primary) {
        primary.ask("ACL", "SETUSER", Servers.REPLICATION_USER, "off");
        primary.ask("CLIENT", "KILL", "TYPE", "replica");
    }

    private Aftermath failOver(String key) {
        return switch (servers) {
            case Servers.Alone alone -> throw new IllegalArgumentException("a single server cannot fail over");
            case Servers.Watched watched -> {
                watched.setup().softFailover();
                yield watched.setup()::awaitHealthy;
            }
            case Servers.Sharded sharded -> {
                sharded.setup().softFailover(sharded.slotOf(key));
                yield sharded.setup()::awaitHealthy;
            }
        };
    }

    private Aftermath moveSlot(String key) {
        if (!(servers instanceof Servers.Sharded sharded)) {
            throw new IllegalArgumentException("only a cluster has slots to move");
        }
        int slot = sharded.slotOf(key);
        ServerProcess from = sharded.setup().primaryOf(slot);
        ServerProcess to = servers.running().stream()
                .filter(node -> node != from && node.ask("ROLE").contains("master"))
                .findFirst()
                .orElseThrow();
        sharded.setup().moveSlot(slot, from, to);
        return sharded.setup()::awaitHealthy;
    }

    private Aftermath blackhole(int hub, Duration time) {
        if (!(servers instanceof Servers.Alone alone)) {
            throw new IllegalArgumentException("only a single server has proxies before it");
        }
        FaultProxy proxy = alone.proxies().get(hub);
        proxy.blackhole();
        elapse(time);
        proxy.pass();
        return () -> {};
    }

    /** Lets time pass: it is a fault's duration, not something to wait for. */
    public static void elapse(Duration time) {
        try {
            new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a fault", interrupted);
        }
    }

    @Override
    public void close() {
        fleet.close();
        servers.close();
    }
}
