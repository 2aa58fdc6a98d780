package dev.hub.verticles.capacity;

import dev.hub.core.capacity.Signals.Probe;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks Valkey something small, over and over, one question at a time. Where there are several primaries the questions go
 * round. On one event loop.
 */
final class ValkeyProbe {
    private static final int KEYS = 16;

    private final Valkey valkey;
    private final String prefix;
    private final LongSupplier nanos;
    private Probe last = Probe.NONE;
    private long askedAt = -1;
    private int asked;

    /** Asks for keys that begin with {@code prefix}; there are none. */
    ValkeyProbe(Valkey valkey, String prefix, LongSupplier nanos) {
        this.valkey = valkey;
        this.prefix = prefix;
        this.nanos = nanos;
    }

    /** What came of the last question, or how long it has been waiting; asks the next when there is none under way. */
    Probe look() {
        if (askedAt >= 0) {
            long micros = sinceAsked();
            return micros > last.micros() ? Probe.answered(micros) : last;
        }
        Probe result = last;
        ask();
        return result;
    }

    private void ask() {
        askedAt = nanos.getAsLong();
        String key = prefix + asked++ % KEYS;
        valkey.send(key, Request.cmd(Command.EXISTS).arg(key)).onComplete((answer, cause) -> {
            last = result(cause);
            askedAt = -1;
        });
    }

    private Probe result(@Nullable Throwable cause) {
        if (cause == null) {
            return Probe.answered(sinceAsked());
        }
        return cause instanceof ValkeyUnavailableException ? Probe.NONE : Probe.failed(sinceAsked());
    }

    private long sinceAsked() {
        return (nanos.getAsLong() - askedAt) / 1000;
    }
}
