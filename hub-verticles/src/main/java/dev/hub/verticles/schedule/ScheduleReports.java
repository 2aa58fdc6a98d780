package dev.hub.verticles.schedule;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobLoadCommand;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.schedule.Firing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** What is counted of schedules: how late ticks are where the leader is, and the jobs that they submit as those of others are. */
final class ScheduleReports {
    private final MeterGroup meters;
    private final Timer lateness;

    private final HubBus bus;

    /** Tells the JobVerticle by {@code bus} of jobs. */
    ScheduleReports(MeterRegistry registry, HubBus bus) {
        this.bus = bus;
        meters = new MeterGroup(registry);
        lateness = meters.timer(HubMetrics.SCHEDULE_TICKS);
    }

    /** A tick was seen to, so late. */
    void fired(long lateMillis) {
        lateness.record(Duration.ofMillis(Math.max(0, lateMillis)));
    }

    /** Jobs came to the queue, or were refused. */
    void submitted(QueueName queue, List<Firing> firings) {
        List<Submitted.Outcome> outcomes = firings.stream()
                .flatMap(firing -> firing.outcome().submission().stream())
                .toList();
        if (!outcomes.isEmpty()) {
            bus.send(Addresses.JOB_LOAD, new JobLoadCommand.Fired(queue, outcomes));
        }
    }

    void close() {
        meters.close();
    }
}
