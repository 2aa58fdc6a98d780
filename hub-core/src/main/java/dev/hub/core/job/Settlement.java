package dev.hub.core.job;

import dev.hub.core.channel.Payload;

/** What a worker says of a job that it is through with. */
public sealed interface Settlement {
    /** Of which job. */
    JobClaim claim();

    /** It is done; {@code result} is kept with it. */
    record Done(JobClaim claim, Payload result) implements Settlement {}

    /** The attempt failed; it is tried again after {@code delayMillis}. */
    record Retry(JobClaim claim, String error, long delayMillis) implements Settlement {}

    /** It failed for good. */
    record Bury(JobClaim claim, String error, Cause cause) implements Settlement {}

    /** The worker gives it back undone; that is no failure. Others may have it after {@code delayMillis}. */
    record Release(JobClaim claim, long delayMillis) implements Settlement {}

    /** The worker did not begin with it: it is the next one of its priority again, and that is no failure. */
    record Unbegun(JobClaim claim) implements Settlement {}

    /** Why a job is dead. */
    enum Cause {
        /** Its last attempt failed. */
        FAILED("failed"),
        /** Its worker said that trying again is of no use. */
        UNRECOVERABLE("unrecoverable"),
        /** Its last attempt took too long. */
        TIMEOUT("timeout"),
        /** Its payload cannot be decrypted: no worker can be given it. */
        UNREADABLE("unreadable");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }
}
