package dev.hub.verticles.loss.scene;

import dev.hub.core.testkit.Ports;
import dev.hub.verticles.launch.HubProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Several hubs in processes of their own, each of which keeps its port over restarts. */
public final class Fleet implements AutoCloseable {
    private final Servers servers;
    private final String configuration;
    private final List<String> settings;
    private final List<HubProcess> hubs = new ArrayList<>();
    private final Map<Integer, CompletableFuture<HubProcess>> restarting = new HashMap<>();

    private Fleet(Servers servers, String configuration, List<String> settings) {
        this.servers = servers;
        this.configuration = configuration;
        this.settings = settings;
    }

    /**
     * Starts so many at once.
     *
     * @param configuration content of their configuration file
     * @param settings more of them, each {@code key=value}
     */
    public static Fleet start(Servers servers, int count, String configuration, List<String> settings) {
        Fleet fleet = new Fleet(servers, configuration, settings);
        List<CompletableFuture<HubProcess>> starting = new ArrayList<>();
        for (int hub = 0; hub < count; hub++) {
            int index = hub;
            starting.add(fleet.begin(index, Ports.free()));
        }
        List<RuntimeException> failures = new ArrayList<>();
        for (CompletableFuture<HubProcess> each : starting) {
            try {
                fleet.hubs.add(each.join());
            } catch (CompletionException failed) {
                failures.add(failed);
            }
        }
        if (!failures.isEmpty()) {
            fleet.close();
            throw failures.getFirst();
        }
        return fleet;
    }

    /** On a thread of its own: the common pool may have a single one, which whoever waits for the end of a process needs. */
    private CompletableFuture<HubProcess> begin(int hub, int port) {
        return CompletableFuture.supplyAsync(
                () -> launch(hub, port), start -> Thread.ofPlatform().start(start));
    }

    private HubProcess launch(int hub, int port) {
        List<String> all = new ArrayList<>(settings);
        all.add("valkey.url=" + servers.url(hub));
        // All of them: a replica that did not have to confirm may be the one that takes over.
        all.add("valkey.durable-replicas=" + Math.max(1, servers.replicas()));
        all.add("server.port=" + port);
        all.add("server.name=hub-" + hub);
        return HubProcess.startConfigured(configuration, all);
    }

    /** Ends a hub by SIGKILL, and begins to start it again on the same port; until it runs, the others have its clients. */
    public void killAndRestart(int hub) {
        awaitAll();
        HubProcess killed = hubs.get(hub);
        killed.close();
        restarting.put(hub, begin(hub, killed.port()));
    }

    /** Stops a hub by SIGSTOP, if it runs. */
    void freeze(int hub) {
        signal(hub, "STOP");
    }

    /** Lets it go on. */
    void thaw(int hub) {
        signal(hub, "CONT");
    }

    private void signal(int hub, String name) {
        if (restarting.containsKey(hub)) {
            awaitAll();
        }
        hubs.get(hub).signal(name);
    }

    /** Waits until those run that were killed. */
    public void awaitAll() {
        restarting.forEach((hub, starting) -> hubs.set(hub, starting.join()));
        restarting.clear();
    }

    /** How many there are. */
    public int size() {
        return hubs.size();
    }

    /** Their ports, in order. */
    public List<Integer> ports() {
        return hubs.stream().map(HubProcess::port).toList();
    }

    /** What each has printed since it was started last. */
    public List<String> logs() {
        return hubs.stream().map(HubProcess::log).toList();
    }

    @Override
    public void close() {
        for (CompletableFuture<HubProcess> starting : restarting.values()) {
            try {
                starting.join().close();
            } catch (CompletionException notStarted) {
                // There is nothing to end; whoever waited for it was told.
            }
        }
        hubs.forEach(HubProcess::close);
    }
}
