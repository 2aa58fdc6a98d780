package dev.hub.core.bus;

import dev.hub.core.bus.JobCommand.Changed;
import dev.hub.core.bus.JobCommand.LogLines;
import dev.hub.core.bus.JobCommand.Taken;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobChildren;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.JobPage;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobView;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Jobs, for a verticle beside the hub that has some done or does them. Get it from {@link HubClient#jobs}. A submission whose
 * outcome is unknown is safe to repeat with the same ids.
 */
public final class HubJobs {
    private final Vertx vertx;
    private final HubBus bus;
    private final JobIds ids = new JobIds(new SecureRandom());

    private HubJobs(Vertx vertx, HubBus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    static HubJobs of(Vertx vertx, HubBus bus) {
        return new HubJobs(vertx, bus);
    }

    /** An id that no other job has. */
    public String newId() {
        return ids.next();
    }

    /** Has a job of that name done, as soon as a worker is free. */
    public Future<Submitted> submit(QueueName queue, String name, Payload data) {
        return submit(queue, NewJob.of(newId(), data).with(JobSpec.STANDARD.named(name)));
    }

    /**
     * Has a job done. Fails with {@link dev.hub.core.protocol.ErrorCode#QUEUE_FULL} when the queue takes none; with
     * {@link dev.hub.core.protocol.ErrorCode#BAD_REQUEST} when the job is too large.
     */
    public Future<Submitted> submit(QueueName queue, NewJob job) {
        return submit(queue, List.of(job))
                .compose(jobs -> jobs.getFirst()
                        .refusal(queue)
                        .<Future<Submitted>>map(Future::failedFuture)
                        .orElseGet(() -> Future.succeededFuture(jobs.getFirst())));
    }

    /** Has jobs done, up to a thousand with their children. What became of each is said one by one, in their order. */
    public Future<List<Submitted>> submit(QueueName queue, List<NewJob> jobs) {
        return bus.request(Addresses.JOBS, new JobCommand.Submit(queue, jobs), Taken.class)
                .map(Taken::jobs);
    }

    /** What is known of a job; fails with {@link dev.hub.core.protocol.ErrorCode#UNKNOWN_JOB} when there is none. */
    public Future<JobView> get(QueueName queue, String id) {
        return bus.request(Addresses.JOBS, new JobCommand.Get(queue, id), JobView.class);
    }

    /** Some jobs of a state. */
    public Future<JobPage> list(JobCommand.ListJobs page) {
        return bus.request(Addresses.JOBS, page, JobPage.class);
    }

    /**
     * What became of the jobs that a job waits for, with their results. {@code after} is {@link JobChildren#next} of the page
     * before, 0 for the first.
     */
    public Future<JobChildren> children(QueueName queue, String id, int after, int limit) {
        return bus.request(Addresses.JOBS, new JobCommand.Children(queue, id, after, limit), JobChildren.class);
    }

    /** Lines of a job's log, from the line {@code from} on, 0 the oldest kept. */
    public Future<LogLines> log(QueueName queue, String id, long from, int limit) {
        return bus.request(Addresses.JOBS, new JobCommand.ReadLog(queue, id, from, limit), LogLines.class);
    }

    /**
     * What is known of a job when it is over, or when {@code patience} is: then it is not over. At most
     * {@value JobCommand.Await#MAX_WAIT_MILLIS} ms.
     */
    public Future<JobView> await(QueueName queue, String id, Duration patience) {
        return bus.request(
                Addresses.JOBS, new JobCommand.Await(queue, id, patience.toMillis()), JobView.class, patience);
    }

    /** Cancels jobs, running ones as well: their workers are told to stop, and what they say then is refused. */
    public Future<Changed> cancel(QueueName queue, List<String> jobs, String reason) {
        return bus.request(Addresses.JOBS, new JobCommand.Cancel(queue, jobs, reason), Changed.class);
    }

    /** Has jobs done after all that are dead, cancelled or expired. */
    public Future<Changed> retry(QueueName queue, List<String> jobs) {
        return bus.request(
                Addresses.JOBS, new JobCommand.Retry(queue, jobs, Optional.empty(), Optional.empty()), Changed.class);
    }

    /** Forgets jobs that are over. */
    public Future<Changed> remove(QueueName queue, List<String> jobs) {
        return bus.request(Addresses.JOBS, new JobCommand.Remove(queue, jobs), Changed.class);
    }

    /**
     * Works on jobs of the queue, beside whoever else does on whatever instance. A job is worked on by one worker at a time;
     * it may come to another when this instance dies, or does not reach Valkey for as long as a lease lasts: a handler must
     * bear to be the second.
     */
    public Employment work(QueueName queue, JobWorkerOptions options, JobHandler handler) {
        Employment employment = new Employment(vertx, bus, queue, options, handler);
        employment.begin();
        return employment;
    }
}
