package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobChild;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A job that a handler works on, for the handler. From any thread. */
public interface JobContext {
    /** Of which queue it is. */
    QueueName queue();

    /** What it is. */
    ClaimedJob job();

    /** Its payload. */
    default Payload data() {
        return job().data();
    }

    /** Which attempt this is, from 1: failures count, recoveries do not. */
    default int attempt() {
        return job().failures() + 1;
    }

    /**
     * What became of the jobs that it waited for, with their results, in the order in which they were submitted. All at once:
     * where that is too much, {@link HubJobs#children} tells them a page at a time.
     */
    Future<List<JobChild>> children();

    /** Tells how far it is: {@code progress} is any JSON. Fails with 120 when the job is not the handler's any more. */
    Future<Void> progress(Payload progress);

    /** Writes a line to the job's log. Fails likewise. */
    Future<Void> log(String line);

    /**
     * Has the job for {@code time} from now at least. Leases of verticles are renewed anyway as long as their instance
     * reaches Valkey; this helps to outlast a time in which it does not. Fails likewise.
     */
    Future<Void> extend(Duration time);

    /** The job is not the handler's any more: it was cancelled, took too long, or the lease was lost. */
    boolean isStopped();

    /** Calls {@code action} once when that happens, on a thread of the hub's; at once when it has. */
    void onStop(Runnable action);
}
