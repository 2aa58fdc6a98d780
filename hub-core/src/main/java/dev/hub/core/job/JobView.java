package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a job. Times are ms since 1970 by the server's clock, 0 for what did not happen yet.
 *
 * @param data its payload
 * @param times of what happened to it
 * @param counts how often it was started, failed and was recovered
 * @param holder who has it, or had it last
 * @param ending how it ended, or how its last attempt did
 * @param progress as its worker told it last
 * @param dedup its deduplication key; empty for none
 * @param parent the job that waits for it
 * @param children what became of those it waits for: a state, or {@code open}
 * @param unreadable why its payload, its result or its progress cannot be decrypted, and is missing here; empty when it can
 */
public record JobView(
        QueueName queue,
        String id,
        JobState state,
        JobSpec spec,
        Payload data,
        int priority,
        String group,
        Times times,
        Counts counts,
        Holder holder,
        Ending ending,
        Optional<Payload> progress,
        String dedup,
        Parent parent,
        Map<String, String> children,
        String unreadable) {
    /** Copies the children. */
    public JobView {
        children = Map.copyOf(children);
    }

    /**
     * When.
     *
     * @param due when it may start, for a delayed one
     * @param leaseEnd until when its worker has it
     * @param expires when it expires if it waits still
     */
    public record Times(
            long submitted, long readySince, long due, long claimed, long leaseEnd, long expires, long ended) {}

    /**
     * How often.
     *
     * @param epoch number of its last start
     */
    public record Counts(long epoch, int failures, int recoveries, long logLines) {}

    /**
     * Who.
     *
     * @param node uid of the instance
     */
    public record Holder(String worker, String node) {}

    /**
     * For whom.
     *
     * @param id of the job; empty for none
     * @param queue where that is, if it is another one
     */
    public record Parent(String id, Optional<QueueName> queue) {
        /** Nobody. */
        public static final Parent NONE = new Parent("", Optional.empty());
    }

    /**
     * How it ended.
     *
     * @param cause a word, for what is not done: failed, unrecoverable, timeout, unreadable, lost, child, cancelled,
     *     parent, overflow, ttl
     */
    public record Ending(String cause, String error, Optional<Payload> result) {}
}
