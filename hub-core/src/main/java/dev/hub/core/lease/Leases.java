package dev.hub.core.lease;

import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * Leases in Valkey. One that is not kept ends by the server's clock; an owner that was paused may believe for a moment that
 * it still has it, and has to look at its own clock before it acts.
 */
public final class Leases {
    private static final Script TAKE = Script.resource("lease_take");
    private static final Script RELEASE = Script.resource("lease_release");

    private final Valkey valkey;

    /** Calls may come from any thread. */
    public Leases(Valkey valkey) {
        this.valkey = valkey;
        valkey.preload(List.of(TAKE, RELEASE));
    }

    /** Takes the lease at {@code key}, or keeps it for another {@code time}; tells whether it is {@code owner}'s now. */
    public Future<Boolean> take(String key, String owner, Duration time) {
        return valkey.run(TAKE, List.of(key), List.of(owner, time.toMillis()))
                .map(reply -> reply.toString().equals("1"));
    }

    /** Gives the lease back, if it is {@code owner}'s. */
    public Future<Void> release(String key, String owner) {
        return valkey.run(RELEASE, List.of(key), List.of(owner)).mapEmpty();
    }
}
