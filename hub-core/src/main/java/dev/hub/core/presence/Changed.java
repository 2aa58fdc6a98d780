package dev.hub.core.presence;

/**
 * What became of a batch of changes.
 *
 * @param members how many there are in the group
 * @param hasEvents events wait in its outbox
 * @param hasTurned it may have got its first member, or lost its last one
 */
public record Changed(Outcome outcome, int members, boolean hasEvents, boolean hasTurned) {
    /** How it went. */
    public enum Outcome {
        /** It is in the group. */
        DONE,
        /** The lease was over: nothing was done. */
        LATE,
        /** Others cleaned up after this incarnation: nothing was done. */
        FENCED
    }
}
