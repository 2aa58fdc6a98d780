package dev.hub.verticles.launch;

import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the start whether Valkey answers. The hub starts either way. */
final class ValkeyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ValkeyCheck.class);
    private static final long PATIENCE_MILLIS = 3000;

    private ValkeyCheck() {}

    /** For people: which servers are in use, or what is wrong with them; known after 3 s at most. */
    static Future<String> describe(Vertx vertx, ValkeyAccess access) {
        Valkey valkey = access.connect(vertx);
        return valkey.whenReady()
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(ready -> valkey.health())
                .map(health -> {
                    if (!health.ready()) {
                        LOG.warn("Valkey does not answer yet, the hub keeps trying: {}", health.problem());
                    }
                    return health.ready() ? access.options().toString() : "not reachable yet: " + health.problem();
                })
                .eventually(valkey::close);
    }
}
