package dev.hub.core.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * One primary, two replicas and three sentinels that call the primary {@value #NAME}. A primary that does not answer for
 * 600 ms is down; a new one is agreed on within about 2 s of its death. (With 300 ms it takes no less, but on a busy machine
 * the sentinels hold a primary that they are just connecting to for dead, and fail over again and again.)
 */
public final class SentinelSetup implements AutoCloseable {
    /** The name of the primary at the sentinels. */
    public static final String NAME = "mymaster";

    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<ServerProcess> sentinels = new ArrayList<>();

    private SentinelSetup() {}

    /** Starts all and waits until the sentinels know each other and all replicas; takes about 3 s. */
    public static SentinelSetup start(Engine engine) {
        return start(ServerSpec.of(engine));
    }

    /** Starts all, servers as specified; sentinels have no password of their own. No TLS. */
    public static SentinelSetup start(ServerSpec spec) {
        SentinelSetup setup = new SentinelSetup();
        try {
            setup.form(spec);
            return setup;
        } catch (RuntimeException | Error e) {
            setup.close();
            throw e;
        }
    }

    private void form(ServerSpec spec) {
        ServerProcess first = ServerProcess.start(spec);
        servers.add(first);
        servers.addAll(
                ServerProcess.start(2, spec.set("replicaof 127.0.0.1 " + first.port()), ServerProcess.Role.SERVER));
        // Sentinels learn the replicas from the primary when they start, else only 10 s later.
        patiently("two replicas are in sync").until(() -> replicasOnline(first) == 2);
        sentinels.addAll(ServerProcess.start(3, sentinel(spec, first), ServerProcess.Role.SENTINEL));
        sentinels.forEach(SentinelSetup::hurry);
        awaitHealthy();
    }

    private static ServerSpec sentinel(ServerSpec spec, ServerProcess primary) {
        ServerSpec plain = ServerSpec.of(spec.engine())
                .set("sentinel monitor " + NAME + " 127.0.0.1 " + primary.port() + " 2")
                .set("sentinel down-after-milliseconds " + NAME + " 600")
                .set("sentinel failover-timeout " + NAME + " 2000")
                .set("sentinel parallel-syncs " + NAME + " 2");
        return spec.password() == null ? plain : plain.set("sentinel auth-pass " + NAME + " " + spec.password());
    }

    /**
     * Since 7.0 a sentinel's own clocks can be set. As they are, it connects once a second, so that a primary may be taken
     * for dead before it was connected to, and corrects wrong roles after some 10 s.
     */
    private static void hurry(ServerProcess sentinel) {
        try {
            sentinel.ask("SENTINEL", "DEBUG", "ping-period", "200", "info-period", "1000", "publish-period", "500");
        } catch (Resp.RespError unknownIn62) {
            // Then the tests on it take longer.
        }
    }

    private static long replicasOnline(ServerProcess primary) {
        return primary.ask("INFO", "replication")
                .lines()
                .filter(line -> line.startsWith("slave") && line.contains("state=online"))
                .count();
    }

    /** The addresses of the sentinels that run, {@code host:port}. */
    public List<String> sentinelAddresses() {
        return sentinels.stream()
                .filter(ServerProcess::isAlive)
                .map(ServerProcess::address)
                .toList();
    }

    /** {@code redis+sentinel://h:p,h:p,h:p/mymaster}, without credentials. */
    public String url() {
        return "redis+sentinel://"
                + sentinels.stream().map(ServerProcess::address).collect(Collectors.joining(",")) + "/" + NAME;
    }

    /** All three servers, whatever they are now. */
    public List<ServerProcess> servers() {
        return List.copyOf(servers);
    }

    /** All three sentinels. */
    public List<ServerProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The server that the sentinels agree on as primary; waits for agreement. */
    public ServerProcess primary() {
        return patiently("the sentinels agree on a primary")
                .until(this::agreed, Optional::isPresent)
                .orElseThrow();
    }

    /** The servers that are not primary and run. */
    public List<ServerProcess> replicas() {
        ServerProcess primary = primary();
        return servers.stream().filter(s -> s != primary && s.isAlive()).toList();
    }

    private Optional<ServerProcess> agreed() {
        List<Integer> ports = sentinels.stream()
                .filter(ServerProcess::isAlive)
                .map(sentinel -> {
                    try (Resp resp = sentinel.client()) {
                        return Integer.valueOf(String.valueOf(resp.list("SENTINEL", "get-master-addr-by-name", NAME)
                                .get(1)));
                    }
                })
                .distinct()
                .toList();
        return ports.size() == 1
                ? servers.stream().filter(s -> s.port() == ports.getFirst()).findFirst()
                : Optional.empty();
    }

    /** Kills the primary by SIGKILL; returns it, so that it can be restarted. Does not wait for the failover. */
    public ServerProcess kill9Primary() {
        ServerProcess primary = primary();
        primary.kill9();
        return primary;
    }

    /**
     * Asks a sentinel for a failover without a fault and waits for it; returns the new primary. The old one stays a primary
     * in its own eyes, and takes writes that will be lost, until the sentinels make it a replica (some 3 s on Valkey,
     * 10 s on 6.2).
     */
    public ServerProcess softFailover() {
        ServerProcess old = primary();
        return patiently("the sentinels fail over from " + old)
                .until(() -> failOverFrom(old), now -> isOther(now, old))
                .orElseThrow();
    }

    /** A failover may be given up by the sentinel that began it, silently: then it is asked for again. */
    private Optional<ServerProcess> failOverFrom(ServerProcess old) {
        Optional<ServerProcess> agreed = agreed();
        if (agreed.isPresent() && agreed.get() == old) {
            try {
                sentinels.getFirst().ask("SENTINEL", "FAILOVER", NAME);
            } catch (Resp.RespError inProgressOrNotYet) {
                return agreed;
            }
        }
        return agreed;
    }

    private static boolean isOther(Optional<ServerProcess> now, ServerProcess old) {
        return now.isPresent() && now.get() != old && isPrimary(now.get());
    }

    /** Waits until all sentinels name another server, and that server is primary in its own eyes; returns it. */
    public ServerProcess awaitPrimaryOtherThan(ServerProcess old) {
        return patiently("the sentinels agree on a primary other than " + old)
                .until(this::agreed, now -> isOther(now, old))
                .orElseThrow();
    }

    private static boolean isPrimary(ServerProcess server) {
        return server.isAlive() && server.ask("ROLE").contains("master");
    }

    /**
     * Restarts a server as a replica of the present primary and waits until all is well. By itself it would come up as a
     * second primary, until the sentinels correct that; for that, {@link ServerProcess#restart} it.
     */
    public void rejoin(ServerProcess server) {
        server.restart();
        patiently(server + " is a replica again")
                .until(() -> !server.ask(
                                "REPLICAOF",
                                "127.0.0.1",
                                Integer.toString(primary().port()))
                        .isEmpty());
        awaitHealthy();
    }

    /** Waits until all sentinels agree and see each other, and every running server follows the primary in sync. */
    public void awaitHealthy() {
        patiently("the sentinels see each other and all replicas").until(() -> {
            Optional<ServerProcess> primary = agreed();
            long alive = servers.stream().filter(ServerProcess::isAlive).count();
            return primary.isPresent()
                    && isPrimary(primary.get())
                    && replicasOnline(primary.get()) == alive - 1
                    && sentinels.stream().filter(ServerProcess::isAlive).allMatch(this::seesAll);
        });
    }

    private boolean seesAll(ServerProcess sentinel) {
        try (Resp resp = sentinel.client()) {
            List<?> words = resp.list("SENTINEL", "master", NAME);
            return words.get(words.indexOf("flags") + 1).equals("master")
                    && words.get(words.indexOf("num-other-sentinels") + 1).equals("2")
                    && words.get(words.indexOf("num-slaves") + 1).equals("2");
        }
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .atMost(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        sentinels.forEach(ServerProcess::close);
        servers.forEach(ServerProcess::close);
    }
}
