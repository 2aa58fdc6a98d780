package dev.hub.core.schedule;

import dev.hub.core.job.Submitted;
import java.util.Locale;
import java.util.Optional;

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
        /** Its queue was full: its job is in the one that takes what is too much. */
        SPILLED,
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

        /** What became of the job that was submitted for it; empty when none was. */
        public Optional<Submitted.Outcome> submission() {
            return switch (this) {
                case TAKEN -> Optional.of(Submitted.Outcome.TAKEN);
                case KNOWN -> Optional.of(Submitted.Outcome.KNOWN);
                case SPILLED -> Optional.of(Submitted.Outcome.SPILLED);
                case DUPLICATE -> Optional.of(Submitted.Outcome.DUPLICATE);
                case REPLACED -> Optional.of(Submitted.Outcome.REPLACED);
                case FULL -> Optional.of(Submitted.Outcome.FULL);
                case CLOSED -> Optional.of(Submitted.Outcome.CLOSED);
                case SKIPPED -> Optional.empty();
            };
        }

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
