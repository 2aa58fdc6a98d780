package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Owns the patterns on this instance: it follows the feeds of the namespaces that they can match, and hands every
 * publication once for each matching pattern to each event loop that has subscribers. One for each instance.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class PatternVerticle extends VerticleBase {
    private static final int READS_IN_FLIGHT = 16;
    private static final int READS_WAITING = 10_000;

    private final ChannelSettings settings;
    private final ChannelResources resources;
    private @Nullable Valkey valkey;
    private @Nullable ShardReports reports;

    /** Not deployed yet. */
    public PatternVerticle(ChannelSettings settings, ChannelResources resources) {
        this.settings = settings;
        this.resources = resources;
    }

    @Override
    public Future<?> start() {
        Valkey connection = resources.access().connect(vertx);
        valkey = connection;
        ShardReports own = new ShardReports("patterns", resources.bus(), resources.registry());
        reports = own;
        ChannelStreams streams =
                new ChannelStreams(connection, resources.access().keys(), new SplittableRandom());
        ReadWindow window = new ReadWindow(READS_IN_FLIGHT, READS_WAITING);
        StreamHealer healer = new StreamHealer(vertx, streams, window, own);
        PositionChecks checks = new PositionChecks(healer, settings.positionCheckInterval());
        StreamFollower follower = new StreamFollower(connection, healer, checks, own);
        ActivePatterns patterns = new ActivePatterns(
                resources.bus(),
                new FollowedFeeds(follower, new StreamNames(resources.namespaces(), streams), resources.namespaces()),
                own);
        vertx.setPeriodic(PositionChecks.TICK.toMillis(), tick -> {
            patterns.sweep();
            follower.tick();
            own.load(patterns.size());
        });
        own.watch(connection, follower::subscribable);
        resources.bus().consume(Addresses.NAMESPACES_CHANGED, NamespacesChanged.class, changed -> patterns.sweep());
        Capacity capacity = resources.bus().capacity();
        return resources
                .bus()
                .answer(
                        Addresses.PATTERNS,
                        ChannelCommand.class,
                        command -> execute(command, patterns).recover(cause -> Refusals.of(cause, capacity)))
                .completion();
    }

    private static Future<?> execute(ChannelCommand command, ActivePatterns patterns) {
        return switch (command) {
            case Attach attach -> patterns.attach(attach);
            case Detach detach -> {
                patterns.detach(detach);
                yield Future.succeededFuture();
            }
            case ChannelCommand.Publish publish -> notForPatterns();
            case ChannelCommand.Recover recover -> notForPatterns();
            case ChannelCommand.RecoverLatest latest -> notForPatterns();
            case ChannelCommand.ReadHistory read -> notForPatterns();
            case ChannelCommand.RemoveHistory remove -> notForPatterns();
        };
    }

    private static Future<?> notForPatterns() {
        return Future.failedFuture(
                HubException.of(ErrorCode.BAD_REQUEST, "channel must not contain *, which stands for many channels"));
    }

    @Override
    public Future<?> stop() {
        if (reports != null) {
            reports.close();
        }
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
