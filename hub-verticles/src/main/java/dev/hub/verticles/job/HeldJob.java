package dev.hub.verticles.job;

import dev.hub.core.bus.JobWorker;
import dev.hub.core.job.ClaimedJob;
import org.jspecify.annotations.Nullable;

/** A job that was claimed by way of this instance and is not settled, as far as this instance knows. */
final class HeldJob {
    final ClaimedJob job;

    /** When it was claimed, by the instance's clock. */
    final long since;

    /** The timer that ends its attempt; -1 for none. */
    long end = -1;

    /** Who has it; null for one who cannot be told anything. */
    private @Nullable JobWorker holder;

    /** When its lease is over, by the instance's clock, unless it was renewed without this instance. */
    private long until;

    private long leaseEnd;
    private boolean isSettled;
    private boolean isOrphan;
    private boolean isDoubted;

    HeldJob(ClaimedJob job, @Nullable JobWorker holder, long since) {
        this.job = job;
        this.holder = holder;
        this.since = since;
        this.until = since + job.leaseMillis();
        this.leaseEnd = job.leaseEndMillis();
    }

    @Nullable
    JobWorker holder() {
        return holder;
    }

    /** A verticle of this instance has it, so its lease is kept here. */
    boolean isKeptHere() {
        return holder instanceof JobWorker.OfVerticle;
    }

    /** The connection has it. */
    boolean isOf(String client) {
        return holder instanceof JobWorker.OfConnection connection
                && connection.client().equals(client);
    }

    /** Its connection is gone; whoever has it now, only the lease tells. */
    void orphan() {
        holder = null;
        isOrphan = true;
    }

    /** Nobody has shown since that it is worked on. */
    boolean isOrphan() {
        return isOrphan && !isSettled;
    }

    /** Its worker has said what became of it. */
    void settled() {
        isSettled = true;
    }

    boolean isSettled() {
        return isSettled;
    }

    /** Somebody has it until {@code end}, by the server's clock. */
    void extend(long end) {
        leaseEnd = end;
        until = since + end - job.claimedMillis();
        isOrphan = false;
        isDoubted = false;
    }

    /** Its lease seems to be over; true the first time. */
    boolean doubt() {
        boolean isFirst = !isDoubted;
        isDoubted = true;
        return isFirst;
    }

    /** When its lease is over, by the server's clock, as far as this instance knows. */
    long leaseEnd() {
        return leaseEnd;
    }

    long until() {
        return until;
    }
}
