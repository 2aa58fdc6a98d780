package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.ChannelCommand.Publish;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.Publication;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one shard of the channels on this instance: it publishes to them, holds the instance's one Valkey
 * subscription to each, and hands every publication once to each event loop that has subscribers.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class ChannelVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelVerticle.class);
    private static final long SWEEP_MILLIS = 250;

    private final ChannelSettings settings;
    private final ValkeyAccess access;
    private final HubBus bus;
    private final MeterRegistry registry;
    private @Nullable Valkey valkey;
    private @Nullable ShardReports reports;

    /** A shard that is not deployed yet. */
    public ChannelVerticle(ChannelSettings settings, ValkeyAccess access, HubBus bus, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
        this.access = access;
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        ShardReports shard = new ShardReports(settings.shard(), bus, registry);
        reports = shard;
        ActiveChannels channels =
                new ActiveChannels(connection, access.keys(), bus, settings.unsubscribeDelay(), shard);
        vertx.setPeriodic(SWEEP_MILLIS, tick -> {
            channels.sweep();
            shard.load(channels.size());
        });
        shard.watch(connection, channels::subscribable);
        return bus.answer(
                        Addresses.channelShard(settings.shard()),
                        ChannelCommand.class,
                        command -> execute(command, channels, connection, shard))
                .completion();
    }

    private Future<?> execute(ChannelCommand command, ActiveChannels channels, Valkey connection, ShardReports shard) {
        return switch (command) {
            case Attach attach -> channels.attach(attach).recover(ChannelVerticle::refuse);
            case Detach detach -> {
                channels.detach(detach);
                yield Future.succeededFuture();
            }
            case ChannelCommand.Recover recover -> Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
            case ChannelCommand.RecoverLatest latest -> Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
            case ChannelCommand.ReadHistory read -> Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
            case ChannelCommand.RemoveHistory remove -> Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
            case Publish publish ->
                publish(publish, connection)
                        .onSuccess(taken -> shard.published())
                        .onFailure(cause -> shard.notPublished())
                        .recover(ChannelVerticle::refuse);
        };
    }

    private Future<Published> publish(Publish command, Valkey connection) {
        Publication publication = new Publication(
                command.data(), command.info(), 0, command.options().tags(), 0, "");
        byte[] json = JsonPublications.encode(publication).bytes();
        return connection
                .publish(access.keys().channel(command.channel()), json)
                .map(taken -> new Published(0, ""));
    }

    /** What Valkey could not do now, the client may try again. */
    private static <T> Future<T> refuse(Throwable cause) {
        if (cause instanceof ValkeyException) {
            LOG.debug("Valkey did not take a command: {}", cause.getMessage());
            return Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
        }
        return Future.failedFuture(cause);
    }

    @Override
    public Future<?> stop() {
        if (reports != null) {
            reports.close();
        }
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
