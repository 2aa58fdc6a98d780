package dev.hub.verticles.launch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two hubs that share a Valkey, started at the same time. */
record TwoHubs(HubProcess first, HubProcess second) implements AutoCloseable {
    /** With the namespaces of the tests; jobs of a worker that is gone are for others soon. */
    static TwoHubs on(String valkey) {
        return configured(HubProcess.CONFIGURATION, List.of("valkey.url=" + valkey, "jobs.worker-grace=300ms"));
    }

    /** With a configuration file of this content and {@code settings}, each {@code key=value}. */
    static TwoHubs configured(String configuration, List<String> settings) {
        CompletableFuture<HubProcess> other = CompletableFuture.supplyAsync(
                () -> HubProcess.startConfigured(configuration, settings),
                start -> Thread.ofPlatform().start(start));
        try {
            HubProcess first = HubProcess.startConfigured(configuration, settings);
            return new TwoHubs(first, other.join());
        } catch (RuntimeException | Error failed) {
            other.thenAccept(HubProcess::close).exceptionally(alsoFailed -> null);
            throw failed;
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
