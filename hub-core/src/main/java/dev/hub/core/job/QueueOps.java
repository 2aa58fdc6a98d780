package dev.hub.core.job;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What operators do to queues. A call fails with a {@link dev.hub.core.valkey.ValkeyException}, or with a {@link HubException}:
 * 102 where there is no such queue.
 */
public final class QueueOps {
    private static final Script STATS = Script.resource("queue_stats");
    private static final Script SWITCH = Script.resource("queue_switch");
    private static final Script GROUP = Script.resource("queue_group");
    private static final Script PURGE = Script.resource("queue_purge");
    private final Queues queues;
    private final int mostPurged;

    /** Calls may come from any thread. */
    public QueueOps(Queues queues) {
        this(queues, 500);
    }

    QueueOps(Queues queues, int mostPurged) {
        this.queues = queues;
        this.mostPurged = mostPurged;
        queues.preload(List.of(STATS, SWITCH, GROUP, PURGE));
    }

    /** How the queue is doing. */
    public Future<QueueStats> stats(QueueName queue) {
        return queues.tryRun(STATS, queue, List.of()).map(reply -> JobReplies.stats(queue, known(queue, reply)));
    }

    /** No job starts, until {@link #resume}; what runs goes on. */
    public Future<Void> pause(QueueName queue) {
        return queues.commit(SWITCH, queue, List.of("1", "")).mapEmpty();
    }

    /** The queue takes no more jobs, until {@link #resume}, but does those that are there. */
    public Future<Void> drain(QueueName queue) {
        return queues.commit(SWITCH, queue, List.of("", "1")).mapEmpty();
    }

    /** Ends a pause and a draining. */
    public Future<Void> resume(QueueName queue) {
        return queues.commit(SWITCH, queue, List.of("0", "0")).mapEmpty();
    }

    /** Gives the queue these settings, and wakes the instances that may have jobs for it now; tells them. */
    public Future<QueueSettings> configure(QueueName queue, QueueSettings settings) {
        return queues.configure(queue, settings)
                .compose(now -> queues.commit(SWITCH, queue, List.of("", "")).map(now));
    }

    /** Gives a group settings of its own; tells all that it has. */
    public Future<GroupSettings> configureGroup(QueueName queue, String group, GroupChange change) {
        List<Object> args = new ArrayList<>();
        args.add(group);
        args.add(change.weight().<Object>map(each -> each).orElse(""));
        args.add(change.concurrency().<Object>map(each -> each).orElse(""));
        args.add(change.paused().<Object>map(each -> each).orElse(""));
        return queues.commit(GROUP, queue, args).map(JobReplies::group);
    }

    /** The settings of a group. */
    public Future<GroupSettings> group(QueueName queue, String group) {
        return queues.tryRun(GROUP, queue, List.of(group, "", "", ""))
                .map(reply -> JobReplies.group(known(queue, reply)));
    }

    private static Response known(QueueName queue, Response reply) {
        if (JobReplies.isUnconfigured(reply)) {
            throw HubException.of(ErrorCode.UNKNOWN_CHANNEL, "unknown queue: " + queue);
        }
        return reply;
    }

    /**
     * Begins to throw away the jobs that are in some states now, and throws away the first 500 of them. Those that wait go as if
     * they had been cancelled; those that are active stay.
     */
    public Future<PurgeStep> purge(QueueName queue, Set<JobState> states) {
        List<Object> args = new ArrayList<>();
        args.add(mostPurged);
        states.stream()
                .filter(state -> state != JobState.ACTIVE)
                .map(JobState::word)
                .forEach(args::add);
        return runPurge(queue, args);
    }

    /** Throws away the next 500 jobs of those that a purge was begun for, by whomever. */
    public Future<PurgeStep> continuePurge(QueueName queue) {
        return runPurge(queue, List.of(mostPurged));
    }

    private Future<PurgeStep> runPurge(QueueName queue, List<Object> args) {
        return queues.run(PURGE, queue, args)
                .onSuccess(reply -> queues.heedOutgoing(queue, reply, 3))
                .map(JobReplies::purged);
    }
}
