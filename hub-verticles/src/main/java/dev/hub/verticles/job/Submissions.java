package dev.hub.verticles.job;

import dev.hub.core.job.JobIntake;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings jobs to Valkey: those that come for one queue in one turn of the event loop go together. Not so flows that are in several
 * queues: others would wait for these.
 */
final class Submissions {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Vertx vertx;
    private final JobIntake intake;
    private final Consumer<QueueName> onSent;
    private final Map<QueueName, Batch> batches = new LinkedHashMap<>();

    /**
     * One that has none yet.
     *
     * @param onSent is told of a queue when jobs that may start at once are on their way to it
     */
    Submissions(Vertx vertx, JobIntake intake, Consumer<QueueName> onSent) {
        this.vertx = vertx;
        this.intake = intake;
        this.onSent = onSent;
    }

    private record Part(int from, int to, Promise<List<Submitted>> answer) {}

    private static final class Batch {
        private final List<NewJob> jobs = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private boolean mayStart;
        private int size;
        private long bytes;

        private Future<List<Submitted>> add(List<NewJob> some) {
            Part part = new Part(jobs.size(), jobs.size() + some.size(), Promise.promise());
            jobs.addAll(some);
            parts.add(part);
            for (NewJob job : some) {
                mayStart |= job.mayStartAtOnce();
                size += job.size();
                bytes += bytes(job);
            }
            return part.answer().future();
        }

        private boolean hasRoomFor(int more) {
            return size + more <= JobStore.MAX_SUBMITTED && bytes < MOST_BYTES;
        }

        private static long bytes(NewJob job) {
            long sum = job.data().size();
            for (NewJob child : job.children()) {
                sum += bytes(child);
            }
            return sum;
        }
    }

    /**
     * Submits.
     *
     * @param jobs at most {@value JobStore#MAX_SUBMITTED} with their children
     * @return what became of these
     */
    Future<List<Submitted>> add(QueueName queue, List<NewJob> jobs) {
        if (jobs.stream().anyMatch(job -> job.isFar(queue))) {
            return Future.succeededFuture().compose(alone -> intake.submit(queue, jobs));
        }
        Batch batch = batches.get(queue);
        int more = 0;
        for (NewJob job : jobs) {
            more += job.size();
        }
        if (batch != null && !batch.hasRoomFor(more)) {
            batches.remove(queue);
            send(queue, batch);
            batch = null;
        }
        if (batch == null) {
            if (batches.isEmpty()) {
                vertx.runOnContext(end -> flush());
            }
            batch = new Batch();
            batches.put(queue, batch);
        }
        return batch.add(jobs);
    }

    private void flush() {
        Map<QueueName, Batch> all = Map.copyOf(batches);
        batches.clear();
        all.forEach(this::send);
    }

    private void send(QueueName queue, Batch batch) {
        Future.succeededFuture()
                .compose(start -> intake.submit(queue, batch.jobs))
                .onSuccess(results -> batch.parts.forEach(
                        part -> part.answer().complete(List.copyOf(results.subList(part.from(), part.to())))))
                .onFailure(cause -> batch.parts.forEach(part -> part.answer().fail(cause)));
        if (batch.mayStart) {
            onSent.accept(queue);
        }
    }
}
