package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.store.Limiter;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import java.util.List;

/** Keeps slots of limits on concurrency, in Valkey. */
public final class SlotLease {
    private static final Script EXTEND = Script.resource("limit_extend");

    private final Valkey valkey;
    private final Keyspace keyspace;

    /** Of all hubs that share {@code keyspace}. */
    public SlotLease(Valkey valkey, Keyspace keyspace) {
        this.valkey = valkey;
        this.keyspace = keyspace;
    }

    /** Keeps the {@code cost} slots that the decision {@code id} took for another period; false when they expired. */
    public Future<Boolean> extend(Limiter limiter, String id, long cost) {
        long millis = switch (limiter.rate().quota().period()) {
            case Period.Fixed fixed -> fixed.ms();
            case Period.Calendar calendar ->
                throw new IllegalArgumentException("slots are never taken for a " + calendar.unit());
        };
        return valkey.run(
                        EXTEND,
                        List.of(keyspace.limit(limiter.subject().text(), limiter.name())),
                        List.of(Long.toString(cost), id, millis))
                .map(reply -> reply.toString().equals("1"));
    }
}
