package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.LimiterStore;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where limits are counted.
 *
 * @param local in the memory of this instance
 * @param book in slices that it has borrowed
 * @param desk borrows them
 * @param refusals what Valkey refused a moment ago
 * @param shared in Valkey
 */
record Tiers(LocalTier local, LeaseBook book, LeaseDesk desk, Refusals refusals, Shared shared) {
    private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);

    /**
     * The limiters in Valkey.
     *
     * @param takes takes
     * @param peeks looks
     * @param store gives back
     */
    record Shared(SharedTier.Line takes, SharedTier.Line peeks, LimiterStore store) {
        /** Gives back what was taken for something that is not done after all; nobody waits for it. */
        void giveBack(List<GiveBack> back) {
            if (!back.isEmpty()) {
                store.refund(back)
                        .onFailure(cause -> LOG.debug("Not given back, and so counted: {}", cause.getMessage()));
            }
        }
    }

    static Claim claim(Charge charge) {
        return new Claim(charge.arm().limiter(charge.key()), charge.cost(), charge.isEnforced());
    }
}
