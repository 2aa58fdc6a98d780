package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobState;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import java.util.List;
import java.util.Optional;

/** What whoever has jobs done asks the JobVerticle for. Rights were checked before. */
public sealed interface JobCommand {
    /** Of which queue. */
    QueueName queue();

    /** Take jobs. Answered with {@link Taken}. */
    record Submit(QueueName queue, List<NewJob> jobs) implements JobCommand {
        /** Copies {@code jobs}. */
        public Submit {
            jobs = List.copyOf(jobs);
        }
    }

    /** Tell what is known of a job. Answered with a {@link dev.hub.core.job.JobView}; refused with 122 when there is none. */
    record Get(QueueName queue, String id) implements JobCommand {}

    /**
     * Tell the jobs of a state, those first that start, run out or ended first. Answered with a
     * {@link dev.hub.core.job.JobPage}.
     *
     * @param group of which group, for ready jobs; empty for those without one
     * @param after {@link dev.hub.core.job.JobPage#next} of the page before
     * @param limit most of them, 1 to 1000
     * @param latestFirst in the other order
     */
    record ListJobs(QueueName queue, JobState state, String group, String after, int limit, boolean latestFirst)
            implements JobCommand {}

    /**
     * Tell what became of the jobs that a job waits for, in the order in which they were submitted. Answered with
     * {@link dev.hub.core.job.JobChildren}; refused with 122 when there is no such job.
     *
     * @param after {@link dev.hub.core.job.JobChildren#next} of the page before; 0 for the first
     * @param limit most of them, 1 to 1000; fewer come where their results are large
     */
    record Children(QueueName queue, String id, int after, int limit) implements JobCommand {}

    /** Tell lines of a job's log, from the line {@code from} on, 0 the oldest kept. Answered with {@link LogLines}. */
    record ReadLog(QueueName queue, String id, long from, int limit) implements JobCommand {}

    /** Cancel jobs. Answered with {@link Changed}. */
    record Cancel(QueueName queue, List<String> ids, String reason) implements JobCommand {
        /** Copies {@code ids}. */
        public Cancel {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Have jobs done after all that are dead, cancelled or expired. Answered with {@link Changed}.
     *
     * @param ids none for all dead ones, the oldest thousand
     * @param spec what the job is from now on; for one id only
     * @param data its payload from now on; for one id only
     */
    record Retry(QueueName queue, List<String> ids, Optional<JobSpec> spec, Optional<Payload> data)
            implements JobCommand {
        /** Copies {@code ids}. */
        public Retry {
            ids = List.copyOf(ids);
        }
    }

    /** Forget jobs that are over. Answered with {@link Changed}. */
    record Remove(QueueName queue, List<String> ids) implements JobCommand {
        /** Copies {@code ids}. */
        public Remove {
            ids = List.copyOf(ids);
        }
    }

    /**
     * Wait for the end of a job. Answered with a {@link dev.hub.core.job.JobView}, of a job that is not over when the wait is.
     *
     * @param waitMillis 0 to {@value #MAX_WAIT_MILLIS}
     */
    record Await(QueueName queue, String id, long waitMillis) implements JobCommand {
        /** Longest wait. */
        public static final long MAX_WAIT_MILLIS = 30_000;
    }

    /**
     * Tell what became of jobs. Answered with {@link Events}; perhaps none.
     *
     * @param after {@link dev.hub.core.job.JobEvent#offset} of the last one that is known; empty for the latest
     * @param limit most of them, 1 to 1000
     * @param waitMillis how long to wait while there are none, 0 to {@value Await#MAX_WAIT_MILLIS}
     */
    record ReadEvents(QueueName queue, String after, int limit, long waitMillis) implements JobCommand {}

    /** What became of the jobs, in their order. */
    record Taken(List<Submitted> jobs) {
        /** Copies {@code jobs}. */
        public Taken {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * What was changed.
     *
     * @param ids whom
     * @param unknown of whom nothing is known
     * @param others who was left alone, for they are in another state
     */
    record Changed(List<String> ids, List<String> unknown, List<String> others) {
        /** Copies the lists. */
        public Changed {
            ids = List.copyOf(ids);
            unknown = List.copyOf(unknown);
            others = List.copyOf(others);
        }
    }

    /**
     * Lines of a log.
     *
     * @param lines each with its time
     * @param total how many there ever were
     */
    record LogLines(List<LogLine> lines, long total) {
        /** Copies the lines. */
        public LogLines {
            lines = List.copyOf(lines);
        }
    }

    /** What became of jobs, in order. */
    record Events(List<JobEvent> events) {
        /** Copies {@code events}. */
        public Events {
            events = List.copyOf(events);
        }
    }

    /** A line that a worker wrote. */
    record LogLine(long timeMillis, String text) {}
}
