package dev.hub.core.ratelimit.store;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/**
 * Limits in Valkey. A call is one script, in a cluster one for each slot; it fails with a
 * {@link dev.hub.core.valkey.ValkeyException}, and then nobody knows whether it was carried out.
 */
public final class LimiterStore {
    /** Most decisions of one script; more travel in several. */
    public static final int MAX_BATCH = 256;

    private final Valkey valkey;
    private final Keyspace keys;
    private final InstantSource clock;

    /** Calls may come from any thread. {@code clock} is used to find windows of the calendar; Valkey's own decides. */
    public LimiterStore(Valkey valkey, Keyspace keys, InstantSource clock) {
        this.valkey = valkey;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Decides, in their order. In a cluster a decision on limits of several slots takes from one after the other and gives back
     * when a later one refuses: it never admits too much and leaves nothing taken, but others may be refused in between.
     */
    public Future<List<Taken>> take(List<Ask> asks) {
        return Future.failedFuture("not yet " + valkey + keys + clock + asks);
    }

    /** How they would be decided, each alone; takes nothing. */
    public Future<List<Taken>> peek(List<Ask> asks) {
        return Future.failedFuture("not yet " + asks);
    }

    /** Gives back what was taken and not used, or charges what was used on top. */
    public Future<List<Returned>> refund(List<GiveBack> givenBack) {
        return Future.failedFuture("not yet " + givenBack);
    }

    /** Gives back the slots that the decision {@code id} took; tells whether they were still taken. */
    public Future<Boolean> release(Limiter limiter, String id) {
        return Future.failedFuture("not yet " + limiter + id);
    }

    /** Reports what was spent of slices that an instance holds, and changes how much it holds. */
    public Future<List<HoldReply>> hold(List<HoldCall> calls) {
        return Future.failedFuture("not yet " + calls);
    }
}
