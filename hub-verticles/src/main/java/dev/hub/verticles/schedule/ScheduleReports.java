package dev.hub.verticles.schedule;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What is counted of schedules where the leader is. */
final class ScheduleReports {
    private final MeterGroup meters;
    private final Timer lateness;

    ScheduleReports(MeterRegistry registry) {
        meters = new MeterGroup(registry);
        lateness = meters.timer(HubMetrics.SCHEDULE_TICKS);
    }

    /** A tick was seen to, so late. */
    void fired(long lateMillis) {
        lateness.record(Duration.ofMillis(Math.max(0, lateMillis)));
    }

    void close() {
        meters.close();
    }
}
