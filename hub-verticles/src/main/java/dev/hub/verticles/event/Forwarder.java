package dev.hub.verticles.event;

import dev.hub.core.event.Event;
import dev.hub.core.event.OutboxEntry;
import dev.hub.core.event.Outboxes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties outboxes: publishes what stands in one, in its order and one after the other, and takes it out afterwards. What was
 * published but not yet taken out is published again, to no effect. It goes on until it succeeds.
 */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Outboxes outboxes;
    private final EventPublisher publisher;
    private final EventReports reports;
    private final Map<String, Pass> passes = new HashMap<>();

    Forwarder(Vertx vertx, Outboxes outboxes, EventPublisher publisher, EventReports reports) {
        this.vertx = vertx;
        this.outboxes = outboxes;
        this.publisher = publisher;
        this.reports = reports;
    }

    /** One reading of an outbox, and who waits for the next one, which sees what this one may have missed. */
    private static final class Pass {
        private final Promise<Void> done;
        private @Nullable Promise<Void> next;
        private long retryMillis = FIRST_RETRY.toMillis();

        private Pass(Promise<Void> done) {
            this.done = done;
        }
    }

    /** Done when everything is published that stands in the outbox now. */
    Future<Void> forward(String outbox) {
        Pass running = passes.get(outbox);
        if (running == null) {
            Promise<Void> done = Promise.promise();
            begin(outbox, done);
            return done.future();
        }
        Promise<Void> next = running.next;
        if (next == null) {
            next = Promise.promise();
            running.next = next;
        }
        return next.future();
    }

    private void begin(String outbox, Promise<Void> done) {
        Pass pass = new Pass(done);
        passes.put(outbox, pass);
        reports.waiting(passes.size());
        run(outbox, pass);
    }

    private void run(String outbox, Pass pass) {
        empty(outbox).onSuccess(all -> end(outbox, pass)).onFailure(cause -> {
            LOG.debug("Events wait in {}: {}", outbox, cause.toString());
            vertx.setTimer(pass.retryMillis, again -> run(outbox, pass));
            pass.retryMillis = Math.min(pass.retryMillis * 2, LAST_RETRY.toMillis());
        });
    }

    private void end(String outbox, Pass pass) {
        passes.remove(outbox);
        reports.waiting(passes.size());
        pass.done.complete();
        Promise<Void> next = pass.next;
        if (next != null) {
            begin(outbox, next);
        }
    }

    private Future<Void> empty(String outbox) {
        return outboxes.read(outbox).compose(entries -> {
            Future<Void> taken = entries.isEmpty()
                    ? Future.succeededFuture()
                    : publishAll(outbox, entries).compose(published -> outboxes.remove(outbox, entries));
            return entries.size() < Outboxes.BATCH ? taken : taken.compose(more -> empty(outbox));
        });
    }

    private Future<?> publishAll(String outbox, List<String> entries) {
        Future<?> done = Future.succeededFuture();
        for (String entry : entries) {
            done = done.compose(before -> publish(outbox, entry));
        }
        return done;
    }

    /** What nobody can read would hold up all behind it for ever. */
    private Future<?> publish(String outbox, String entry) {
        Event event;
        try {
            event = OutboxEntry.decode(entry);
        } catch (IllegalArgumentException unreadable) {
            LOG.warn("An event in {} is dropped: {}", outbox, unreadable.getMessage());
            return Future.succeededFuture();
        }
        return publisher.publish(event);
    }
}
