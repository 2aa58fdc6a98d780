package dev.hub.core.leader;

/** What became of the wish to lead. */
public sealed interface Candidacy {
    /** The asker leads, for another lease from when it asked. */
    record Elected(long term) implements Candidacy {}

    /**
     * Another one leads, or did until a moment ago.
     *
     * @param freeInMillis when others may lead, unless it keeps on; from the answer, at least 1
     */
    record Refused(Leader leader, long freeInMillis) implements Candidacy {}
}
