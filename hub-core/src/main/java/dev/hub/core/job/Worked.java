package dev.hub.core.job;

import java.util.List;

/**
 * What came of a round of work.
 *
 * @param nowMicros the server's clock
 * @param settled for each settlement, in order
 * @param claimed jobs, in the order of the takers
 * @param unreadable how many were to be claimed but cannot be decrypted, and are dead instead; others may be there for the takers
 * @param moreInMillis after how long there may be more without anybody being woken; -1 for never
 */
public record Worked(
        long nowMicros, List<Settled> settled, List<ClaimedJob> claimed, int unreadable, long moreInMillis) {
    /** Copies the lists. */
    public Worked {
        settled = List.copyOf(settled);
        claimed = List.copyOf(claimed);
    }
}
