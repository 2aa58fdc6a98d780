package dev.hub.core.job;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of jobs. A call fails with a {@link dev.hub.core.valkey.ValkeyException}, or with a {@link HubException}: 122
 * where there is no such job.
 */
public final class JobReads {
    /** Most jobs, lines or events of one call. */
    public static final int MOST = 1_000;

    private static final Script READ = Script.resource("job_read");
    private static final Script LIST = Script.resource("job_list");
    private static final Script CHILDREN = Script.resource("job_children");
    private static final Script WATCH = Script.resource("queue_watch");
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Queues queues;
    private final JobViews views;

    /** Calls may come from any thread. */
    public JobReads(Queues queues) {
        this.queues = queues;
        this.views = new JobViews(queues.cipher());
        queues.preload(List.of(READ, LIST, CHILDREN, WATCH));
    }

    /** What is known of the job. */
    public Future<JobView> get(QueueName queue, String id) {
        return read(queue, id, false).map(reply -> views.of(queue, reply));
    }

    /** The same; if it is not over, its end is told on the queue's channel {@link JobStore#endedKey}. */
    public Future<JobView> getAndAwait(QueueName queue, String id) {
        return read(queue, id, true).map(reply -> views.of(queue, reply));
    }

    private Future<Response> read(QueueName queue, String id, boolean isAwaited) {
        return queues.tryRun(READ, queue, List.of(id, isAwaited))
                .map(reply -> requireKnown(reply).get(1));
    }

    private static Response requireKnown(Response reply) {
        if (reply.size() == 1) {
            throw HubException.of(ErrorCode.UNKNOWN_JOB);
        }
        return reply;
    }

    /**
     * What became of the jobs that a job waits for, in the order in which they were submitted. Fails with 108 when a result cannot
     * be decrypted.
     *
     * @param after {@link JobChildren#next} of the page before; 0 for the first
     * @param limit most children, 1 to {@value #MOST}; fewer come where their results are large
     */
    public Future<JobChildren> children(QueueName queue, String id, int after, int limit) {
        requireLimit(limit);
        return queues.tryRun(CHILDREN, queue, List.of(id, after, limit, MOST_BYTES))
                .map(reply -> views.childPage(queue, requireKnown(reply)));
    }

    /**
     * Jobs of a state, those first that start, run out or ended first.
     *
     * @param group of which group, for ready jobs; empty for those without one
     * @param after {@link JobPage#next} of the page before; empty for the first
     * @param limit most jobs, 1 to {@value #MOST}; fewer come where they are large
     * @param latestFirst in the other order
     */
    public Future<JobPage> list(
            QueueName queue, JobState state, String group, String after, int limit, boolean latestFirst) {
        requireLimit(limit);
        int cut = after.indexOf(' ');
        if (cut < 0 && !after.isEmpty()) {
            throw new IllegalArgumentException("after must be the next of a page, got \"" + after + "\"");
        }
        String list = state == JobState.READY && !group.isEmpty()
                ? "g:" + group
                : queues.keys().list(state);
        List<?> args = List.of(
                list,
                after.isEmpty() ? "" : after.substring(0, cut),
                after.substring(cut + 1),
                limit,
                MOST_BYTES,
                latestFirst);
        return queues.tryRun(LIST, queue, args).map(reply -> views.page(queue, reply));
    }

    /** Lines of a job's log, from the line {@code from} on, 0 the oldest kept. */
    public Future<JobLog> log(QueueName queue, String id, long from, int limit) {
        requireLimit(limit);
        String log = queues.keys().log(queue, id);
        Request lines = Request.cmd(Command.LRANGE).arg(log).arg(from).arg(from + limit - 1);
        String job = queues.keys().job(queue, id);
        Request total = Request.cmd(Command.HMGET).arg(job).arg("s").arg("ln");
        Future<@Nullable Response> read = queues.send(log, lines);
        return queues.send(job, total).compose(fields -> {
            if (fields == null || fields.get(0) == null) {
                return Future.failedFuture(HubException.of(ErrorCode.UNKNOWN_JOB));
            }
            long count = fields.get(1) == null ? 0 : Numbers.at(fields, 1);
            return read.map(reply -> JobViews.log(reply, count));
        });
    }

    /** The queue's events after the one at {@code offset}, from the first that is kept where that is empty. */
    public Future<List<JobEvent>> events(QueueName queue, String offset, int limit) {
        requireLimit(limit);
        String key = queues.keys().events(queue);
        Request request = Request.cmd(Command.XRANGE)
                .arg(key)
                .arg(offset.isEmpty() ? "-" : "(" + offset)
                .arg("+")
                .arg("COUNT")
                .arg(limit);
        return queues.send(key, request).map(reply -> reply == null ? List.of() : JobViews.events(reply));
    }

    /** The pub/sub channel that tells that there are events, see {@link #watchEvents}. */
    public String newsKey(QueueName queue) {
        return queues.keys().news(queue);
    }

    /** For so long it is told on {@link #newsKey} when there are events; not of a queue that did not begin yet. */
    public Future<Void> watchEvents(QueueName queue, Duration time) {
        return queues.tryRun(WATCH, queue, List.of(time.toMillis())).mapEmpty();
    }

    /** The queue's latest events, in order. */
    public Future<List<JobEvent>> latestEvents(QueueName queue, int limit) {
        requireLimit(limit);
        String key = queues.keys().events(queue);
        Request request = Request.cmd(Command.XREVRANGE)
                .arg(key)
                .arg("+")
                .arg("-")
                .arg("COUNT")
                .arg(limit);
        return queues.send(key, request)
                .map(reply -> reply == null ? List.of() : JobViews.events(reply).reversed());
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST + ", got " + limit);
        }
    }
}
