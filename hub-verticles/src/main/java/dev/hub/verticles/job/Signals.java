package dev.hub.verticles.job;

import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what is told of queues by pub/sub. Messages may fail to come; so somebody has to ask from time to time all the same.
 */
final class Signals implements SubscriberListener {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final Subscriber subscriber;
    private final Map<String, Ear> ears = new HashMap<>();
    private final Set<String> heard = new HashSet<>();

    Signals(Valkey valkey) {
        this.subscriber = valkey.subscriber(this);
    }

    /** Who listens on a channel. */
    interface Ear {
        /** A message came. */
        void heard(String message);

        /** Some may have been missed until now. */
        void missed();
    }

    /** From now on {@code ear} hears what comes on {@code channel}; done when it does, fails when it does not yet. */
    Future<Void> listen(String channel, Ear ear) {
        ears.put(channel, ear);
        return heard.contains(channel) ? Future.succeededFuture() : subscribe(channel);
    }

    private Future<Void> subscribe(String channel) {
        return subscriber
                .subscribe(channel)
                .onSuccess(subscribed -> {
                    Ear ear = ears.get(channel);
                    if (ear != null && heard.add(channel)) {
                        ear.missed();
                    }
                })
                .onFailure(refused -> LOG.debug("Nothing heard on {}: {}", channel, refused.getMessage()));
    }

    /** Nobody listens there any more. */
    void deafen(String channel) {
        heard.remove(channel);
        if (ears.remove(channel) != null) {
            subscriber.unsubscribe(channel).onFailure(cause -> LOG.debug("Unsubscribe failed", cause));
        }
    }

    /** Tries again where listening failed. */
    void retry() {
        for (String channel : List.copyOf(ears.keySet())) {
            if (!heard.contains(channel)) {
                subscribe(channel).onFailure(cause -> LOG.trace("Not yet", cause));
            }
        }
    }

    @Override
    public void message(String channel, Buffer message) {
        Ear ear = ears.get(channel);
        if (ear != null) {
            ear.heard(message.toString());
        }
    }

    @Override
    public void restored(Collection<String> channels) {
        for (String channel : channels) {
            Ear ear = ears.get(channel);
            if (ear != null) {
                ear.missed();
            }
        }
    }
}
