package dev.hub.core.job;

import dev.hub.core.channel.Payload;

/**
 * A job that a worker has now.
 *
 * @param claim by what it holds it; the epoch is the number of this start as well
 * @param failures failed attempts so far
 * @param readySinceMillis when it could have started, ms since 1970 by the server's clock
 * @param submittedMillis when it was submitted
 * @param claimedMillis when it was claimed
 * @param leaseEndMillis until when it has to be settled or extended
 * @param attemptEndMillis until when it has to be settled in any case; 0 for no end
 * @param taker which of those who asked gets it, from 0
 */
public record ClaimedJob(
        JobClaim claim,
        JobSpec spec,
        Payload data,
        int failures,
        long readySinceMillis,
        long submittedMillis,
        long claimedMillis,
        long leaseEndMillis,
        long attemptEndMillis,
        int taker) {
    /** The same with another end of its lease. */
    public ClaimedJob until(long end) {
        return new ClaimedJob(
                claim,
                spec,
                data,
                failures,
                readySinceMillis,
                submittedMillis,
                claimedMillis,
                end,
                attemptEndMillis,
                taker);
    }

    /** How long its lease is. */
    public long leaseMillis() {
        return leaseEndMillis - claimedMillis;
    }
}
