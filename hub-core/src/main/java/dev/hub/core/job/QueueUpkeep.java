package dev.hub.core.job;

import dev.hub.core.valkey.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;

/** What is due in queues by the clock. Calls fail with a {@link dev.hub.core.valkey.ValkeyException}. */
public final class QueueUpkeep {
    private static final Script SWEEP = Script.resource("job_sweep");
    private static final int MOST = 500;

    private final Queues queues;

    /** Calls may come from any thread. */
    public QueueUpkeep(Queues queues) {
        this.queues = queues;
        queues.preload(List.of(SWEEP));
    }

    /**
     * Promotes delayed jobs, hands on those of lost workers, ends those whose time to live is over, and forgets old ones.
     *
     * @param term of the leader that sweeps, see {@link dev.hub.core.leader}; 0 for none
     * @return empty when a leader of a higher term was here
     */
    public Future<Optional<Swept>> sweep(QueueName queue, long term) {
        return queues.run(SWEEP, queue, List.of(Long.toString(term), MOST)).map(JobReplies::swept);
    }

    /** The followers of these jobs were told that they are over. */
    public Future<Void> confirmTold(QueueName queue, List<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture();
        }
        String key = queues.keys().tell(queue);
        Request request = Request.cmd(Command.ZREM).arg(key);
        ids.forEach(request::arg);
        return queues.send(key, request).mapEmpty();
    }
}
