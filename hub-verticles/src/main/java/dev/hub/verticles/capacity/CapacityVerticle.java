package dev.hub.verticles.capacity;

import com.sun.management.OperatingSystemMXBean;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LoopState;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.capacity.CapacityController;
import dev.hub.core.capacity.CapacityTargets;
import dev.hub.core.capacity.Signals;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks four times a second how this instance is doing, and sets how much it admits. One per instance; it alone changes what
 * {@link Capacity} holds.
 */
public final class CapacityVerticle extends VerticleBase {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(CapacityVerticle.class);

    private final ValkeyAccess access;
    private final HubBus bus;
    private final Capacity capacity;
    private final CapacityController controller;
    private final CapacityReports reports;
    private final LoopStates loops = new LoopStates(INTERVAL.toNanos());
    private @Nullable Valkey valkey;
    private long tickedAt;

    /** Not deployed yet. */
    public CapacityVerticle(
            ValkeyAccess access, HubBus bus, Capacity capacity, CapacityTargets targets, MeterRegistry registry) {
        this.access = access;
        this.bus = bus;
        this.capacity = capacity;
        this.controller = new CapacityController(targets);
        this.reports = new CapacityReports(capacity, registry);
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        ValkeyProbe probe = new ValkeyProbe(connection, access.keys().prefix() + "probe:", System::nanoTime);
        tickedAt = System.nanoTime();
        vertx.setPeriodic(INTERVAL.toMillis(), tick -> judge(probe));
        return bus.consume(Addresses.CAPACITY, LoopState.class, state -> loops.heard(state, System.nanoTime()))
                .completion();
    }

    private void judge(ValkeyProbe probe) {
        long now = System.nanoTime();
        long late = now - tickedAt - INTERVAL.toNanos();
        tickedAt = now;
        // This verticle may share the loop that is late: then it is late itself.
        Signals signals = new Signals(
                Math.max(late / 1000, loops.worstLagMicros(now)),
                answer(probe.look()),
                cpuPercent(),
                loops.queuePercent(),
                loops.receivedPerInterval() + capacity.takeAsked());
        double before = capacity.level();
        double level = controller.next(signals, 1 + (int) Math.max(0, late / INTERVAL.toNanos()));
        capacity.set(level);
        reports.tell(signals);
        if (before >= Capacity.FULL && level < Capacity.FULL) {
            LOG.warn(
                    "There is more to do than this instance can: it refuses what has the lowest priority ({})",
                    signals);
        } else if (before < Capacity.FULL && level >= Capacity.FULL) {
            LOG.info("This instance admits everything again");
        }
    }

    private Signals.Probe answer(Signals.Probe last) {
        return capacity.takeOverruns() > 0 ? Signals.Probe.failed(last.micros()) : last;
    }

    private static int cpuPercent() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? (int) Math.max(0, Math.round(system.getCpuLoad() * 100))
                : 0;
    }

    @Override
    public Future<?> stop() {
        reports.close();
        return valkey == null ? Future.succeededFuture() : valkey.close();
    }
}
