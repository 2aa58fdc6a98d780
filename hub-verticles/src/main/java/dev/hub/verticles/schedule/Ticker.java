package dev.hub.verticles.schedule;

import dev.hub.core.job.QueueName;
import dev.hub.core.leader.Leadership;
import dev.hub.core.schedule.FiringStore;
import dev.hub.core.schedule.FiringStore.Due;
import dev.hub.core.schedule.FiringStore.DueSchedule;
import dev.hub.core.schedule.FiringStore.Fired;
import dev.hub.core.schedule.FiringStore.Verdict;
import dev.hub.core.schedule.ScheduleStore;
import dev.hub.core.schedule.Ticks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires ticks as long as this instance leads, by the server's clock: a few milliseconds after their time, or, of a schedule that
 * was put elsewhere a moment ago, after {@link #LOOK} at most. Belongs to one event loop.
 */
final class Ticker {
    /** Between two looks at a queue where nothing is due. */
    static final Duration LOOK = Duration.ofSeconds(1);

    /** Most schedules of a queue that are fired in one step. */
    private static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Vertx vertx;
    private final Leadership leadership;
    private final ScheduleStore schedules;
    private final FiringStore firings;
    private final ScheduleReports reports;
    private final Set<QueueName> busy = new HashSet<>();
    private final Set<QueueName> empty = new HashSet<>();

    Ticker(Vertx vertx, Leadership leadership, ScheduleStore schedules, FiringStore firings, ScheduleReports reports) {
        this.vertx = vertx;
        this.leadership = leadership;
        this.schedules = schedules;
        this.firings = firings;
        this.reports = reports;
    }

    /** Looks at all queues with schedules, if this instance leads. */
    void look() {
        if (leadership.term().isPresent()) {
            schedules.queues().onSuccess(all -> all.forEach(this::look)).onFailure(Ticker::note);
        }
    }

    /** Looks at one queue, unless somebody is at it. */
    void look(QueueName queue) {
        if (leadership.term().isEmpty() || !busy.add(queue)) {
            return;
        }
        firings.due(queue, MOST)
                .compose(this::fireAll)
                .onComplete(done -> busy.remove(queue))
                .onSuccess(due -> goOn(queue, due))
                .onFailure(Ticker::note);
    }

    private static void note(Throwable cause) {
        LOG.debug("Schedules wait: {}", cause.getMessage());
    }

    /** One that cannot be fired does not keep the others. */
    private Future<Due> fireAll(Due due) {
        List<Future<Fired>> all =
                due.due().stream().map(each -> fire(each, due.nowMillis())).toList();
        return Future.join(all).map(due);
    }

    private Future<Fired> fire(DueSchedule schedule, long now) {
        return vertx.executeBlocking(() -> schedule.plan(now), false)
                .compose(plan -> fire(schedule, Objects.requireNonNull(plan), now))
                .onFailure(cause -> LOG.warn(
                        "Schedule {} of queue {} could not be fired: {}",
                        schedule.id(),
                        schedule.queue(),
                        cause.getMessage()));
    }

    private Future<Fired> fire(DueSchedule schedule, Ticks.Due plan, long now) {
        OptionalLong term = leadership.term();
        if (term.isEmpty()) {
            return Future.succeededFuture(new Fired(Verdict.DEPOSED, List.of()));
        }
        return firings.fire(schedule, plan, term.getAsLong()).onSuccess(fired -> {
            if (fired.verdict() == Verdict.DONE) {
                plan.fire().forEach(tick -> reports.fired(now - tick));
                reports.submitted(schedule.queue(), fired.firings());
            }
        });
    }

    private void goOn(QueueName queue, Due due) {
        if (!due.due().isEmpty()) {
            look(queue);
            return;
        }
        if (due.schedules() > 0) {
            empty.remove(queue);
        } else if (!empty.add(queue)) {
            empty.remove(queue);
            schedules.forget(queue).onFailure(Ticker::note);
        }
        long wait = due.next().orElse(Long.MAX_VALUE) - due.nowMillis();
        if (wait < LOOK.toMillis()) {
            vertx.setTimer(Math.max(1, wait), come -> look(queue));
        }
    }
}
