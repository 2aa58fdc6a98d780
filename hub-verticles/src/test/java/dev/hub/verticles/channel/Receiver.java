package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Publish;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.bus.ChannelCommand.RemoveHistory;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.ChannelEvent.Interrupted;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Receives one channel on one instance, as an event loop with sockets does. */
final class Receiver {
    private final Instance instance;
    private final ChannelName channel;
    private final String address = Addresses.delivery(UUID.randomUUID().toString());
    private final List<ChannelEvent> events = new CopyOnWriteArrayList<>();

    Receiver(Instance instance, String channel) {
        this.instance = instance;
        this.channel = new ChannelName(channel);
        get(instance.bus().consume(address, ChannelEvent.class, events::add).completion());
    }

    Future<Attached> attach() {
        return attach(false);
    }

    Future<Attached> attach(boolean delta) {
        return instance.bus().attach(new Attach(channel, address, delta));
    }

    void detach() {
        instance.bus().detach(new Detach(channel, address));
    }

    Published publish(String json) {
        return publish(json, PublishOptions.NONE);
    }

    Published publish(String json, PublishOptions options) {
        return get(instance.bus().publish(new Publish(channel, Payload.ofJson(json), null, options)));
    }

    void removeHistory() {
        get(instance.bus()
                .request(
                        Addresses.channelShard(instance.bus().shardOf(channel)),
                        new RemoveHistory(channel),
                        Attached.class));
    }

    Recovered recover(long offset, String epoch) {
        return recover(offset, epoch, 300, 1_000_000);
    }

    Recovered recover(long offset, String epoch, int limit, int maxBytes) {
        return get(recovering(offset, epoch, limit, maxBytes));
    }

    Future<Recovered> recovering(long offset, String epoch, int limit, int maxBytes) {
        Recover command = new Recover(channel, new StreamPosition(offset, epoch), limit, maxBytes);
        int shard = instance.bus().shardOf(channel);
        return instance.bus().request(Addresses.channelShard(shard), command, Recovered.class);
    }

    /** The offsets that a complete recovery brings. */
    List<Long> recovered(long offset, String epoch) {
        return ((Complete) recover(offset, epoch))
                .publications().stream().map(Offset::offset).toList();
    }

    List<ChannelEvent> events() {
        return events;
    }

    List<Delivery> deliveries() {
        return events.stream()
                .filter(Delivery.class::isInstance)
                .map(Delivery.class::cast)
                .toList();
    }

    List<Interrupted> interruptions() {
        return events.stream()
                .filter(Interrupted.class::isInstance)
                .map(Interrupted.class::cast)
                .toList();
    }

    /** The offsets of what was delivered, in order. */
    List<Long> offsets() {
        return deliveries().stream()
                .map(each -> Objects.requireNonNull(each.position()).offset())
                .toList();
    }

    static StreamPosition position(Attached attached) {
        return Objects.requireNonNull(attached.position());
    }
}
