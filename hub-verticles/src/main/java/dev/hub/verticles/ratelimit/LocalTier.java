package dev.hub.verticles.ratelimit;

import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import dev.hub.core.ratelimit.algorithm.LocalSlots;
import dev.hub.core.ratelimit.algorithm.Rate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limiters in the memory of this instance, one for each subject. One of which nothing is used any more is forgotten: a new
 * one is the same. When there are more than fit, the one that was asked for longest ago is forgotten although something of
 * it is used; that is counted. Belongs to one event loop.
 */
final class LocalTier {
    /** Most that are looked at in one {@link #tidy}. */
    private static final int MAX_TIDIED = 2_000;

    private final int most;
    private final Tally forgotten;
    private final Map<LimiterKey, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);

    /** An empty one of at most {@code most} limiters. */
    LocalTier(int most, Tally forgotten) {
        this.most = most;
        this.forgotten = forgotten;
    }

    /** A limiter with the id of the rule that it counts for. */
    private record Kept(int rule, LocalLimiter limiter) {}

    /** How somebody would stand if as much were taken; nothing is. */
    Standing look(Charge charge, Rate rate, long nowMicros) {
        LocalLimiter limiter = limiter(charge, rate, nowMicros);
        long retry = limiter.retryAfterMicros(charge.cost(), nowMicros);
        boolean isAllowed = retry == 0 && limiter.remaining(nowMicros) >= charge.cost() && rate.limit() > 0;
        return standing(charge, limiter, new Outcome(isAllowed, retry), nowMicros);
    }

    private record Outcome(boolean isAllowed, long retryMicros) {}

    /** Takes it if it is there. */
    Took take(Charge charge, Rate rate, long nowMicros) {
        LocalLimiter limiter = limiter(charge, rate, nowMicros);
        boolean isTaken = limiter.take(charge.cost(), nowMicros);
        long retry = isTaken ? 0 : limiter.retryAfterMicros(charge.cost(), nowMicros);
        long ticket = isTaken && limiter instanceof LocalSlots slots ? slots.ticket() : 0;
        return new Took(standing(charge, limiter, new Outcome(isTaken, retry), nowMicros), ticket);
    }

    /**
     * What came of taking.
     *
     * @param ticket names what was taken of slots; 0 where nothing was, and elsewhere
     */
    record Took(Standing standing, long ticket) {}

    /** Gives back what was taken; with the ticket if there is one. */
    void giveBack(Charge charge, long ticket, long nowMicros) {
        Kept found = kept.get(charge.key());
        if (found == null) {
            return;
        }
        if (found.limiter() instanceof LocalSlots slots && ticket != 0) {
            var unused = slots.release(ticket, nowMicros);
        } else {
            found.limiter().refund(charge.cost(), nowMicros);
        }
    }

    /** Gives a slot back; tells whether it was still taken. */
    boolean release(LimiterKey key, long ticket, long nowMicros) {
        Kept found = kept.get(key);
        return found != null && found.limiter() instanceof LocalSlots slots && slots.release(ticket, nowMicros);
    }

    private static Standing standing(Charge charge, LocalLimiter limiter, Outcome outcome, long nowMicros) {
        long retryMicros = outcome.retryMicros();
        return new Standing(
                charge.rule(),
                outcome.isAllowed(),
                limiter.rate().limit(),
                limiter.remaining(nowMicros),
                retryMicros < 0 ? Standing.NEVER : Math.ceilDiv(retryMicros, 1000),
                Math.ceilDiv(limiter.resetMicros(nowMicros), 1000));
    }

    /** What was used under another quota of the same rule stays used. */
    private LocalLimiter limiter(Charge charge, Rate rate, long nowMicros) {
        int rule = charge.arm().rule().id();
        Kept found = kept.get(charge.key());
        if (found != null && found.rule() == rule && sameRate(found.limiter().rate(), rate)) {
            return found.limiter();
        }
        if (found == null && kept.size() >= most) {
            forgetEldest(nowMicros);
        }
        LocalLimiter limiter = found != null && found.rule() == rule
                ? found.limiter().changedTo(rate, nowMicros)
                : LocalLimiter.of(rate);
        kept.put(charge.key(), new Kept(rule, limiter));
        return limiter;
    }

    /** Mostly it is the same object. */
    private static boolean sameRate(Rate one, Rate other) {
        return one.text().equals(other.text());
    }

    private void forgetEldest(long nowMicros) {
        Iterator<Kept> eldest = kept.values().iterator();
        boolean isUsed = eldest.next().limiter().resetMicros(nowMicros) > 0;
        eldest.remove();
        forgotten.add(isUsed ? 1 : 0);
    }

    /** Forgets those of which nothing is used, among those that were asked for longest ago. */
    void tidy(long nowMicros) {
        Iterator<Kept> eldest = kept.values().iterator();
        for (int i = 0; i < MAX_TIDIED && eldest.hasNext(); i++) {
            if (eldest.next().limiter().resetMicros(nowMicros) == 0) {
                eldest.remove();
            }
        }
    }

    int size() {
        return kept.size();
    }
}
