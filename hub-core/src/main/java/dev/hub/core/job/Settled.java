package dev.hub.core.job;

/** Whether a settlement holds. */
public enum Settled {
    /** The job was no longer the worker's: nothing changed. */
    STALE,
    /** It holds. */
    DONE,
    /** It holds, and somebody follows the job on its channel. */
    FOLLOWED,
    /** It holds since the same was said before: nothing changed. */
    REPEATED,
    /** The same, and somebody follows the job. */
    REPEATED_FOLLOWED;

    /** The job became what the settlement says, now or before. */
    public boolean holds() {
        return this != STALE;
    }

    /** The same was said before. */
    public boolean isRepeated() {
        return this == REPEATED || this == REPEATED_FOLLOWED;
    }

    /** Followers are to be told: of what was said before as well, for whoever was to tell them may be gone. */
    public boolean isFollowed() {
        return this == FOLLOWED || this == REPEATED_FOLLOWED;
    }
}
