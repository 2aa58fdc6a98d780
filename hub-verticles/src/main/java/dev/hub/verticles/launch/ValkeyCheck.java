package dev.hub.verticles.launch;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
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

    private static final long POLL_MILLIS = 10;

    private final Vertx vertx;
    private final HubBus bus;
    private final ValkeyAccess access;
    private final DurableHint hint;

    ValkeyCheck(Vertx vertx, HubBus bus, ValkeyAccess access, DurableHint hint) {
        this.vertx = vertx;
        this.bus = bus;
        this.access = access;
        this.hint = hint;
    }

    /** Waits for it, 3 s at most, and tells the log what is wrong when it does not answer by then. */
    Future<Void> await() {
        Valkey valkey = access.connect(vertx);
        return valkey.whenReady()
                .compose(ready -> whenUp(PATIENCE_MILLIS / POLL_MILLIS))
                .compose(up -> hint.give(valkey))
                .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .transform(up -> valkey.health())
                .onSuccess(health -> {
                    if (!health.ready()) {
                        LOG.warn("Valkey does not answer yet, the hub keeps trying: {}", problem(health));
                    }
                })
                .eventually(valkey::close)
                .mapEmpty();
    }

    /** Done when every part of the instance says that it can work, or after so many looks. */
    private Future<Void> whenUp(long looks) {
        return bus.request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class)
                .compose(report -> report.isUp() || looks == 0
                        ? Future.succeededFuture()
                        : vertx.timer(POLL_MILLIS, TimeUnit.MILLISECONDS).compose(later -> whenUp(looks - 1)));
    }

    private static String problem(ValkeyHealth health) {
        return Stream.concat(
                        Stream.of(health.problem()), health.nodes().stream().map(NodeHealth::lastError))
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
