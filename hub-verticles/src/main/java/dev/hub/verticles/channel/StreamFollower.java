package dev.hub.verticles.channel;

import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.Removal;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows streams without a hole: one Valkey subscription each, everything in order, and what gets lost on the way read
 * from the stream. Belongs to one event loop.
 */
final class StreamFollower implements SubscriberListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);

    private final Subscriber subscriber;
    private final StreamHealer healer;
    private final PositionChecks checks;
    private final StreamReports reports;
    private final Map<String, FollowedStream> byKey = new HashMap<>();
    private int deaf;

    StreamFollower(Valkey valkey, StreamHealer healer, PositionChecks checks, StreamReports reports) {
        this.subscriber = valkey.subscriber(this);
        this.healer = healer;
        this.checks = checks;
        this.reports = reports;
    }

    /** Done when streams can be subscribed to. */
    Future<Void> subscribable() {
        return subscriber.whenReady();
    }

    /** How many are followed. */
    int size() {
        return byKey.size();
    }

    /** The stream subscribed to under this key; null when there is none. */
    @Nullable
    FollowedStream of(String key) {
        return byKey.get(key);
    }

    /** Subscribes; {@link FollowedStream#opened} tells how it went. When it fails the stream is closed again. */
    void open(FollowedStream stream) {
        byKey.put(stream.key, stream);
        StreamTail tail = stream.tail;
        Future<Void> subscribed = subscriber.subscribe(stream.key);
        stream.opened = (tail == null ? subscribed : subscribed.compose(confirmed -> healer.locate(stream, tail)))
                .onSuccess(open -> {
                    stream.opened = Future.succeededFuture();
                    checks.add(stream);
                })
                .onFailure(refused -> close(stream));
    }

    /** Follows it no more. */
    void close(FollowedStream stream) {
        if (stream.isClosed) {
            return;
        }
        stream.isClosed = true;
        if (byKey.remove(stream.key, stream)) {
            subscriber.unsubscribe(stream.key).onFailure(cause -> LOG.debug("Unsubscribe failed", cause));
        }
        healer.forget(stream);
        if (stream.isDeaf) {
            deaf(stream, false);
            reports.deaf(deaf);
        }
    }

    /** Done when the stream has been read after now; what was missing is delivered then. */
    Future<Void> check(FollowedStream stream, StreamTail tail) {
        return healer.check(stream, tail);
    }

    /** To be called every {@link PositionChecks#TICK}. */
    void tick() {
        checks.tick();
    }

    @Override
    public void message(String key, Buffer message) {
        FollowedStream stream = byKey.get(key);
        if (stream == null) {
            return;
        }
        try {
            if (Removal.isOne(message)) {
                stream.removed(Removal.decode(message));
            } else if (MembershipNotice.isIn(message)) {
                stream.membership(MembershipNotice.decode(message));
            } else {
                arrived(stream, Envelope.decode(message));
            }
        } catch (IllegalArgumentException malformed) {
            LOG.debug("Something that is no publication came on {}: {}", key, malformed.getMessage());
        }
    }

    private void arrived(FollowedStream stream, Envelope envelope) {
        StreamTail tail = stream.tail;
        if (tail == null || !envelope.isPositioned()) {
            stream.deliver(envelope);
            return;
        }
        switch (tail.arrived(envelope)) {
            case FOLLOWS -> {
                stream.soundAt = checks.now();
                stream.deliver(envelope);
            }
            case GAP -> healer.doubt(stream, tail, Doubt.Cause.GAP);
            case OVERFLOW -> healer.doubt(stream, tail, Doubt.Cause.OVERFLOW);
            case KNOWN, WAITS -> {}
        }
    }

    @Override
    public void interrupted(Collection<String> keys) {
        for (String key : keys) {
            FollowedStream stream = byKey.get(key);
            if (stream != null) {
                deaf(stream, true);
            }
        }
        reports.deaf(deaf);
    }

    @Override
    public void restored(Collection<String> keys) {
        HealingPass pass = new HealingPass(System.nanoTime());
        for (String key : keys) {
            FollowedStream stream = byKey.get(key);
            if (stream != null) {
                deaf(stream, false);
                stream.restored();
                heal(stream, pass);
            }
        }
        reports.deaf(deaf);
    }

    private void heal(FollowedStream stream, HealingPass pass) {
        StreamTail tail = stream.tail;
        if (tail != null) {
            healer.join(stream, pass);
            healer.doubt(stream, tail, Doubt.Cause.LINK);
        }
    }

    private void deaf(FollowedStream stream, boolean isDeaf) {
        if (stream.isDeaf != isDeaf) {
            stream.isDeaf = isDeaf;
            deaf += isDeaf ? 1 : -1;
        }
    }
}
