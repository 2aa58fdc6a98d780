package dev.hub.verticles.consumer;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelEvent;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.consumer.ConsumerPlace;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes consumers when something was published to their channel, and when on whatever instance a delivery became due or room
 * became free. Both may fail to come; so somebody has to ask from time to time all the same.
 */
final class Wakes implements SubscriberListener {
    /** Where events of channels come. */
    static final String RECEIVER = Addresses.delivery("consumers");

    private static final Logger LOG = LoggerFactory.getLogger(Wakes.class);

    private final HubBus bus;
    private final Subscriber subscriber;
    private final ConsumerStore store;
    private final Map<ActiveConsumer, Ear> ears = new HashMap<>();
    private final Map<ChannelName, Set<ActiveConsumer>> byChannel = new HashMap<>();
    private final Map<String, Set<ActiveConsumer>> byKey = new HashMap<>();
    private final Set<ChannelName> attached = new LinkedHashSet<>();

    Wakes(HubBus bus, Valkey valkey, ConsumerStore store) {
        this.bus = bus;
        this.subscriber = valkey.subscriber(this);
        this.store = store;
    }

    /** On what a consumer is woken. */
    private record Ear(String key, String id) {}

    /** From now on wakes the consumer, which lives at {@code place}; elsewhere than before, perhaps. */
    void listen(ActiveConsumer consumer, ConsumerPlace place) {
        Ear ear = new Ear(store.wakeKey(place.stream()), place.id());
        Ear before = ears.get(consumer);
        if (before == null) {
            ChannelName channel = consumer.id().channel();
            if (byChannel
                    .computeIfAbsent(channel, first -> new LinkedHashSet<>())
                    .add(consumer)) {
                attach(channel);
            }
        } else if (before.equals(ear)) {
            return;
        } else {
            leave(before.key(), consumer);
        }
        ears.put(consumer, ear);
        enter(ear.key(), consumer);
    }

    private void enter(String key, ActiveConsumer consumer) {
        Set<ActiveConsumer> known = byKey.get(key);
        if (known != null) {
            known.add(consumer);
            return;
        }
        byKey.put(key, new LinkedHashSet<>(Set.of(consumer)));
        subscriber
                .subscribe(key)
                .onSuccess(subscribed -> wake(byKey.get(key)))
                .onFailure(refused -> LOG.debug("No wakes on {}: {}", key, refused.getMessage()));
    }

    private void leave(String key, ActiveConsumer consumer) {
        Set<ActiveConsumer> all = byKey.get(key);
        if (all != null && all.remove(consumer) && all.isEmpty()) {
            byKey.remove(key);
            subscriber.unsubscribe(key).onFailure(cause -> LOG.debug("Unsubscribe failed", cause));
        }
    }

    /** Nobody needs it woken any more. */
    void deafen(ActiveConsumer consumer) {
        Ear ear = ears.remove(consumer);
        if (ear == null) {
            return;
        }
        leave(ear.key(), consumer);
        ChannelName channel = consumer.id().channel();
        Set<ActiveConsumer> all = byChannel.get(channel);
        if (all != null && all.remove(consumer) && all.isEmpty()) {
            byChannel.remove(channel);
            attached.remove(channel);
            bus.detach(new ChannelCommand.Detach(channel, RECEIVER));
        }
    }

    private void attach(ChannelName channel) {
        bus.attach(new ChannelCommand.Attach(channel, RECEIVER, false))
                .onSuccess(confirmed -> {
                    if (byChannel.containsKey(channel)) {
                        attached.add(channel);
                        wake(byChannel.get(channel));
                    } else {
                        bus.detach(new ChannelCommand.Detach(channel, RECEIVER));
                    }
                })
                .onFailure(cause -> LOG.debug("No events of {}: {}", channel, cause.getMessage()));
    }

    /** Tries again where attaching failed. */
    void retry() {
        for (ChannelName channel : List.copyOf(byChannel.keySet())) {
            if (!attached.contains(channel)) {
                attach(channel);
            }
        }
    }

    /** Something happened in a channel. */
    void heard(ChannelEvent event) {
        if (!(event instanceof ChannelEvent.Membership)) {
            wake(byChannel.get(event.channel()));
        }
    }

    @Override
    public void message(String key, Buffer id) {
        Set<ActiveConsumer> all = byKey.get(key);
        if (all == null) {
            return;
        }
        String woken = id.toString();
        for (ActiveConsumer consumer : List.copyOf(all)) {
            Ear ear = ears.get(consumer);
            if (ear != null && ear.id().equals(woken)) {
                consumer.woken();
            }
        }
    }

    @Override
    public void restored(Collection<String> keys) {
        keys.forEach(key -> wake(byKey.get(key)));
    }

    private static void wake(@Nullable Set<ActiveConsumer> consumers) {
        if (consumers != null) {
            List.copyOf(consumers).forEach(ActiveConsumer::woken);
        }
    }
}
