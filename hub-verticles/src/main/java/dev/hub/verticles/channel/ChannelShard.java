package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.ChannelCommand.Publish;
import dev.hub.core.bus.ChannelCommand.ReadHistory;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.RecoverLatest;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.RemoveHistory;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import java.util.function.Function;

/** One shard of the channels, put together: carries out what it is asked for. */
final class ChannelShard {
    private static final int READS_IN_FLIGHT = 512;
    private static final int READS_WAITING = 100_000;

    private final CurrentNamespaces namespaces;
    private final ShardReports reports;
    private final StreamFollower follower;
    private final ActiveChannels channels;
    private final ChannelPublisher publisher;
    private final Recoveries recoveries;
    private final ChannelHistory history;
    private final RecentMemory<ActiveChannel> memory;

    ChannelShard(
            Vertx vertx, Valkey valkey, ChannelSettings settings, ChannelResources resources, ShardReports reports) {
        this.namespaces = resources.namespaces();
        this.reports = reports;
        ChannelStreams streams = new ChannelStreams(valkey, resources.access().keys(), new SplittableRandom());
        StreamNames names = new StreamNames(resources.namespaces(), streams);
        ReadWindow window = new ReadWindow(READS_IN_FLIGHT, READS_WAITING);
        StreamHealer healer = new StreamHealer(vertx, streams, window, reports);
        follower = new StreamFollower(
                valkey, healer, new PositionChecks(healer, settings.positionCheckInterval()), reports);
        memory = new RecentMemory<>(RecentMemory.Bounds.ofShard(settings.recentBytes()), System::nanoTime);
        ChannelDeliveries deliveries = new ChannelDeliveries(resources.bus(), memory, reports);
        channels = new ActiveChannels(follower, names, deliveries, memory, settings.unsubscribeDelay());
        publisher = new ChannelPublisher(streams, names, resources.clock());
        recoveries = new Recoveries(streams, window, follower, memory, reports);
        history = new ChannelHistory(streams, names, window);
    }

    /** Done when channels can be subscribed to. */
    Future<Void> subscribable() {
        return follower.subscribable();
    }

    /** To be called every {@link PositionChecks#TICK}. */
    void tick() {
        channels.sweep();
        follower.tick();
        reports.load(channels.size());
        reports.recent(memory.bytes());
    }

    /** Other rules hold: what is received goes by them from now on. */
    void rulesChanged() {
        channels.revisitAll();
    }

    /** Nothing is begun by rules that may turn out to be others. */
    Future<?> execute(ChannelCommand command) {
        boolean areRulesKnown = namespaces.get().areAllKnown();
        return areRulesKnown || command instanceof Detach
                ? carryOut(command)
                : Future.failedFuture(HubException.unknownChannel(namespaces.get()));
    }

    private Future<?> carryOut(ChannelCommand command) {
        return switch (command) {
            case Attach attach -> channels.attach(attach);
            case Detach detach -> {
                channels.detach(detach);
                yield Future.succeededFuture();
            }
            case Publish publish ->
                publisher
                        .publish(publish)
                        .onSuccess(taken -> reports.published())
                        .onFailure(cause -> reports.notPublished());
            case Recover recover -> attached(recover.channel(), active -> recoveries.recover(active, recover));
            case RecoverLatest latest -> attached(latest.channel(), recoveries::latest);
            case ReadHistory read -> history.read(read);
            case RemoveHistory remove -> remove(remove);
        };
    }

    private Future<Recovered> attached(ChannelName name, Function<ActiveChannel, Future<Recovered>> recovery) {
        ActiveChannel active = channels.of(name);
        return active == null
                ? Future.failedFuture(HubException.of(ErrorCode.INTERNAL, "the channel is not attached any more"))
                : recovery.apply(active);
    }

    /** What is removed is not to be recovered out of memory either. */
    private Future<?> remove(RemoveHistory command) {
        return history.remove(command).onSuccess(removed -> {
            ActiveChannel active = channels.of(command.channel());
            if (active != null) {
                channels.forget(active);
            }
        });
    }
}
