package dev.hub.verticles.event;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted of events on this instance. */
final class EventReports {
    private final MeterGroup meters;
    private final Tally published = new Tally();
    private final Tally waiting = new Tally();

    EventReports(MeterRegistry registry) {
        meters = new MeterGroup(registry);
        meters.counter(HubMetrics.EVENTS, published);
        meters.gauge(HubMetrics.EVENT_OUTBOXES, waiting);
    }

    void published() {
        published.add(1);
    }

    /** So many outboxes are being emptied. */
    void waiting(int outboxes) {
        waiting.add(outboxes - waiting.value());
    }

    void close() {
        meters.close();
    }
}
