package dev.hub.core.ratelimit.store;

import dev.hub.core.valkey.KeySlot;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Limits in Valkey. What is asked in one call travels in one script, in a cluster in one for each slot; it fails with a
 * {@link dev.hub.core.valkey.ValkeyException}, and then nobody knows whether it was carried out.
 */
public final class LimiterStore {
    /** Most claims of one script, so that it does not keep the server; more travel in several. */
    public static final int MAX_BATCH = 256;

    private static final int NO_SLOT = -1;

    private final LimitCalls calls;
    private final Keyspace keys;
    private final boolean isCluster;
    private final BySlot<Ask, Taken> takes;
    private final BySlot<Ask, Taken> peeks;
    private final BySlot<GiveBack, Returned> refunds;
    private final BySlot<HoldCall, HoldReply> holds;

    /** Calls may come from any thread. {@code clock} is used to find windows of the calendar; Valkey's own decides. */
    public LimiterStore(Valkey valkey, Keyspace keys, InstantSource clock) {
        this(new LimitCalls(valkey, keys, clock, LimitScripts.standard()), keys, valkey.isCluster());
    }

    /** With other scripts. */
    LimiterStore(LimitCalls calls, Keyspace keys, boolean isCluster) {
        this.calls = calls;
        this.keys = keys;
        this.isCluster = isCluster;
        this.takes = new BySlot<>(this::slot, this::weight, MAX_BATCH, asks -> decide(asks, false));
        this.peeks = new BySlot<>(this::slot, this::weight, MAX_BATCH, asks -> decide(asks, true));
        this.refunds = new BySlot<>(each -> slot(each.limiter()), each -> 1, MAX_BATCH, calls::refund);
        this.holds = new BySlot<>(each -> slot(each.limiter()), each -> 1, MAX_BATCH, calls::hold);
    }

    /**
     * Decides, in their order. In a cluster a decision on limits of several slots takes from one after the other and gives back
     * when a later one refuses: it never admits too much and leaves nothing taken, but others may be refused in between.
     */
    public Future<List<Taken>> take(List<Ask> asks) {
        return asks.isEmpty() ? Future.succeededFuture(List.of()) : takes.run(asks);
    }

    /** How they would be decided, each alone; takes nothing. */
    public Future<List<Taken>> peek(List<Ask> asks) {
        return asks.isEmpty() ? Future.succeededFuture(List.of()) : peeks.run(asks);
    }

    /** As {@link #take}, where some may fail and others not. */
    public List<Portion<Taken>> takePortions(List<Ask> asks) {
        return takes.portions(asks);
    }

    /** As {@link #peek}, where some may fail and others not. */
    public List<Portion<Taken>> peekPortions(List<Ask> asks) {
        return peeks.portions(asks);
    }

    /** Gives back what was taken and not used, or charges what was used on top. */
    public Future<List<Returned>> refund(List<GiveBack> givenBack) {
        return givenBack.isEmpty() ? Future.succeededFuture(List.of()) : refunds.run(givenBack);
    }

    /** Gives back the slots that the decision {@code id} took; tells whether they were still taken. */
    public Future<Boolean> release(Limiter limiter, String id) {
        return calls.release(limiter, id);
    }

    /** Reports what was spent of slices that an instance holds, and changes how much it holds; some may fail and others not. */
    public List<Portion<HoldReply>> hold(List<HoldCall> all) {
        return holds.portions(all);
    }

    private Future<List<Taken>> decide(List<Ask> asks, boolean isPeek) {
        Ask first = asks.getFirst();
        if (asks.size() > 1 || slot(first) != NO_SLOT) {
            return calls.take(asks, isPeek);
        }
        SlotWalk walk = new SlotWalk(calls, first, this::slot);
        return (isPeek ? walk.peek() : walk.take()).map(List::of);
    }

    /** What is in no one slot travels alone. */
    private int weight(Ask ask) {
        return slot(ask) == NO_SLOT ? MAX_BATCH : ask.claims().size();
    }

    private int slot(Limiter limiter) {
        return isCluster ? KeySlot.of(ScriptArguments.key(keys, limiter)) : 0;
    }

    /** {@link #NO_SLOT} when its limits are not all in one. */
    private int slot(Ask ask) {
        if (!isCluster) {
            return 0;
        }
        int slot = slot(ask.claims().getFirst().limiter());
        return ask.claims().stream().allMatch(claim -> slot(claim.limiter()) == slot) ? slot : NO_SLOT;
    }
}
