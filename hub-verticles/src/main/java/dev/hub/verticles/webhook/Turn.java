package dev.hub.verticles.webhook;

import dev.hub.core.lease.Leases;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is to deliver: of all instances the one that has the lease. It is asked for again and again, by those who
 * wait for it as well.
 */
final class Turn {
    /** How long a lease lasts that is not kept. */
    static final Duration TIME = Duration.ofSeconds(6);

    /** An owner stops so long before others may begin. */
    private static final long MARGIN = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final Leases leases;
    private final String key;
    private final String owner;
    private boolean isAsking;
    private boolean isOurs;
    private long until;

    Turn(Leases leases, String key, String owner) {
        this.leases = leases;
        this.key = key;
        this.owner = owner;
    }

    /** It is this instance's, by its own clock. */
    boolean isOurs() {
        return isOurs && until - System.nanoTime() > MARGIN;
    }

    /**
     * Asks for it, or keeps it. To be called every second.
     *
     * @return whether it is this instance's now
     */
    Future<Boolean> ask() {
        if (isAsking) {
            return Future.succeededFuture(isOurs());
        }
        isAsking = true;
        long asked = System.nanoTime();
        return leases.take(key, owner, TIME).transform(answer -> {
            isAsking = false;
            if (answer.succeeded()) {
                isOurs = answer.result();
                until = asked + TIME.toNanos();
            } else {
                LOG.debug(
                        "The lease {} could not be asked for: {}",
                        key,
                        answer.cause().toString());
            }
            return Future.succeededFuture(isOurs());
        });
    }

    /** Gives it up, so that others need not wait. */
    Future<Void> end() {
        isOurs = false;
        return leases.release(key, owner);
    }
}
