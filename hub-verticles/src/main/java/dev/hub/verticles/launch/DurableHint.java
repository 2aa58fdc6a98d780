package dev.hub.verticles.launch;

import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Says once, at the start, what durable publications are worth with the replicas that there are. */
final class DurableHint {
    private static final Logger LOG = LoggerFactory.getLogger(DurableHint.class);
    private static final String REPLICAS = "connected_slaves:";

    private final int wanted;
    private final boolean isUsed;

    /**
     * A hint that was not given.
     *
     * @param wanted {@code valkey.durable-replicas}
     * @param isUsed a namespace has {@code durable: true}; where publications may only ask for it, it is no warning
     */
    DurableHint(int wanted, boolean isUsed) {
        this.wanted = wanted;
        this.isUsed = isUsed;
    }

    /** Asks a primary how many replicas it has. Never fails: who cannot be asked gives no hint. */
    Future<Void> give(Valkey valkey) {
        return valkey.send("", Request.cmd(Command.INFO).arg("replication"))
                .onSuccess(info -> tell(replicas(String.valueOf(info))))
                .onFailure(cause -> LOG.debug("No look at the replicas: {}", cause.getMessage()))
                .transform(done -> Future.succeededFuture());
    }

    private static int replicas(String info) {
        return info.lines()
                .filter(line -> line.startsWith(REPLICAS))
                .map(line -> line.substring(REPLICAS.length()).strip())
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    private void tell(int replicas) {
        if (wanted < replicas) {
            LOG.atLevel(isUsed ? Level.WARN : Level.INFO)
                    .log(
                            "valkey.durable-replicas is {} and Valkey has {} replicas: a failover on command, or while"
                                    + " the primary lives, may promote one that did not confirm a durable publication",
                            wanted,
                            replicas);
        } else if (wanted > replicas && isUsed) {
            LOG.warn(
                    "valkey.durable-replicas is {} and Valkey has {} replicas: durable publications are not"
                            + " acknowledged until there are as many",
                    wanted,
                    replicas);
        }
    }
}
