package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.Load;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import dev.hub.core.valkey.Valkey;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** What a shard tells about itself: to the rest of its instance when it changes, and to whoever reads the metrics. */
final class ShardReports {
    private final String source;
    private final HubBus bus;
    private final MeterGroup meters;
    private final Tally channels = new Tally();
    private final Tally deaf = new Tally();
    private final Tally published = new Tally();
    private final Tally failed = new Tally();
    private final Tally received = new Tally();
    private boolean isConnected;
    private boolean canSubscribe;

    ShardReports(int shard, HubBus bus, MeterRegistry registry) {
        this.source = "shard-" + shard;
        this.bus = bus;
        this.meters = new MeterGroup(registry, "shard", Integer.toString(shard));
        meters.gauge(HubMetrics.CHANNELS, channels);
        meters.gauge(HubMetrics.CHANNELS_DEAF, deaf);
        meters.counter(HubMetrics.PUBLICATIONS, published);
        meters.counter(HubMetrics.PUBLICATIONS_FAILED, failed);
        meters.counter(HubMetrics.PUBLICATIONS_RECEIVED, received);
    }

    void published() {
        published.add(1);
    }

    void notPublished() {
        failed.add(1);
    }

    void received() {
        received.add(1);
    }

    void close() {
        meters.close();
    }

    void load(int count) {
        if (count != channels.value()) {
            channels.add(count - channels.value());
            bus.send(Addresses.LOAD, new Load(source, 0, count));
        }
    }

    /**
     * Follows the connection.
     *
     * @param subscriptions asked whenever the connection is there: done when channels can be subscribed to
     */
    void watch(Valkey valkey, Supplier<Future<Void>> subscriptions) {
        connected(valkey.isReady(), subscriptions);
        valkey.onReadiness(ready -> connected(ready, subscriptions));
    }

    private void connected(boolean ready, Supplier<Future<Void>> subscriptions) {
        isConnected = ready;
        canSubscribe = false;
        health();
        if (ready) {
            subscriptions.get().onSuccess(possible -> {
                canSubscribe = isConnected;
                health();
            });
        }
    }

    /** So many channels receive nothing at the moment. */
    void deafChannels(int count) {
        deaf.add(count - deaf.value());
        health();
    }

    private void health() {
        bus.send(Addresses.HEALTH, new Health(source, canSubscribe && deaf.value() == 0, detail()));
    }

    private String detail() {
        if (!isConnected) {
            return "no connection to Valkey";
        }
        if (!canSubscribe) {
            return "no connection to Valkey for subscriptions";
        }
        return deaf.value() == 0 ? "Valkey is connected" : deaf.value() + " channels wait to be subscribed again";
    }
}
