package dev.hub.verticles.job;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueUpkeep;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who follow a job on the channel {@code job:<id>} how far it is, what its workers log, and in which state it is.
 * That it is over is told at least once: where this instance fails to, a sweep has it told again.
 *
 * <p>The history of the channel is in Valkey in plain. So where jobs are encrypted, progress is told to those who are there
 * alone, and of results that there is one.
 */
final class Followers {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final HubBus bus;
    private final JobReads reads;
    private final QueueUpkeep upkeep;
    private final boolean isEncrypted;

    Followers(HubBus bus, JobReads reads, QueueUpkeep upkeep, boolean isEncrypted) {
        this.isEncrypted = isEncrypted;
        this.bus = bus;
        this.reads = reads;
        this.upkeep = upkeep;
    }

    /** The channel of a job; ids that no channel can have are followed by nobody. */
    private static ChannelName channel(String id) {
        return new ChannelName(ReservedNamespaces.JOB + ":" + id);
    }

    /** Tells how far the job is. */
    void advanced(String id, Payload word) {
        tell(id, word, isEncrypted ? PublishOptions.NONE.withoutHistory() : PublishOptions.NONE);
    }

    /** Tells lines of its log. */
    void logged(String id, Payload word) {
        tell(id, word, PublishOptions.NONE);
    }

    private void tell(String id, Payload word, PublishOptions options) {
        publish(id, word, options)
                .onFailure(cause -> LOG.debug("A word on job {} was not told: {}", id, cause.toString()));
    }

    /** Tells in which state the job is now. */
    void changed(QueueName queue, String id) {
        tell(queue, id).onFailure(cause -> LOG.debug("The state of job {} is told later: {}", id, cause.toString()));
    }

    /** The same; done when it is told, and was said to be. */
    Future<Void> tell(QueueName queue, String id) {
        return reads.get(queue, id)
                .compose(job -> publish(
                                id, JobJson.state(job, isEncrypted), PublishOptions.NONE.withIdempotencyKey(key(job)))
                        .compose(told -> job.state().isFinal()
                                ? upkeep.confirmTold(queue, List.of(id))
                                : Future.succeededFuture()))
                .recover(cause -> isGone(cause) ? upkeep.confirmTold(queue, List.of(id)) : Future.failedFuture(cause));
    }

    /** There is nothing left to tell, or no channel to tell it on. */
    private static boolean isGone(Throwable cause) {
        return cause instanceof IllegalArgumentException
                || (cause instanceof HubException refusal && refusal.code() == ErrorCode.UNKNOWN_JOB.code());
    }

    /** Several instances may tell the same. */
    private static String key(JobView job) {
        return job.queue() + " " + job.counts().epoch() + " " + job.counts().failures() + " "
                + job.state().word() + " " + job.times().ended();
    }

    private Future<Void> publish(String id, Payload word, PublishOptions options) {
        return Future.<Void>succeededFuture()
                .compose(start -> bus.publish(new ChannelCommand.Publish(channel(id), word, null, options)))
                .mapEmpty();
    }
}
