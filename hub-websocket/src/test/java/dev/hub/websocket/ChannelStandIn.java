package dev.hub.websocket;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.protocol.PublicationFrames;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands in for the owner of all channels: what is published goes straight to those attached. */
final class ChannelStandIn extends VerticleBase {
    private final Map<ChannelName, Set<String>> receivers = new ConcurrentHashMap<>();
    private final AtomicInteger attachments = new AtomicInteger();

    /** When not null, attaching waits for it. */
    private volatile @Nullable Future<Void> gate;

    @Override
    public Future<?> start() {
        HubBus bus = HubBus.of(vertx);
        return bus.answer(Addresses.channelShard(0), ChannelCommand.class, command -> switch (command) {
                    case ChannelCommand.Attach attach -> attach(attach);
                    case ChannelCommand.Detach detach -> detach(detach);
                    case ChannelCommand.Publish publish -> publish(bus, publish);
                    case ChannelCommand.Recover recover -> unused();
                    case ChannelCommand.RecoverLatest latest -> unused();
                    case ChannelCommand.ReadHistory read -> unused();
                    case ChannelCommand.RemoveHistory remove -> unused();
                })
                .completion();
    }

    private static Future<Object> unused() {
        return Future.failedFuture(new IllegalStateException("no channel has a history here"));
    }

    void holdAttachmentsUntil(Future<Void> opened) {
        gate = opened;
    }

    /** Attachments that were asked for so far. */
    int attachments() {
        return attachments.get();
    }

    Set<String> receivers(String channel) {
        return receivers.getOrDefault(new ChannelName(channel), Set.of());
    }

    /** Channels that somebody is attached to. */
    int channels() {
        return receivers.size();
    }

    private Future<ChannelCommand.Attached> attach(ChannelCommand.Attach attach) {
        attachments.incrementAndGet();
        Future<Void> opened = gate;
        receivers
                .computeIfAbsent(attach.channel(), name -> ConcurrentHashMap.newKeySet())
                .add(attach.receiver());
        return (opened == null ? Future.<Void>succeededFuture() : opened).map(new ChannelCommand.Attached(null));
    }

    private Future<Void> detach(ChannelCommand.Detach detach) {
        receivers.computeIfPresent(detach.channel(), (name, all) -> {
            all.remove(detach.receiver());
            return all.isEmpty() ? null : all;
        });
        return Future.succeededFuture();
    }

    private Future<ChannelCommand.Published> publish(HubBus bus, ChannelCommand.Publish publish) {
        Payload publication = JsonPublications.encode(new Publication(
                publish.data(), publish.info(), 0, publish.options().tags(), 0, ""));
        Delivery delivery = new Delivery(
                publish.channel(),
                null,
                publication,
                PublicationFrames.of(publish.channel()).encode(publication),
                null);
        receivers.getOrDefault(publish.channel(), Set.of()).forEach(receiver -> bus.broadcast(receiver, delivery));
        return Future.succeededFuture(new ChannelCommand.Published(0, ""));
    }
}
