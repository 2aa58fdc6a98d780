package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import dev.hub.core.valkey.Script;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What operators and submitters do to jobs that are there. Each call is one script; it fails with a
 * {@link dev.hub.core.valkey.ValkeyException}.
 */
public final class JobChanges {
    /** Most jobs of one call. */
    public static final int MOST = 1_000;

    private static final Script CANCEL = Script.resource("job_cancel");
    private static final Script RETRY = Script.resource("job_retry");
    private static final Script REMOVE = Script.resource("job_remove");

    private final Queues queues;

    /** Calls may come from any thread. */
    public JobChanges(Queues queues) {
        this.queues = queues;
        queues.preload(List.of(CANCEL, RETRY, REMOVE));
    }

    /** Cancels jobs that are not over, and the children that they wait for; at most {@value #MOST}. */
    public Future<Cancelled> cancel(QueueName queue, List<String> ids, String reason) {
        requireBatch(ids);
        List<Object> args = new ArrayList<>();
        args.add(reason);
        args.addAll(ids);
        return queues.commit(CANCEL, queue, args)
                .onSuccess(reply -> queues.heedOutgoing(queue, reply, 3))
                .map(reply -> JobReplies.cancelled(ids, reply));
    }

    /**
     * Has jobs done after all that are dead, cancelled or expired, at most {@value #MOST}. Children that their flow needs are done
     * again before their parent; a parent that failed for the child waits for it once more.
     */
    public Future<JobChange> retry(QueueName queue, List<String> ids) {
        requireBatch(ids);
        return retry(queue, ids, Optional.empty(), Optional.empty());
    }

    /** The same with one job that is something else from now on, or has another payload. */
    public Future<JobChange> retry(QueueName queue, String id, Optional<JobSpec> spec, Optional<Payload> data) {
        return retry(queue, List.of(id), spec, data);
    }

    /** The same with the oldest {@value #MOST} of those that are dead. */
    public Future<JobChange> retryDead(QueueName queue) {
        return commitRetry(queue, List.of(true, "", 0, false, MOST));
    }

    private Future<JobChange> retry(QueueName queue, List<String> ids, Optional<JobSpec> spec, Optional<Payload> data) {
        List<Object> args = new ArrayList<>();
        args.add(false);
        args.add(spec.map(JobSpec::encode).orElse(""));
        args.add(spec.map(JobSpec::timeoutMillis).orElse(0L));
        args.add(data.isPresent());
        args.add(data.map(each -> queues.cipher().seal(queue, each)).orElseGet(() -> new byte[0]));
        args.addAll(ids);
        return commitRetry(queue, args);
    }

    private Future<JobChange> commitRetry(QueueName queue, List<Object> args) {
        return queues.commit(RETRY, queue, args)
                .onSuccess(reply -> queues.heedOutgoing(queue, reply, 2))
                .map(JobReplies::retried);
    }

    /** Forgets jobs that are over, at most {@value #MOST}. */
    public Future<JobChange> remove(QueueName queue, List<String> ids) {
        requireBatch(ids);
        return queues.commit(REMOVE, queue, ids).map(JobReplies::removed);
    }

    private static void requireBatch(List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST) {
            throw new IllegalArgumentException("a call must name 1 to " + MOST + " jobs, got " + ids.size());
        }
    }
}
