package dev.hub.core.schedule;

import java.util.Locale;

/**
 * What became of a tick.
 *
 * @param tickMillis when it was due, ms since 1970
 * @param atMillis when it was seen to
 * @param jobId of the job that does it; empty for none
 */
public record Firing(long tickMillis, long atMillis, Outcome outcome, String jobId) {
    /** What happened. */
    public enum Outcome {
        /** Its job was submitted. */
        TAKEN,
        /** Its job was there already. */
        KNOWN,
        /** Another job with the same deduplication key does it. */
        DUPLICATE,
        /** Another job with the same deduplication key has its payload now. */
        REPLACED,
        /** The queue was full: it passed without a job. */
        FULL,
        /** The queue took no jobs: it passed without one. */
        CLOSED,
        /** It passed without a job, since the one before it was not over. */
        SKIPPED;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
