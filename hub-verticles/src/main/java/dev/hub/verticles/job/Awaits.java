package dev.hub.verticles.job;

import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who wait for the end of jobs. */
final class Awaits {
    private static final Logger LOG = LoggerFactory.getLogger(Awaits.class);

    private final Vertx vertx;
    private final JobStore store;
    private final JobReads reads;
    private final Signals signals;
    private final Map<QueueName, Waiting> queues = new HashMap<>();

    Awaits(Vertx vertx, JobStore store, JobReads reads, Signals signals) {
        this.vertx = vertx;
        this.store = store;
        this.reads = reads;
        this.signals = signals;
    }

    /** Those who wait for jobs of one queue. */
    private final class Waiting implements Signals.Ear {
        private final QueueName queue;
        private final Map<String, Set<Promise<JobView>>> byId = new HashMap<>();

        private Waiting(QueueName queue) {
            this.queue = queue;
        }

        @Override
        public void heard(String id) {
            if (byId.containsKey(id)) {
                look(queue, id);
            }
        }

        @Override
        public void missed() {
            List.copyOf(byId.keySet()).forEach(id -> look(queue, id));
        }
    }

    /** What is known of the job when it is over, or after {@code waitMillis}. */
    Future<JobView> await(QueueName queue, String id, long waitMillis) {
        if (waitMillis == 0) {
            return reads.get(queue, id);
        }
        Promise<JobView> over = Promise.promise();
        Waiting waiting = queues.computeIfAbsent(queue, Waiting::new);
        waiting.byId.computeIfAbsent(id, first -> new LinkedHashSet<>()).add(over);
        long timer = vertx.setTimer(
                waitMillis,
                late -> reads.get(queue, id).onSuccess(over::tryComplete).onFailure(over::tryFail));
        signals.listen(store.endedKey(queue), waiting)
                .onFailure(cause -> LOG.debug("Ends of {} are not heard yet: {}", queue, cause.getMessage()))
                .transform(listening -> reads.getAndAwait(queue, id))
                .onSuccess(job -> ended(queue, job))
                .onFailure(over::tryFail);
        return over.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            leave(waiting, id, over);
        });
    }

    private void leave(Waiting waiting, String id, Promise<JobView> over) {
        Set<Promise<JobView>> all = waiting.byId.get(id);
        if (all != null && all.remove(over) && all.isEmpty()) {
            waiting.byId.remove(id);
        }
    }

    /** Nobody has waited for jobs of these queues lately; to be called from time to time. */
    void forgetIdle() {
        queues.values().removeIf(waiting -> {
            boolean isIdle = waiting.byId.isEmpty();
            if (isIdle) {
                signals.deafen(store.endedKey(waiting.queue));
            }
            return isIdle;
        });
    }

    private void look(QueueName queue, String id) {
        reads.get(queue, id)
                .onSuccess(job -> ended(queue, job))
                .onFailure(cause -> LOG.debug("The end of a job of {} is told late: {}", queue, cause.toString()));
    }

    private void ended(QueueName queue, JobView job) {
        Waiting waiting = queues.get(queue);
        if (waiting != null && job.state().isFinal()) {
            Set<Promise<JobView>> all = waiting.byId.get(job.id());
            if (all != null) {
                List.copyOf(all).forEach(each -> each.tryComplete(job));
            }
        }
    }
}
