package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/**
 * Owns one shard of the channels on this instance: it publishes to them, holds the instance's one Valkey
 * subscription to each, knows where the instance stands in their streams, and hands every publication once to each
 * event loop that has subscribers.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class ChannelVerticle extends VerticleBase {
    private final int shard;
    private final ChannelSettings settings;
    private final ChannelResources resources;
    private @Nullable Valkey valkey;
    private @Nullable ShardReports reports;

    /**
     * A shard that is not deployed yet.
     *
     * @param shard its number, from 0
     */
    public ChannelVerticle(int shard, ChannelSettings settings, ChannelResources resources) {
        this.shard = shard;
        this.settings = settings;
        this.resources = resources;
    }

    @Override
    public Future<?> start() {
        Valkey connection = resources.access().connect(vertx);
        valkey = connection;
        ShardReports shardReports = new ShardReports(Integer.toString(shard), resources.bus(), resources.registry());
        reports = shardReports;
        ChannelShard channels = new ChannelShard(vertx, connection, settings, resources, shardReports);
        vertx.setPeriodic(PositionChecks.TICK.toMillis(), tick -> channels.tick());
        shardReports.watch(connection, channels::subscribable);
        resources
                .bus()
                .consume(Addresses.NAMESPACES_CHANGED, NamespacesChanged.class, changed -> channels.rulesChanged());
        Capacity capacity = resources.bus().capacity();
        return resources
                .bus()
                .answer(
                        Addresses.channelShard(shard),
                        ChannelCommand.class,
                        command -> channels.execute(command).recover(cause -> Refusals.of(cause, capacity)))
                .completion();
    }

    @Override
    public Future<?> stop() {
        if (reports != null) {
            reports.close();
        }
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
