package dev.hub.core.valkey;

import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A steady writer: every 2 ms a script that counts, and the longest time between two successes. What was acknowledged is
 * counted, so that the counter on the server shows whether any was lost or done twice.
 */
final class Heartbeats implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 2;

    private final Client client;
    private final String key;
    private final long timer;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong lastSuccess = new AtomicLong(System.nanoTime());
    private final AtomicLong longest = new AtomicLong();
    private volatile @Nullable Throwable unexpected;

    Heartbeats(Client client) {
        this(client, "steady");
    }

    Heartbeats(Client client, String key) {
        this.client = client;
        this.key = key;
        this.timer = client.vertx.setPeriodic(INTERVAL_MILLIS, id -> write());
    }

    private void write() {
        client.valkey.run(Client.BUMP, List.of(key), List.of()).onComplete(this::note);
    }

    private void note(@Nullable Response response, @Nullable Throwable cause) {
        if (cause == null) {
            acknowledged.incrementAndGet();
            long now = System.nanoTime();
            longest.accumulateAndGet(now - lastSuccess.getAndSet(now), Math::max);
        } else if (cause instanceof ValkeyUnavailableException) {
            refused.incrementAndGet();
        } else if (cause instanceof ValkeyException other && other.isOutcomeUnknown()) {
            unknown.incrementAndGet();
        } else {
            unexpected = cause;
        }
    }

    /** Waits until writes fail and then succeed again. */
    void awaitGapAndReturn() {
        int failures = failures();
        Client.until("writes fail", () -> failures() > failures);
        awaitSuccess();
    }

    /** Waits until three more writes succeed. */
    void awaitSuccess() {
        int before = acknowledged.get();
        Client.until("writes succeed again", () -> acknowledged.get() > before + 3);
    }

    /** Longest time between two successes. */
    Duration longestGap() {
        return Duration.ofNanos(longest.get());
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** Writes of which nobody knows whether they were done. */
    int unknown() {
        return unknown.get();
    }

    int failures() {
        return unknown.get() + refused.get();
    }

    /** An error that the fault does not explain; null when there was none. */
    @Nullable
    Throwable unexpected() {
        return unexpected;
    }

    /** Ends the writing; answers may still come. */
    void stop() {
        client.vertx.cancelTimer(timer);
    }

    @Override
    public void close() {
        stop();
    }
}
