package dev.hub.verticles.launch;

import dev.hub.core.config.ServerConfig;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Arrays;
import java.util.List;

/** Where everything is counted, and a Vertx that counts there too. */
final class Meters {
    private Meters() {}

    /**
     * A registry with the figures of the JVM in it. What the Redis client counts is left out: each of its clients would
     * register the same names again, and links are measured by the hub itself.
     */
    static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("vertx.redis"))
                .meterFilter(MeterFilter.deny(id -> "redis".equals(id.getTag("pool_type"))));
        List.of(
                        new ClassLoaderMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        return registry;
    }

    /**
     * A Vertx on the transport asked for, with as many event loops.
     *
     * @throws IllegalStateException when this machine does not have that transport
     */
    static Vertx vertx(ServerConfig config, PrometheusMeterRegistry registry) {
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(eventLoops(config)).setMetricsOptions(poolsOnly());
        return Vertx.builder()
                .with(options)
                .withMetrics(new MicrometerMetricsFactory(registry))
                .withTransport(Transports.choose(config.transport()))
                .build();
    }

    /** One of a single event loop on the same transport, which counts nothing. */
    static Vertx quietVertx(ServerConfig config) {
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1);
        return Vertx.builder()
                .with(options)
                .withTransport(Transports.choose(config.transport()))
                .build();
    }

    /** As configured; by default one for each core. */
    static int eventLoops(ServerConfig config) {
        return config.eventLoops() > 0
                ? config.eventLoops()
                : Runtime.getRuntime().availableProcessors();
    }

    /**
     * Vert.x counts what its pools do. It does not count HTTP connections: a WebSocket is taken off its hands after the
     * handshake, and would be counted as open for ever.
     */
    private static MicrometerMetricsOptions poolsOnly() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        Arrays.stream(MetricsDomain.values())
                .filter(domain -> domain != MetricsDomain.NAMED_POOLS)
                .forEach(options::addDisabledMetricsCategory);
        return options;
    }
}
