package dev.hub.verticles.jobs.soak.judge;

/** The promises that a queue can break. */
public enum Kind {
    /** A job that was taken is not there at the end. */
    LOST,
    /** A job is still to be done, or being done, when nothing is left to do. */
    UNFINISHED,
    /** A job is in the lists of two states. */
    IN_TWO_STATES,
    /** A job is there that nobody submitted. */
    UNASKED,
    /** What a worker said of a job counted after another start of it had been handed out. */
    STALE_ACCEPTED,
    /** Two starts of a job were completed. */
    COMPLETED_TWICE,
    /** Two workers got the same start of a job. */
    HANDED_OUT_TWICE,
    /** A later start has no higher number. */
    EPOCH_FELL,
    /** A job started that was over. */
    STARTED_AFTER_END,
    /** A job ended otherwise than its worker or an operator was told, or than anybody said. */
    CONTRADICTED,
    /** A failure counts of which no worker was told that it does. */
    MISCOUNTED,
    /** A payload or a result is another job's, or another start's. */
    MIXED_UP,
    /** More jobs with one deduplication key were unfinished at a time than may be. */
    TOO_MANY_OF_A_KEY,
    /** The last job of a key that keeps the last one was not done. */
    LAST_OF_KEY_LOST,
    /** More jobs of a group were active at a time than may be. */
    TOO_MANY_OF_A_GROUP,
    /** A job started, or was done, before its children were. */
    PARENT_TOO_EARLY,
    /** A schedule has no job for a tick. */
    TICK_MISSED,
    /** A schedule has a job for what is no tick. */
    NO_TICK,
    /** The queue refused what it must not refuse, or was silent for too long. */
    REFUSED
}
