package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.algorithm.Holding;
import dev.hub.core.ratelimit.store.HoldReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slices of limits that this instance borrows. It says what is to be asked of Valkey, and is told the answers; it asks
 * nobody itself. Belongs to one event loop.
 */
final class LeaseBook {
    private final LeaseTerms terms;
    private final String instance;
    private final Map<LimiterKey, Slice> slices = new LinkedHashMap<>(64, 0.75f, true);
    private final Deque<Slice> due = new ArrayDeque<>();
    private long holders;

    /** An empty one; {@code instance} names this run of the instance. */
    LeaseBook(LeaseTerms terms, String instance) {
        this.terms = terms;
        this.instance = instance;
    }

    /** A call to make. */
    record Loan(Slice slice, Holding.Request request, long want) {}

    /** Somebody asks; tells whether it can be spent out of what is held. */
    boolean has(Charge charge, long nowNanos) {
        Slice slice = slice(charge, nowNanos);
        if (slice == null) {
            return false;
        }
        slice.wanted(charge.cost(), nowNanos);
        boolean isThere = !slice.isRetired() && slice.available(nowNanos) >= charge.cost();
        if (!isThere) {
            consider(slice, nowNanos);
        }
        return isThere;
    }

    /** Spends what {@link #has} said is there. */
    void spend(Charge charge, long nowNanos) {
        Slice slice = slices.get(charge.key());
        if (slice == null || !slice.spend(charge.cost(), nowNanos)) {
            throw new IllegalStateException("nothing is held for " + charge.key());
        }
        consider(slice, nowNanos);
    }

    /** Gives back what was spent; false when Valkey has to be told. */
    boolean giveBack(Charge charge, long nowNanos) {
        Slice slice = slices.get(charge.key());
        return slice != null && slice.giveBack(charge.cost(), nowNanos);
    }

    /** The slice of a limiter. */
    @Nullable
    Slice find(LimiterKey key) {
        return slices.get(key);
    }

    private @Nullable Slice slice(Charge charge, long nowNanos) {
        Slice slice = slices.get(charge.key());
        if (slice == null) {
            return slices.size() < terms.maxSlices() || evictOne(nowNanos) ? open(charge, nowNanos) : null;
        }
        if (slice.arm() == charge.arm()) {
            return slice;
        }
        slice.retire(nowNanos);
        if (slice.isEmpty(nowNanos)) {
            return open(charge, nowNanos);
        }
        consider(slice, nowNanos);
        return slice;
    }

    private Slice open(Charge charge, long nowNanos) {
        String holder = instance + "." + Long.toString(++holders, Character.MAX_RADIX);
        Slice slice = new Slice(charge.arm(), charge.key(), holder, terms, nowNanos);
        slices.put(charge.key(), slice);
        return slice;
    }

    /** The one that was asked for longest ago, unless something is held of it. */
    private boolean evictOne(long nowNanos) {
        Iterator<Slice> eldest = slices.values().iterator();
        if (eldest.next().isForgettable(nowNanos)) {
            eldest.remove();
            return true;
        }
        return false;
    }

    private void consider(Slice slice, long nowNanos) {
        if (!slice.isQueued() && slice.wants(nowNanos) != Slice.NOTHING) {
            slice.queued(true);
            due.add(slice);
        }
    }

    /** Looks after all of them: what is old is renewed, what is idle is given back, and what is neither is forgotten. */
    void review(long nowNanos) {
        for (Iterator<Slice> all = slices.values().iterator(); all.hasNext(); ) {
            Slice slice = all.next();
            if (slice.isForgettable(nowNanos)) {
                all.remove();
            } else {
                consider(slice, nowNanos);
            }
        }
    }

    /** There are calls to make. */
    boolean isDue() {
        return !due.isEmpty();
    }

    /** The calls to make now; each is answered with {@link #granted} or {@link #failed}. */
    List<Loan> calls(long nowNanos) {
        List<Loan> calls = new ArrayList<>(due.size());
        for (Slice slice = due.poll(); slice != null; slice = due.poll()) {
            slice.queued(false);
            long want = slice.wants(nowNanos);
            if (want != Slice.NOTHING) {
                calls.add(new Loan(slice, slice.ask(want, nowNanos), want));
            }
        }
        return calls;
    }

    /** Calls that give everything back, when this instance stops. */
    List<Loan> lastCalls(long nowNanos) {
        slices.values().forEach(slice -> slice.retire(nowNanos));
        review(nowNanos);
        return calls(nowNanos);
    }

    void granted(Loan loan, HoldReply reply, long nowNanos) {
        Slice slice = loan.slice();
        slice.granted(loan.want(), reply, nowNanos);
        if (slice.isRetired() && slice.isEmpty(nowNanos)) {
            slices.remove(slice.key(), slice);
        } else {
            consider(slice, nowNanos);
        }
    }

    void failed(Loan loan, long nowNanos) {
        loan.slice().failed(nowNanos);
    }

    LeaseTerms terms() {
        return terms;
    }

    /** All slices. */
    Iterable<Slice> all() {
        return slices.values();
    }
}
