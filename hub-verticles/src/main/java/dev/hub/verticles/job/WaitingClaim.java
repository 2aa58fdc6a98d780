package dev.hub.verticles.job;

import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.job.ClaimedJob;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who asked for jobs and waits for them. */
final class WaitingClaim {
    final Claim claim;
    final Promise<List<ClaimedJob>> answer = Promise.promise();

    /** How often Valkey had been asked when it came. */
    final long round;

    /** It waits even when asking brought nothing. */
    private boolean isPatient;

    WaitingClaim(Claim claim, long round) {
        this.claim = claim;
        this.round = round;
        this.isPatient = claim.waitMillis() > 0;
    }

    /** Who has what it gets; null for one who cannot be told anything. */
    @Nullable
    JobWorker holder() {
        return claim.client().isEmpty() || claim.address().isEmpty()
                ? null
                : new JobWorker.OfConnection(claim.address(), claim.client(), claim.worker());
    }

    boolean isPatient() {
        return isPatient;
    }

    /** It has waited long enough. */
    void hurry() {
        isPatient = false;
    }
}
