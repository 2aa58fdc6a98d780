package dev.hub.verticles.capacity;

import dev.hub.core.capacity.Capacity;
import dev.hub.core.capacity.Signals;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of this instance's capacity. */
final class CapacityReports {
    private static final int PERCENT = 100;

    private final Capacity capacity;
    private final MeterGroup meters;
    private final Tally level = new Tally();
    private final Tally shed = new Tally();
    private final Tally lag = new Tally();

    CapacityReports(Capacity capacity, MeterRegistry registry) {
        this.capacity = capacity;
        this.meters = new MeterGroup(registry);
        meters.gauge(HubMetrics.CAPACITY_LEVEL, level);
        meters.counter(HubMetrics.CAPACITY_SHED, shed);
        meters.gauge(HubMetrics.LOOP_LAG, lag);
    }

    void tell(Signals signals) {
        set(level, Math.round(capacity.level() * PERCENT / Capacity.FULL));
        set(shed, capacity.shed());
        set(lag, signals.loopLagMicros());
    }

    private static void set(Tally tally, long value) {
        tally.add(value - tally.value());
    }

    void close() {
        meters.close();
    }
}
