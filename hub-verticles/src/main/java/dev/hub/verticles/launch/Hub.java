package dev.hub.verticles.launch;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.NamespaceControl;
import dev.hub.core.config.HubConfig;
import dev.hub.verticles.namespace.ChannelsSource;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * A running instance of the hub, in a Vertx of its own. To embed it: {@link #start}, deploy verticles of yours into
 * {@link #vertx}, {@link #stop}. Safe to use from any thread.
 */
public final class Hub {
    private final Vertx vertx;
    private final Parts parts;
    private final int port;

    /** An instance whose verticles are deployed. */
    Hub(Vertx vertx, Parts parts, int port) {
        this.vertx = vertx;
        this.parts = parts;
        this.port = port;
    }

    /**
     * Starts an instance. Completes when it takes connections; Valkey may still be away then, and readiness says so.
     * Fails when the port is in use, the private server cannot run, or a verticle of the user's does not start; nothing
     * is left running then.
     */
    public static Future<Hub> start(HubConfig config) {
        return start(config, ChannelsSource.fixed(config.channels()));
    }

    /** The same; its namespaces follow {@code source} while it runs. */
    static Future<Hub> start(HubConfig config, ChannelsSource source) {
        PrometheusMeterRegistry meters = Meters.registry();
        Vertx vertx = Meters.vertx(config.server(), meters);
        HubAssembly assembly = new HubAssembly(vertx, config, meters, source);
        Promise<Hub> started = Promise.promise();
        assembly.start()
                .onSuccess(started::complete)
                .onFailure(cause -> stop(vertx, assembly.parts()).onComplete(stopped -> started.fail(cause)));
        return started.future();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Publishes, streams and answers calls, for code in the same JVM. */
    public HubClient client() {
        return HubClient.of(vertx);
    }

    /** Where it runs; deploy verticles of your own here. */
    public Vertx vertx() {
        return vertx;
    }

    /** Reads the configuration file again, as SIGHUP does; the log tells what came of it. */
    void reload() {
        HubBus.of(vertx).send(Addresses.NAMESPACES, new NamespaceControl.ReloadFile());
    }

    /**
     * Stops it: new connections are refused, the others closed over {@code server.drain-time}; then everything else ends,
     * last the private server. Completes when nothing of it runs any more.
     */
    public Future<Void> stop() {
        return stop(vertx, parts);
    }

    /** The Vertx is closed from a thread that is none of its own, for those are gone when there is a result to tell. */
    private static Future<Void> stop(Vertx vertx, Parts parts) {
        Promise<Void> stopped = Promise.promise();
        parts.stop()
                .onComplete(
                        ended -> Thread.ofVirtual().start(() -> vertx.close().onComplete(stopped)));
        return stopped.future();
    }
}
