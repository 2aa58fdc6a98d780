package dev.hub.verticles.launch;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Standalone;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Three hubs in processes of their own on one Valkey, each behind a proxy by which it can be cut off. */
final class Fleet implements AutoCloseable {
    static final int SIZE = 3;

    private final Standalone valkey = Standalone.start(Engine.VALKEY);
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<CompletableFuture<HubProcess>> started = new ArrayList<>();
    private final List<HubProcess> hubs;
    private final String configuration;

    private Fleet(String configuration) {
        this.configuration = configuration;
        URI server = URI.create(valkey.url());
        for (int i = 0; i < SIZE; i++) {
            proxies.add(FaultProxy.before(server.getHost(), server.getPort()));
        }
        List<CompletableFuture<HubProcess>> starting =
                IntStream.range(0, SIZE).mapToObj(this::launch).toList();
        hubs = new ArrayList<>(starting.stream().map(CompletableFuture::join).toList());
    }

    /** Three hubs with a configuration file of this content. */
    static Fleet start(String configuration) {
        return new Fleet(configuration);
    }

    private CompletableFuture<HubProcess> launch(int at) {
        List<String> settings = List.of(
                "valkey.url=valkey://" + proxies.get(at).address(),
                "client.ping-interval=10m", // LineClient does not answer pings
                "server.name=hub-" + at);
        // The common pool may have a single thread, which the HTTP client of this test needs as well.
        CompletableFuture<HubProcess> hub = CompletableFuture.supplyAsync(
                () -> HubProcess.startConfigured(configuration, settings),
                start -> Thread.ofPlatform().start(start));
        started.add(hub);
        return hub;
    }

    /** As they are now. */
    List<HubProcess> hubs() {
        return List.copyOf(hubs);
    }

    HubProcess hub(int at) {
        return hubs.get(at);
    }

    /** Starts another hub in the place of one that has ended. */
    CompletableFuture<HubProcess> replace(int at) {
        hubs.get(at).awaitEnd();
        return launch(at).thenApply(hub -> {
            hubs.set(at, hub);
            return hub;
        });
    }

    /** Between a hub and Valkey. */
    FaultProxy proxy(int at) {
        return proxies.get(at);
    }

    @Override
    public void close() {
        started.forEach(each -> each.thenAccept(HubProcess::close).join());
        proxies.forEach(FaultProxy::close);
        valkey.close();
    }
}
