package dev.hub.verticles.job;

import dev.hub.core.bus.JobCommand.ReadEvents;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what became of jobs, for those who follow a queue. Who waits is told by a word on the queue's channel that there is more,
 * which comes as long as somebody waits; it may fail to come, so {@link #tick} looks all the same. Belongs to one event loop.
 */
final class EventReader {
    /** How often {@link #tick} is to be called. */
    static final Duration TICK = Duration.ofSeconds(2);

    /** The word comes for so long, unless somebody waits still. */
    private static final Duration WATCH = Duration.ofMinutes(1);

    private static final long RENEW_NANOS = WATCH.toNanos() / 2;
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

    private final Vertx vertx;
    private final JobReads reads;
    private final Signals signals;
    private final Map<QueueName, Tail> tails = new HashMap<>();

    EventReader(Vertx vertx, JobReads reads, Signals signals) {
        this.vertx = vertx;
        this.reads = reads;
        this.signals = signals;
    }

    /** From which events are read. */
    JobReads reads() {
        return reads;
    }

    /** One who waits. */
    private record Waiter(ReadEvents command, Promise<List<JobEvent>> answer) {}

    /** Those who wait for events of one queue. */
    private final class Tail implements Signals.Ear {
        private final QueueName queue;
        private final Set<Waiter> waiters = new LinkedHashSet<>();
        private Future<Void> watched = Future.failedFuture("not yet");
        private long watchedAt;
        private boolean isLooking;
        private boolean mayHaveMore;

        private Tail(QueueName queue) {
            this.queue = queue;
        }

        @Override
        public void heard(String nothing) {
            missed();
        }

        /** Once for all words that come while it looks. */
        @Override
        public void missed() {
            if (isLooking) {
                mayHaveMore = true;
                return;
            }
            isLooking = true;
            Future.join(waiters.stream().map(EventReader.this::serve).toList()).onComplete(looked -> {
                isLooking = false;
                if (mayHaveMore) {
                    mayHaveMore = false;
                    missed();
                }
            });
        }

        /** Done when a word comes for each event from then on, as far as can be had. */
        private Future<Void> watch() {
            if (watched.failed() || System.nanoTime() - watchedAt > RENEW_NANOS) {
                watchedAt = System.nanoTime();
                watched = Future.join(signals.listen(reads.newsKey(queue), this), reads.watchEvents(queue, WATCH))
                        .onFailure(cause -> LOG.debug("Events of {} are not heard yet: {}", queue, cause.toString()))
                        .mapEmpty();
            }
            return watched;
        }
    }

    /** What is asked for; none when there is none in the time that is allowed. */
    Future<List<JobEvent>> read(ReadEvents command) {
        return look(command)
                .compose(events ->
                        events.isEmpty() && command.waitMillis() > 0 ? await(command) : Future.succeededFuture(events));
    }

    /** Looks again once the word comes, for there may be some since it did the first time. */
    private Future<List<JobEvent>> await(ReadEvents command) {
        Tail tail = tails.computeIfAbsent(command.queue(), Tail::new);
        Waiter waiter = new Waiter(command, Promise.promise());
        tail.waiters.add(waiter);
        long timer =
                vertx.setTimer(command.waitMillis(), late -> waiter.answer().tryComplete(List.of()));
        tail.watch().onComplete(watched -> serve(waiter).onFailure(cause -> LOG.debug("Events are not read", cause)));
        return waiter.answer().future().onComplete(done -> {
            vertx.cancelTimer(timer);
            tail.waiters.remove(waiter);
        });
    }

    private Future<List<JobEvent>> serve(Waiter waiter) {
        return look(waiter.command())
                .onSuccess(events -> {
                    if (!events.isEmpty()) {
                        waiter.answer().tryComplete(events);
                    }
                })
                .onFailure(waiter.answer()::tryFail);
    }

    private Future<List<JobEvent>> look(ReadEvents command) {
        return command.after().isEmpty()
                ? reads.latestEvents(command.queue(), command.limit())
                : reads.events(command.queue(), command.after(), command.limit());
    }

    /** Looks for those to whom no word came, and forgets the queues for which nobody waits. */
    void tick() {
        tails.values().removeIf(tail -> {
            if (tail.waiters.isEmpty()) {
                signals.deafen(reads.newsKey(tail.queue));
                return true;
            }
            tail.watch().onComplete(watched -> tail.missed());
            return false;
        });
    }
}
