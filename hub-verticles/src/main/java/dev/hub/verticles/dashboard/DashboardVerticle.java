package dev.hub.verticles.dashboard;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelWatched;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubConnections;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeCommand.Nodes;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.ReservedNamespaces;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes how the hub is doing to {@code hub:status} and its like, at an interval, while somebody on this instance receives them. Where several instances do, each interval the first of them publishes for all: the others' publications have
 * the same idempotency key. So no instance is special, and none is missed.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class DashboardVerticle extends VerticleBase {
    /** How all instances are doing together. */
    static final ChannelName STATUS = new ChannelName(ReservedNamespaces.HUB + ":status");

    /** How each instance is doing. */
    static final ChannelName NODES = new ChannelName(ReservedNamespaces.HUB + ":nodes");

    /** The channels with the most subscribers. */
    static final ChannelName CHANNELS = new ChannelName(ReservedNamespaces.HUB + ":channels");

    /** The queues of jobs with the most to do. */
    static final ChannelName QUEUES = new ChannelName(ReservedNamespaces.HUB + ":queues");

    private static final int CHANNELS_COMPARED = 1000;
    private static final Set<ChannelName> ALL = Set.of(STATUS, NODES, CHANNELS, QUEUES);
    private static final Logger LOG = LoggerFactory.getLogger(DashboardVerticle.class);

    private final HubBus bus;
    private final Duration interval;
    private final InstantSource clock;
    private final Set<ChannelName> watched = new HashSet<>();
    private boolean isAsking;
    private boolean isCounting;

    /** Not deployed yet; publishes every {@code interval}. */
    public DashboardVerticle(HubBus bus, Duration interval, InstantSource clock) {
        this.bus = bus;
        this.interval = interval;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(interval.toMillis(), tick -> publish());
        return bus.consume(Addresses.WATCHED, ChannelWatched.class, this::heard).completion();
    }

    /** Who is the first to watch need not wait for the next interval. */
    private void heard(ChannelWatched news) {
        if (!news.isWatched()) {
            watched.remove(news.channel());
        } else if (ALL.contains(news.channel()) && watched.add(news.channel())) {
            publish();
        }
    }

    private void publish() {
        publishQueues();
        if (watched.isEmpty() || isAsking) {
            return;
        }
        isAsking = true;
        Future.join(publishStatus(), publishChannels())
                .onFailure(cause -> LOG.debug("No status to publish: {}", cause.toString()))
                .onComplete(asked -> isAsking = false);
    }

    private Future<?> publishStatus() {
        return watched.contains(STATUS) || watched.contains(NODES)
                ? bus.request(Addresses.NODE, new NodeCommand.ListNodes(), Nodes.class)
                        .onSuccess(living -> publish(living.nodes()))
                : Future.succeededFuture();
    }

    private Future<?> publishChannels() {
        return watched.contains(CHANNELS)
                ? HubConnections.of(bus)
                        .channels("", "", CHANNELS_COMPARED)
                        .onSuccess(page -> publish(CHANNELS, StatusJson.channels(page, clock.millis()), clock.millis()))
                : Future.succeededFuture();
    }

    /** By itself: where there are many queues it takes longer than the others, which shall not wait for it. */
    private void publishQueues() {
        if (isCounting || !watched.contains(QUEUES)) {
            return;
        }
        isCounting = true;
        vertx.eventBus()
                .<JsonObject>request(Addresses.json("queue_report"), new JsonObject())
                .onSuccess(report -> publish(QUEUES, StatusJson.queues(report.body(), clock.millis()), clock.millis()))
                .onFailure(cause -> LOG.debug("No queues to publish: {}", cause.toString()))
                .onComplete(counted -> isCounting = false);
    }

    private void publish(List<NodeInfo> nodes) {
        long now = clock.millis();
        if (watched.contains(STATUS)) {
            publish(STATUS, StatusJson.status(nodes, now), now);
        }
        if (watched.contains(NODES)) {
            publish(NODES, StatusJson.nodes(nodes, now), now);
        }
    }

    private void publish(ChannelName channel, JsonObject status, long now) {
        PublishOptions options =
                PublishOptions.tagged(Map.of()).withIdempotencyKey(Long.toString(now / interval.toMillis()));
        bus.publish(new ChannelCommand.Publish(channel, Payload.ofJson(status.encode()), null, options))
                .onFailure(cause -> LOG.debug("{} is not published: {}", channel, cause.toString()));
    }
}
