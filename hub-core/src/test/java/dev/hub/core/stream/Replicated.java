package dev.hub.core.stream;

import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Resp;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A primary and a chain of replicas, each behind a proxy, so that one can be cut off and then made primary: what it did not
 * get is lost. The url names all of them; the hub takes the first that is a primary.
 */
public final class Replicated implements AutoCloseable {
    private final List<ServerProcess> servers = new ArrayList<>();
    private final Deque<FaultProxy> proxies = new ArrayDeque<>();
    private int primary;

    private Replicated() {}

    /** A primary and so many others; the first replicates the primary, each other the one before it. */
    public static Replicated start(ServerSpec spec, int replicas) {
        Replicated all = new Replicated();
        all.servers.add(ServerProcess.start(spec));
        for (int i = 0; i < replicas; i++) {
            FaultProxy proxy = FaultProxy.before(all.servers.getLast());
            all.proxies.add(proxy);
            ServerProcess replica = ServerProcess.start(
                    spec.set("replicaof " + proxy.host() + " " + proxy.port()).set("repl-diskless-sync-delay 0"));
            all.servers.add(replica);
        }
        all.servers.subList(0, replicas).forEach(Replicated::awaitReplica);
        return all;
    }

    /** A fresh replica counts as online before it is sent anything; so it has to show what it got. */
    private static void awaitReplica(ServerProcess server) {
        try (Resp client = server.client()) {
            boolean isReplica = server.ask("ROLE").startsWith("[slave");
            if (!isReplica) {
                client.call("SET", "seen", "by the replica");
            }
            Awaitility.await("the replica is in sync")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> isReplica
                            ? server.ask("INFO", "replication").contains("state=online")
                            : client.call("WAIT", "1", "100") instanceof Long count && count == 1);
        }
    }

    /** All servers. */
    public String url() {
        return "valkey://" + servers.stream().map(ServerProcess::address).collect(Collectors.joining(","));
    }

    ServerProcess primary() {
        return servers.get(primary);
    }

    ServerProcess replica() {
        return servers.get(primary + 1);
    }

    /** Waits until the replica has all that the primary has. */
    void sync() {
        Awaitility.await("the replica has everything")
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> offset(primary(), "master_repl_offset").equals(offset(replica(), "slave_repl_offset")));
    }

    private static String offset(ServerProcess server, String field) {
        return server.ask("INFO", "replication")
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** From now on the replica gets nothing. */
    public void cut() {
        proxies.getFirst().blackhole();
    }

    /** The replica gets what was held up, and all that follows. */
    public void mend() {
        proxies.getFirst().pass();
    }

    /** The primary closes all connections of clients. */
    public void cutClients() {
        primary().ask("CLIENT", "KILL", "TYPE", "normal");
    }

    /** Kills the primary and makes the replica primary. */
    void failOver() {
        primary().kill9();
        proxies.removeFirst().close();
        primary++;
        primary().ask("REPLICAOF", "NO", "ONE");
    }

    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
        servers.forEach(ServerProcess::close);
    }
}
