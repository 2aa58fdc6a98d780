package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.algorithm.Holding;
import dev.hub.core.ratelimit.store.HoldReply;

/**
 * What this instance borrows of one limiter: how much it needs by what is asked for here, and how much it has. Belongs to
 * one event loop; times are monotonic.
 */
final class Slice {
    /** There is nothing to ask Valkey for. */
    static final long NOTHING = -1;

    private final CountedArm arm;
    private final LimiterKey key;
    private final String holder;
    private final LeaseTerms terms;
    private final Holding holding;
    private final Demand demand;
    private final long most;
    private long lastUse;
    private long askedAt;
    private long notBefore;
    private long freeThen;
    private long resetAt;
    private boolean isRetired;
    private boolean isQueued;

    /**
     * Nothing is borrowed yet.
     *
     * @param holder names it to Valkey; never used for another slice
     */
    Slice(CountedArm arm, LimiterKey key, String holder, LeaseTerms terms, long nowNanos) {
        this.arm = arm;
        this.key = key;
        this.holder = holder;
        this.terms = terms;
        this.holding = new Holding(terms.ownNanos());
        this.demand = new Demand(nowNanos);
        this.most = LeaseTerms.mostOf(arm.rate().quota());
        this.lastUse = nowNanos;
        this.askedAt = nowNanos;
        this.notBefore = nowNanos;
    }

    CountedArm arm() {
        return arm;
    }

    LimiterKey key() {
        return key;
    }

    String holder() {
        return holder;
    }

    /** Somebody asks for as much, whether he gets it or not. */
    void wanted(long cost, long nowNanos) {
        demand.add(cost, nowNanos);
        lastUse = nowNanos;
    }

    /** How much can be spent. */
    long available(long nowNanos) {
        return isRetired ? 0 : holding.available(nowNanos);
    }

    boolean spend(long cost, long nowNanos) {
        return !isRetired && holding.spend(cost, nowNanos);
    }

    /** False when Valkey knows already that it was spent. */
    boolean giveBack(long cost, long nowNanos) {
        return holding.refund(cost, nowNanos);
    }

    /** Nothing more is spent of it, and it is given back: its quota does not hold any more, or the instance stops. */
    void retire(long nowNanos) {
        if (!isRetired) {
            isRetired = true;
            notBefore = nowNanos;
        }
    }

    boolean isRetired() {
        return isRetired;
    }

    /** It waits in the book's queue for a call. */
    boolean isQueued() {
        return isQueued;
    }

    void queued(boolean now) {
        isQueued = now;
    }

    /** How much to hold from now on; {@link #NOTHING} when there is no need to ask. */
    long wants(long nowNanos) {
        if (holding.isAsking() || nowNanos - notBefore < 0) {
            return NOTHING;
        }
        if (isRetired || nowNanos - lastUse > terms.idle().toNanos()) {
            return holdsSomething(nowNanos) ? 0 : NOTHING;
        }
        long target = target(nowNanos);
        boolean isOld = nowNanos - askedAt > terms.length().toNanos() / 2;
        if (target == 0) {
            return isOld && holdsSomething(nowNanos) ? 0 : NOTHING;
        }
        return isOld || holding.available(nowNanos) <= target / 2 ? target : NOTHING;
    }

    private boolean holdsSomething(long nowNanos) {
        return holding.available(nowNanos) > 0 || holding.unreported() > 0;
    }

    /** What is asked for in the horizon; 0 if that is too little to borrow. */
    private long target(long nowNanos) {
        double horizon = terms.horizon().toNanos() / 1e9;
        double asks = demand.asks(nowNanos);
        double units = demand.units(nowNanos);
        long target = Math.min(most, (long) Math.ceil(units * horizon));
        boolean isWorthIt =
                asks * horizon >= LeaseTerms.LEAST_DECISIONS && target * asks >= LeaseTerms.LEAST_DECISIONS * units;
        return isWorthIt ? target : 0;
    }

    /** Begins a call; answered with {@link #granted} or {@link #failed}. */
    Holding.Request ask(long want, long nowNanos) {
        askedAt = nowNanos;
        return holding.request(want, nowNanos);
    }

    /** What the call brought. After one that brought little, the limit is nearly used up. */
    void granted(long want, HoldReply reply, long nowNanos) {
        holding.granted(reply.amount());
        freeThen = reply.remaining();
        resetAt = askedAt + reply.resetMicros() * 1000;
        if (reply.amount() <= want / 2) {
            notBefore = nowNanos + terms.pause().toNanos();
        }
    }

    void failed(long nowNanos) {
        holding.failed();
        notBefore = nowNanos + terms.idle().toNanos();
    }

    /** How much would be admitted, as far as is known here: what is left, and what nobody held when Valkey answered last. */
    long remaining(long nowNanos) {
        return available(nowNanos) + freeThen;
    }

    /** When all is there again, as Valkey reckoned when it answered last. */
    long resetMillis(long nowNanos) {
        return Math.max(0, Math.ceilDiv(resetAt - nowNanos, 1_000_000));
    }

    /** Nothing is held, and no call is on its way. */
    boolean isEmpty(long nowNanos) {
        return !holding.isAsking() && !holdsSomething(nowNanos);
    }

    /** Nothing is lost with it. */
    boolean isForgettable(long nowNanos) {
        return isEmpty(nowNanos) && nowNanos - lastUse > terms.idle().toNanos();
    }
}
