package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.Load;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import dev.hub.core.valkey.Valkey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a shard tells about itself: to the rest of its instance when it changes, and to whoever reads the metrics. */
final class ShardReports implements StreamReports {
    private final String source;
    private final HubBus bus;
    private final MeterGroup meters;
    private final Tally channels = new Tally();
    private final Tally deaf = new Tally();
    private final Tally published = new Tally();
    private final Tally failed = new Tally();
    private final Tally received = new Tally();
    private final Tally healed = new Tally();
    private final Tally interrupted = new Tally();
    private final Tally recent = new Tally();
    private final Map<Doubt.Cause, Tally> gaps = new EnumMap<>(Doubt.Cause.class);
    private final Tally recoveredFromMemory = new Tally();
    private final Tally recoveredFromValkey = new Tally();
    private final Tally refused = new Tally();
    private final Timer healing;
    private boolean isConnected;
    private boolean canSubscribe;

    /**
     * Reports of one verticle.
     *
     * @param shard the number of the shard, or a word for who is none
     */
    ShardReports(String shard, HubBus bus, MeterRegistry registry) {
        this.source = "shard-" + shard;
        this.bus = bus;
        this.meters = new MeterGroup(registry, "shard", shard);
        meters.gauge(HubMetrics.CHANNELS, channels);
        meters.gauge(HubMetrics.CHANNELS_DEAF, deaf);
        meters.counter(HubMetrics.PUBLICATIONS, published);
        meters.counter(HubMetrics.PUBLICATIONS_FAILED, failed);
        meters.counter(HubMetrics.PUBLICATIONS_RECEIVED, received);
        for (Doubt.Cause cause : Doubt.Cause.values()) {
            Tally found = new Tally();
            gaps.put(cause, found);
            meters.counter(HubMetrics.GAPS, found, cause.tag());
        }
        meters.counter(HubMetrics.PUBLICATIONS_HEALED, healed);
        meters.counter(HubMetrics.CHANNELS_INTERRUPTED, interrupted);
        meters.counter(HubMetrics.RECOVERIES, recoveredFromMemory, "memory");
        meters.counter(HubMetrics.RECOVERIES, recoveredFromValkey, "valkey");
        meters.counter(HubMetrics.RECOVERIES, refused, "refused");
        meters.gauge(HubMetrics.RECENT, recent);
        this.healing = meters.timer(HubMetrics.HEALING);
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

    @Override
    public void gap(Doubt.Cause cause) {
        Tally found = gaps.get(cause);
        if (found != null) {
            found.add(1);
        }
    }

    @Override
    public void filled(int publications) {
        healed.add(publications);
    }

    @Override
    public void interrupted() {
        interrupted.add(1);
    }

    @Override
    public void healed(long nanos) {
        healing.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A recovery was answered. */
    void recovered(Recovered answer, boolean fromMemory) {
        switch (answer) {
            case Recovered.Refused no -> refused.add(1);
            case Recovered.Complete complete -> (fromMemory ? recoveredFromMemory : recoveredFromValkey).add(1);
        }
    }

    /** So much memory is held for recoveries. */
    void recent(long bytes) {
        recent.add(bytes - recent.value());
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

    @Override
    public void deaf(int streams) {
        if (streams != deaf.value()) {
            deaf.add(streams - deaf.value());
            health();
        }
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
