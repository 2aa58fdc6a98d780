package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import java.util.List;
import java.util.OptionalLong;

/**
 * What workers ask the JobVerticle for. Rights were checked before. Whatever names a {@link JobClaim} is refused with 120 when
 * the job is not the worker's any more.
 */
public sealed interface JobWork {
    /** Of which queue. */
    QueueName queue();

    /**
     * Lease jobs. Answered with {@link Claimed}.
     *
     * @param client id of the connection that asks; its jobs are handed back when it is gone. Empty for none
     * @param address where the connection's event loop takes {@link ConnectionCommand}s; empty for none
     * @param max most jobs, 1 to 1000
     * @param waitMillis how long to wait while there are none, 0 to {@value #MAX_WAIT_MILLIS}
     * @param leaseMillis how long to have them; 0 for the queue's setting
     */
    record Claim(
            QueueName queue, String worker, String client, String address, int max, long waitMillis, long leaseMillis)
            implements JobWork {
        /** Longest wait. */
        public static final long MAX_WAIT_MILLIS = 30_000;
    }

    /** The work takes longer: {@code millis} from now, 0 for the queue's setting. Answered with {@link Extended}. */
    record Extend(QueueName queue, List<JobClaim> claims, long millis) implements JobWork {
        /** Copies {@code claims}. */
        public Extend {
            claims = List.copyOf(claims);
        }
    }

    /** So far it is. Answered with {@link Noted}. */
    record Progress(QueueName queue, JobClaim claim, Payload progress) implements JobWork {}

    /** Lines for the job's log. Answered with {@link Noted}. */
    record Log(QueueName queue, JobClaim claim, List<String> lines) implements JobWork {
        /** Copies {@code lines}. */
        public Log {
            lines = List.copyOf(lines);
        }
    }

    /** It is done. Answered with {@link Noted}. */
    record Complete(QueueName queue, JobClaim claim, Payload result) implements JobWork {}

    /**
     * It failed. Answered with {@link Failed}.
     *
     * @param retry false: to try again is of no use
     * @param delayMillis after how long to try again; empty for what the job's backoff says
     */
    record Fail(QueueName queue, JobClaim claim, String error, boolean retry, OptionalLong delayMillis)
            implements JobWork {}

    /** Others shall do it, after {@code delayMillis}; no failure. Answered with {@link Noted}. */
    record Release(QueueName queue, JobClaim claim, long delayMillis) implements JobWork {}

    /** The worker did not begin with these: others shall do them next, in this order; no failure. Answered with {@link Noted}. */
    record GiveBack(QueueName queue, List<JobClaim> claims) implements JobWork {
        /** Copies {@code claims}. */
        public GiveBack {
            claims = List.copyOf(claims);
        }
    }

    /**
     * From now on send jobs to {@code worker}; to one that is attached already, with another credit. Answered with
     * {@link Attached}.
     *
     * @param credit how many it works on at a time, 0 to 1000
     * @param ahead how many it has beside these, once nobody else here would work on them at once; 0 to 1000
     */
    record Attach(QueueName queue, JobWorker worker, int credit, int ahead) implements JobWork {
        /** One that has no more than it works on. */
        public Attach(QueueName queue, JobWorker worker, int credit) {
            this(queue, worker, credit, 0);
        }
    }

    /** Send {@code worker} nothing more; what it has, it may finish. Answered with {@link Detached}. */
    record Detach(QueueName queue, JobWorker worker) implements JobWork {}

    /** Jobs to work on; perhaps none. */
    record Claimed(List<ClaimedJob> jobs) {
        /** Copies {@code jobs}. */
        public Claimed {
            jobs = List.copyOf(jobs);
        }
    }

    /** Until when, ms since 1970, in the order of the claims; 0 for those that are not the worker's any more. */
    record Extended(List<Long> ends) {
        /** Copies {@code ends}. */
        public Extended {
            ends = List.copyOf(ends);
        }
    }

    /** It holds. */
    record Noted() {}

    /**
     * What becomes of the job.
     *
     * @param isDead it is not tried again
     * @param delayMillis else after how long it is
     */
    record Failed(boolean isDead, long delayMillis) {}

    /** Jobs come to the worker. */
    record Attached() {}

    /** None come any more. */
    record Detached(boolean wasAttached) {}
}
