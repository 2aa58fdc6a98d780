package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorkerEvent;
import dev.hub.core.job.QueueName;
import java.util.random.RandomGenerator;

/** What a queue needs of the instance that works for it. */
interface QueueDesk {
    /** uid of the instance. */
    String uid();

    /** Sends a worker something. */
    void tell(JobWorker worker, JobWorkerEvent event);

    /** This instance's clock: milliseconds that only go forward. */
    long now();

    /** Does it when the event loop has done what came before, such as outcomes that came together. */
    void afterwards(Runnable action);

    /** {@link ActiveQueue#woken} shall be called at {@code time}, or a little later. */
    void wakeAt(long time);

    /** From now on the job's lease is renewed, and its attempt is ended when it takes too long. */
    void keep(QueueName queue, HeldJob job);

    /** Not any more. */
    void forget(QueueName queue, HeldJob job);

    /** A job is not worked on by way of this instance any more. */
    void left();

    /** Followers of the job are to be told how it is now. */
    void changed(QueueName queue, String id);

    /** The job's lease is over, unless it was extended by way of another instance; then its worker is told to stop. */
    void doubt(QueueName queue, HeldJob job);

    /** Jobs that were leased to this instance without its knowing are for others. */
    void giveBackStrays(QueueName queue);

    /** Draws waits by lot. */
    RandomGenerator random();

    /** Where is counted. */
    JobReports reports();
}
