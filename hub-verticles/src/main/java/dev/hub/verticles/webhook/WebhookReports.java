package dev.hub.verticles.webhook;

import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this instance tells of one webhook: figures, and in the log when the receiver goes away and comes back. */
final class WebhookReports {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookReports.class);

    private final String name;
    private final MeterGroup meters;
    private final Timer requests;
    private final Tally delivered = new Tally();
    private final Tally failed = new Tally();
    private final Tally dead = new Tally();
    private final Tally waiting = new Tally();
    private final Tally away = new Tally();

    WebhookReports(String name, MeterRegistry registry) {
        this.name = name;
        this.meters = new MeterGroup(registry, "webhook", name);
        meters.counter(HubMetrics.WEBHOOK_DELIVERED, delivered);
        meters.counter(HubMetrics.WEBHOOK_FAILED, failed);
        meters.counter(HubMetrics.WEBHOOK_DEAD, dead);
        meters.gauge(HubMetrics.WEBHOOK_WAITING, waiting);
        meters.gauge(HubMetrics.WEBHOOK_AWAY, away);
        requests = meters.timer(HubMetrics.WEBHOOK_REQUESTS);
    }

    void answered(long nanos) {
        requests.record(nanos, TimeUnit.NANOSECONDS);
    }

    void delivered(int events) {
        delivered.add(events);
    }

    void failed(String reason) {
        failed.add(1);
        LOG.debug("Webhook {} did not take a request: {}", name, reason);
    }

    void dead(String id) {
        dead.add(1);
        LOG.warn("Webhook {} has never taken event {}; it is a dead letter now", name, id);
    }

    /** So many events more, or less, wait here. */
    void waiting(int more) {
        waiting.add(more);
    }

    /** The receiver takes nothing any more. */
    void away(String reason) {
        away.add(1);
        LOG.warn("Webhook {} takes nothing at the moment, events wait: {}", name, reason);
    }

    /** The receiver is not away any more, or is others' business from now on. */
    void back(boolean isKnown) {
        away.add(-1);
        if (isKnown) {
            LOG.info("Webhook {} takes requests again", name);
        }
    }

    void close() {
        meters.close();
    }
}
