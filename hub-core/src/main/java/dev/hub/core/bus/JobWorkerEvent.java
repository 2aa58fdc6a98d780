package dev.hub.core.bus;

import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import java.util.List;

/** What a worker is told. */
public sealed interface JobWorkerEvent {
    /** Of which queue. */
    QueueName queue();

    /** It has these jobs now. */
    record Jobs(QueueName queue, List<ClaimedJob> jobs) implements JobWorkerEvent {
        /** Copies {@code jobs}. */
        public Jobs {
            jobs = List.copyOf(jobs);
        }
    }

    /** A job is not its any more: it shall stop. */
    record Stop(QueueName queue, JobClaim claim, Reason reason) implements JobWorkerEvent {}

    /** Why a worker is to stop. */
    enum Reason {
        /** Somebody cancelled the job. */
        CANCELLED,
        /** The attempt took too long. */
        TIMEOUT,
        /** The lease ended; another worker has the job, or will have it. */
        LOST
    }
}
