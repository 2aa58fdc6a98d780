package dev.hub.core.job;

import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import java.util.Optional;

/**
 * What became of a job that was submitted.
 *
 * @param id of the job that there is now: this one, or the one whose deduplication key stood in its way
 * @param refusedBy the other queue that refuses a child of it; empty for its own queue. Then it is not there, or dead if that queue
 *     would have taken it a moment before
 */
public record Submitted(Outcome outcome, String id, Optional<QueueName> refusedBy) {
    /** What became of it in its own queue. */
    public Submitted(Outcome outcome, String id) {
        this(outcome, id, Optional.empty());
    }

    /** What happened. */
    public enum Outcome {
        /** It is in the queue. */
        TAKEN,
        /** A job of this id is there already; nothing changed. */
        KNOWN,
        /** Its queue is full; it is in the one that takes what is too much. */
        SPILLED,
        /** Another one with its deduplication key is there; nothing changed. */
        DUPLICATE,
        /** Another one with its deduplication key has its payload now. */
        REPLACED,
        /** It was refused: the queue is full. */
        FULL,
        /** It was refused: the queue takes no jobs. */
        CLOSED,
        /** Its flow was refused: a job of it has an id that is there already. */
        CONFLICT
    }

    /** Why there is no job that does what was wanted; empty when there is one. */
    public Optional<HubException> refusal(QueueName own) {
        QueueName queue = refusedBy.orElse(own);
        return switch (outcome) {
            case TAKEN, KNOWN, SPILLED, DUPLICATE, REPLACED -> Optional.empty();
            case FULL ->
                Optional.of(HubException.of(
                        ErrorCode.QUEUE_FULL, "queue full: as many jobs wait in " + queue + " as may (max_size)"));
            case CLOSED ->
                Optional.of(HubException.of(
                        ErrorCode.QUEUE_FULL,
                        "queue full: " + queue + " is drained and takes no jobs until queue_resume"));
            case CONFLICT ->
                Optional.of(HubException.of(
                        ErrorCode.BAD_REQUEST,
                        "bad request: children: a job of the flow has an id that is there already"));
        };
    }

    /** There is a job that does what was wanted. */
    public boolean isTaken() {
        return switch (outcome) {
            case TAKEN, KNOWN, SPILLED, DUPLICATE, REPLACED -> true;
            case FULL, CLOSED, CONFLICT -> false;
        };
    }
}
