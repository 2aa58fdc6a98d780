package dev.hub.verticles.job;

import dev.hub.core.job.FlowCourier;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueOps;
import dev.hub.core.job.QueueUpkeep;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Swept;
import dev.hub.core.job.Work;
import dev.hub.core.job.Worked;
import dev.hub.core.leader.Leadership;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what is due in queues as long as this instance leads: each second in queues where something was, less often in quiet
 * ones. Belongs to one event loop.
 */
final class Upkeep {
    /** How often {@link #look} is to be called. */
    static final Duration LOOK = Duration.ofMillis(500);

    /** How often {@link #measure} is to be called. */
    static final Duration MEASURE = Duration.ofSeconds(5);

    private static final long SHORTEST_PAUSE = 1_000;
    private static final long LONGEST_PAUSE = 2_000;

    /** Most queues of one look; the others come with the next ones. */
    private static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Leadership leadership;
    private final Stores stores;
    private final Followers followers;
    private final SweepReports reports;
    private final RandomGenerator random = new SplittableRandom();
    private final Map<QueueName, Pace> paces = new HashMap<>();
    private boolean isLooking;

    /** Where queues are. */
    record Stores(JobStore jobs, QueueUpkeep upkeep, QueueOps ops, FlowCourier courier) {}

    Upkeep(Leadership leadership, Stores stores, Followers followers, SweepReports reports) {
        this.leadership = leadership;
        this.stores = stores;
        this.followers = followers;
        this.reports = reports;
    }

    /** When a queue is looked at next. */
    private static final class Pace {
        private long pause = SHORTEST_PAUSE;
        private long at;

        private void next(boolean isBusy, boolean hasMore) {
            pause = isBusy ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, pause * 2);
            at = hasMore ? 0 : now() + pause;
        }
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Measures how full queues are. */
    void measure() {
        if (leadership.term().isEmpty()) {
            return;
        }
        stores.jobs()
                .queues()
                .all()
                .compose(queues -> Future.join(reports.depths().choose(queues).stream()
                        .map(queue -> stores.ops().stats(queue).onSuccess(reports.depths()::report))
                        .toList()))
                .onFailure(cause -> LOG.debug("Queues were not measured: {}", cause.toString()));
    }

    /** Looks at the queues whose time has come, unless it is at it. */
    void look() {
        if (leadership.term().isEmpty()) {
            paces.clear();
            reports.depths().clear();
            return;
        }
        if (isLooking) {
            return;
        }
        isLooking = true;
        stores.jobs()
                .queues()
                .all()
                .compose(queues -> {
                    paces.keySet().retainAll(queues);
                    return sweepAll(queues);
                })
                .onComplete(done -> isLooking = false)
                .onFailure(cause -> LOG.debug("Queues were not looked after: {}", cause.toString()));
    }

    private Future<?> sweepAll(List<QueueName> queues) {
        long now = now();
        List<Future<?>> sweeps = new ArrayList<>();
        for (QueueName queue : queues) {
            Pace pace = paces.computeIfAbsent(queue, first -> new Pace());
            if (pace.at <= now && sweeps.size() < MOST) {
                sweeps.add(sweep(queue, pace));
            }
        }
        return Future.join(sweeps);
    }

    private Future<Void> sweep(QueueName queue, Pace pace) {
        OptionalLong term = leadership.term();
        if (term.isEmpty()) {
            return Future.succeededFuture();
        }
        return stores.upkeep()
                .sweep(queue, term.getAsLong())
                .compose(swept -> swept.isPresent() ? act(queue, pace, swept.get()) : deposed(queue));
    }

    private static Future<Void> deposed(QueueName queue) {
        LOG.debug("Another instance looks after {} in a higher term", queue);
        return Future.succeededFuture();
    }

    private Future<Void> act(QueueName queue, Pace pace, Swept swept) {
        reports.swept(queue, swept);
        if (swept.recovered() > 0) {
            LOG.info("{} jobs of queue {} were taken from workers that were lost", swept.recovered(), queue);
        }
        boolean isBusy = swept.recovered() + swept.expired() + swept.removed() > 0
                || swept.isPurging()
                || swept.hasOutgoing()
                || !swept.late().isEmpty()
                || !swept.untold().isEmpty();
        pace.next(isBusy, swept.hasMore() || swept.isPurging());
        List<Future<?>> acts = new ArrayList<>();
        if (!swept.late().isEmpty()) {
            acts.add(fail(queue, swept.late()));
        }
        swept.untold().forEach(id -> acts.add(followers.tell(queue, id)));
        if (swept.hasOutgoing()) {
            acts.add(stores.courier().deliver(queue));
        }
        if (swept.isPurging()) {
            acts.add(stores.ops().continuePurge(queue));
        }
        return Future.join(acts).mapEmpty();
    }

    /** Their instances did not settle them. */
    private Future<Worked> fail(QueueName queue, List<Swept.LateAttempt> late) {
        List<Settlement> settlements = late.stream()
                .map(each -> Failures.timedOut(each.claim(), each.spec(), each.failures(), random))
                .toList();
        return stores.jobs().work(queue, "", Work.settling(settlements)).onSuccess(worked -> {
            reports.settled(queue, settlements, worked.settled());
            for (int i = 0; i < late.size(); i++) {
                if (worked.settled().get(i).isFollowed()) {
                    followers.changed(queue, late.get(i).claim().id());
                }
            }
        });
    }
}
