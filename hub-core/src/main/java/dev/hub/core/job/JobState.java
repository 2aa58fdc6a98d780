package dev.hub.core.job;

import java.util.Arrays;

/** Where a job is on its way. */
public enum JobState {
    /** It may start as soon as a worker is free. */
    READY("ready"),
    /** It may start at a certain time: it was submitted so, or waits for its next attempt. */
    DELAYED("delayed"),
    /** It may start when others are over: its children, or the job before it with its deduplication key. */
    BLOCKED("blocked"),
    /** A worker has it. */
    ACTIVE("active"),
    /** A worker completed it. */
    DONE("done"),
    /** It was given up: its attempts are used up, it must not be tried again, or its workers were lost too often. */
    DEAD("dead"),
    /** Somebody cancelled it, or the queue's overflow policy did. */
    CANCELLED("cancelled"),
    /** Its time to live was over before it started. */
    EXPIRED("expired");

    private final String word;

    JobState(String word) {
        this.word = word;
    }

    /** As it is written. */
    public String word() {
        return word;
    }

    /** It is over; only {@code job_retry} starts it anew. */
    public boolean isFinal() {
        return switch (this) {
            case READY, DELAYED, BLOCKED, ACTIVE -> false;
            case DONE, DEAD, CANCELLED, EXPIRED -> true;
        };
    }

    /**
     * The state of that word.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static JobState of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(JobState::word).toList())
                        + ", got \"" + word + "\""));
    }
}
