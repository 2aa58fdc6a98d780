package dev.hub.core.job;

/** Whether a settlement holds. */
public enum Settled {
    /** The job was no longer the worker's: nothing changed. */
    STALE,
    /** It holds. */
    DONE,
    /** It holds, and somebody follows the job on its channel. */
    FOLLOWED
}
