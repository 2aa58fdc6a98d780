package dev.hub.websocket;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.pattern.ChannelPattern;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands in for the owner of all channels: keeps their streams in memory, and what is published goes straight out. */
final class ChannelStandIn extends VerticleBase {
    private final CurrentNamespaces namespaces;
    private final Map<ChannelName, Set<String>> receivers = new ConcurrentHashMap<>();
    private final Map<ChannelName, MemoryStream> streams = new ConcurrentHashMap<>();
    private final Set<ChannelName> deltas = ConcurrentHashMap.newKeySet();
    private final AtomicInteger attachments = new AtomicInteger();
    private final AtomicInteger recoveries = new AtomicInteger();
    /** When not null, attaching waits for it. */
    private volatile @Nullable Future<Void> gate;
    /** When not null, recoveries are answered after it, with what was there when they were asked for. */
    private volatile @Nullable Future<Void> recoveryGate;

    ChannelStandIn(CurrentNamespaces namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public Future<?> start() {
        HubBus bus = HubBus.of(vertx);
        return Future.all(
                bus.answer(Addresses.channelShard(0), ChannelCommand.class, command -> answer(bus, command))
                        .completion(),
                bus.answer(Addresses.PATTERNS, ChannelCommand.class, command -> answer(bus, command))
                        .completion());
    }

    private Future<?> answer(HubBus bus, ChannelCommand command) {
        return switch (command) {
            case ChannelCommand.Attach attach -> attach(attach);
            case ChannelCommand.Detach detach -> detach(detach);
            case ChannelCommand.Publish publish -> publish(bus, publish);
            case ChannelCommand.Recover recover ->
                recovered(stream(recover.channel()).after(recover.since(), recover.limit(), recover.maxBytes()));
            case ChannelCommand.RecoverLatest latest ->
                recovered(stream(latest.channel()).latest());
            case ChannelCommand.ReadHistory read ->
                Future.succeededFuture(stream(read.channel()).page(read));
            case ChannelCommand.RemoveHistory remove -> {
                stream(remove.channel()).clear();
                yield Future.succeededFuture(
                        new ChannelCommand.Attached(stream(remove.channel()).position()));
            }
        };
    }

    private Future<ChannelCommand.Recovered> recovered(ChannelCommand.Recovered answer) {
        recoveries.incrementAndGet();
        Future<Void> opened = recoveryGate;
        return (opened == null ? Future.<Void>succeededFuture() : opened).map(answer);
    }

    void holdAttachmentsUntil(Future<Void> opened) {
        gate = opened;
    }

    void holdRecoveriesUntil(Future<Void> opened) {
        recoveryGate = opened;
    }

    /** Attachments that were asked for so far. */
    int attachments() {
        return attachments.get();
    }

    /** Recoveries that were asked for so far. */
    int recoveries() {
        return recoveries.get();
    }

    Set<String> receivers(String channel) {
        return receivers.getOrDefault(new ChannelName(channel), Set.of());
    }

    /** Channels that somebody is attached to. */
    int channels() {
        return receivers.size();
    }

    /** Where the stream of {@code channel} is. */
    StreamPosition position(String channel) {
        return stream(new ChannelName(channel)).position();
    }

    /** The stream begins anew, and everybody is told. */
    void interrupt(String channel) {
        ChannelName name = new ChannelName(channel);
        onContext(() -> {
            stream(name).restart();
            tell(
                    HubBus.of(vertx),
                    name,
                    new ChannelEvent.Interrupted(name, stream(name).position()));
        });
    }

    /** The stream forgets all but its position. */
    void forget(String channel) {
        onContext(() -> stream(new ChannelName(channel)).clear());
    }

    /** Tells everybody who is attached to its channel. */
    void tell(ChannelEvent event) {
        onContext(() -> tell(HubBus.of(vertx), event.channel(), event));
    }

    private void onContext(Runnable action) {
        Promise<Void> done = Promise.promise();
        Context own = context;
        own.runOnContext(now -> {
            action.run();
            done.complete();
        });
        TestHub.await(done.future());
    }

    private MemoryStream stream(ChannelName channel) {
        return streams.computeIfAbsent(channel, name -> new MemoryStream(historySize(name)));
    }

    private int historySize(ChannelName channel) {
        return namespaces
                .of(channel)
                .map(Namespace::history)
                .filter(history -> history.hasHistory())
                .map(history -> history.historySize())
                .orElse(0);
    }

    private Future<ChannelCommand.Attached> attach(ChannelCommand.Attach attach) {
        attachments.incrementAndGet();
        Future<Void> opened = gate;
        receivers
                .computeIfAbsent(attach.channel(), name -> ConcurrentHashMap.newKeySet())
                .add(attach.receiver());
        if (attach.delta()) {
            deltas.add(attach.channel());
        }
        return (opened == null ? Future.<Void>succeededFuture() : opened)
                .map(now -> new ChannelCommand.Attached(
                        historySize(attach.channel()) > 0
                                ? stream(attach.channel()).position()
                                : null));
    }

    private Future<Void> detach(ChannelCommand.Detach detach) {
        receivers.computeIfPresent(detach.channel(), (name, all) -> {
            all.remove(detach.receiver());
            return all.isEmpty() ? null : all;
        });
        return Future.succeededFuture();
    }

    private Future<ChannelCommand.Published> publish(HubBus bus, ChannelCommand.Publish publish) {
        MemoryStream stream = stream(publish.channel());
        Delivery delivery = stream.publish(publish, deltas.contains(publish.channel()));
        tell(bus, publish.channel(), delivery);
        for (ChannelName each : receivers.keySet()) {
            if (each.isWildcard()
                    && new ChannelPattern(each.value())
                            .matches(publish.channel().value())) {
                tell(bus, each, MemoryStream.inPattern(each, publish));
            }
        }
        return Future.succeededFuture(new ChannelCommand.Published(
                stream.position().offset(),
                historySize(publish.channel()) > 0 ? stream.position().epoch() : ""));
    }

    private void tell(HubBus bus, ChannelName channel, ChannelEvent event) {
        receivers.getOrDefault(channel, Set.of()).forEach(receiver -> bus.broadcast(receiver, event));
    }
}
