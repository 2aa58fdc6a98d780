package dev.hub.verticles.launch;

import dev.hub.core.valkey.NodeHealth;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyHealth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                    if (health.ready()) {
                        return access.options().deployment().toString();
                    }
                    String problem = problem(health);
                    LOG.warn("Valkey does not answer yet, the hub keeps trying: {}", problem);
                    return "not reachable yet: " + problem;
                })
                .eventually(valkey::close);
    }

    private static String problem(ValkeyHealth health) {
        return Stream.concat(
                        Stream.of(health.problem()), health.nodes().stream().map(NodeHealth::lastError))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
