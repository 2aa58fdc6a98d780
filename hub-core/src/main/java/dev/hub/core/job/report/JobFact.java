package dev.hub.core.job.report;

import dev.hub.core.job.Settlement;
import java.util.Arrays;
import java.util.Optional;

/** What happens to jobs, and is counted. */
public enum JobFact {
    /** It came; so did each job of its flow. */
    SUBMITTED("submitted"),
    /** It was not taken: the queue is full, or draining. */
    REFUSED("refused"),
    /** A worker got it. */
    STARTED("started"),
    /** It is done. */
    DONE("done"),
    /** An attempt failed, and another one follows. */
    RETRIED("retried"),
    /** It is dead: its last attempt failed. */
    FAILED("failed"),
    /** It is dead: its worker said that trying again is of no use. */
    UNRECOVERABLE("unrecoverable"),
    /** It is dead: its last attempt took too long. */
    TIMEOUT("timeout"),
    /** It is dead: what it carries cannot be decrypted. */
    UNREADABLE("unreadable"),
    /** It is dead: its lease ended without a word from its worker, once more than it may. */
    LOST("lost"),
    /** Its worker gave it back undone. */
    HANDED_BACK("handed_back"),
    /** What a worker said of it came too late. */
    STALE("stale"),
    /** Its worker was told to stop. */
    STOPPED("stopped"),
    /** Its lease ended without a word from its worker. */
    RECOVERED("recovered"),
    /** It waited for longer than it lives. */
    EXPIRED("expired");

    private final String word;

    JobFact(String word) {
        this.word = word;
    }

    /** As it is written. */
    public String word() {
        return word;
    }

    /** The job was given up. */
    public boolean isDeath() {
        return switch (this) {
            case FAILED, UNRECOVERABLE, TIMEOUT, UNREADABLE, LOST -> true;
            case SUBMITTED, REFUSED, STARTED, DONE, RETRIED, HANDED_BACK, STALE, STOPPED, RECOVERED, EXPIRED -> false;
        };
    }

    /** The one that is written so; empty for one that this version does not know. */
    public static Optional<JobFact> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** That a settlement holds. */
    public static JobFact of(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Done done -> DONE;
            case Settlement.Retry retry -> RETRIED;
            case Settlement.Release release -> HANDED_BACK;
            case Settlement.Unbegun unbegun -> HANDED_BACK;
            case Settlement.Bury bury -> of(bury.cause());
        };
    }

    private static JobFact of(Settlement.Cause cause) {
        return switch (cause) {
            case FAILED -> FAILED;
            case UNRECOVERABLE -> UNRECOVERABLE;
            case TIMEOUT -> TIMEOUT;
            case UNREADABLE -> UNREADABLE;
        };
    }
}
