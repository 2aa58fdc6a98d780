package dev.hub.core.job;

import java.util.List;

/**
 * A child that is to be submitted to another queue than that of its parent.
 *
 * @param flow which submission it belongs to: no other one has the same
 * @param parent id of its parent
 * @param id its own
 * @param queue where it is to be
 * @param args it and all that comes before it there, as {@code job_submit} takes them
 * @param next children in further queues, of those jobs; none where they are not known here
 */
record FarChild(String flow, String parent, String id, QueueName queue, List<Object> args, List<FarChild> next) {
    /** How many jobs are to be submitted, and notes of children in further queues. */
    int entries() {
        return args.size() / SubmitArguments.PARTS;
    }

    /** How many bytes of data these have. */
    long bytes() {
        long sum = 0;
        for (Object each : args) {
            sum += each instanceof byte[] bytes ? bytes.length : 0;
        }
        return sum;
    }
}
