package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of one shard that somebody on this instance receives. Each costs one Valkey subscription, however
 * many receive it; when the last one leaves, the subscription lingers a little.
 */
final class ActiveChannels implements SubscriberListener {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveChannels.class);

    private final Subscriber subscriber;
    private final Keyspace keys;
    private final HubBus bus;
    private final long lingerNanos;
    private final ShardReports reports;
    private final Map<String, ActiveChannel> byKey = new HashMap<>();
    private final Set<ActiveChannel> idle = new LinkedHashSet<>();
    private final Set<String> deaf = new HashSet<>();

    ActiveChannels(Valkey valkey, Keyspace keys, HubBus bus, Duration linger, ShardReports reports) {
        this.subscriber = valkey.subscriber(this);
        this.keys = keys;
        this.bus = bus;
        this.lingerNanos = linger.toNanos();
        this.reports = reports;
    }

    /** Done when channels can be subscribed to. */
    Future<Void> subscribable() {
        return subscriber.whenReady();
    }

    /** Channels with a Valkey subscription, lingering ones included. */
    int size() {
        return byKey.size();
    }

    /** Sends the channel's publications to the receiver from the moment on in which the result completes. */
    Future<Attached> attach(Attach command) {
        ActiveChannel channel = activate(command.channel());
        channel.attaching();
        return channel.subscribed()
                .map(confirmed -> {
                    channel.attached(command.receiver());
                    return new Attached(null);
                })
                .onFailure(refused -> {
                    channel.notAttached();
                    byKey.remove(channel.key(), channel);
                });
    }

    private ActiveChannel activate(ChannelName name) {
        String key = keys.channel(name);
        ActiveChannel known = byKey.get(key);
        if (known != null) {
            idle.remove(known);
            return known;
        }
        ActiveChannel opened = new ActiveChannel(name, key, subscriber.subscribe(key));
        byKey.put(key, opened);
        return opened;
    }

    /** Ends what {@link #attach} began; harmless when it never did. */
    void detach(Detach command) {
        ActiveChannel channel = byKey.get(keys.channel(command.channel()));
        if (channel != null && channel.detach(command.receiver(), System.nanoTime()) && channel.isIdle()) {
            idle.add(channel);
        }
    }

    /** Hands a publication, as it came from Valkey, to each receiver of its channel. */
    @Override
    public void message(String key, Buffer publication) {
        ActiveChannel channel = byKey.get(key);
        if (channel == null || channel.isIdle()) {
            return;
        }
        reports.received();
        Payload json = Payload.ofBytes(publication.getBytes());
        Delivery delivery =
                new Delivery(channel.name(), null, json, channel.frames().encode(json), null);
        for (String receiver : channel.receivers()) {
            bus.send(receiver, delivery);
        }
    }

    @Override
    public void interrupted(Collection<String> keysOfChannels) {
        deaf.addAll(keysOfChannels);
        reports.deafChannels(deaf.size());
    }

    @Override
    public void restored(Collection<String> keysOfChannels) {
        deaf.removeAll(keysOfChannels);
        reports.deafChannels(deaf.size());
    }

    /** Unsubscribes from channels that have been idle for long enough. */
    void sweep() {
        long now = System.nanoTime();
        Iterator<ActiveChannel> longestIdleFirst = idle.iterator();
        while (longestIdleFirst.hasNext()) {
            ActiveChannel channel = longestIdleFirst.next();
            if (!channel.isIdleFor(lingerNanos, now)) {
                return;
            }
            longestIdleFirst.remove();
            byKey.remove(channel.key(), channel);
            if (deaf.remove(channel.key())) {
                reports.deafChannels(deaf.size());
            }
            subscriber.unsubscribe(channel.key()).onFailure(cause -> LOG.debug("Unsubscribe failed", cause));
        }
    }
}
