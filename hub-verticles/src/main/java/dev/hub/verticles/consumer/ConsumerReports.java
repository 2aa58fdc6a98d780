package dev.hub.verticles.consumer;

import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.Fetched;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what consumers do here, by namespace and name; beyond {@value #MAX_LABELS} pairs of these, all others together.
 */
final class ConsumerReports {
    private static final int MAX_LABELS = 200;
    private static final Label OTHER = new Label("other", "other");

    private final MeterRegistry registry;
    private final Map<Label, Counts> byLabel = new HashMap<>();
    private final Map<ConsumerId, Long> lags = new HashMap<>();

    ConsumerReports(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Label(String namespace, String name) {}

    private static final class Counts {
        private final Tally deliveries = new Tally();
        private final Tally redeliveries = new Tally();
        private final Tally acknowledged = new Tally();
        private final Tally refused = new Tally();
        private final Tally dead = new Tally();
        private final Tally lost = new Tally();
        private final Tally lag = new Tally();
        private final MeterGroup meters;

        private Counts(MeterRegistry registry, Label label) {
            meters = new MeterGroup(registry, "namespace", label.namespace());
            meters.counter(HubMetrics.CONSUMER_DELIVERIES, deliveries, label.name());
            meters.counter(HubMetrics.CONSUMER_REDELIVERIES, redeliveries, label.name());
            meters.counter(HubMetrics.CONSUMER_ACKNOWLEDGED, acknowledged, label.name());
            meters.counter(HubMetrics.CONSUMER_REFUSED, refused, label.name());
            meters.counter(HubMetrics.CONSUMER_DEAD, dead, label.name());
            meters.counter(HubMetrics.CONSUMER_LOST, lost, label.name());
            meters.gauge(HubMetrics.CONSUMER_LAG, lag, label.name());
        }
    }

    private Counts of(ConsumerId consumer) {
        Label label = new Label(consumer.channel().namespace(), consumer.name());
        Label counted = byLabel.containsKey(label) || byLabel.size() < MAX_LABELS ? label : OTHER;
        return byLabel.computeIfAbsent(counted, first -> new Counts(registry, first));
    }

    void fetched(ConsumerId consumer, Fetched fetched) {
        Counts counts = of(consumer);
        counts.deliveries.add(fetched.deliveries().size());
        counts.redeliveries.add(fetched.deliveries().stream()
                .map(ConsumerDelivery::attempt)
                .filter(attempt -> attempt > 1)
                .count());
        counts.dead.add(fetched.dead());
        counts.lost.add(fetched.lost());
        lag(consumer, fetched.lag());
    }

    /** So many publications wait for their first delivery. */
    void lag(ConsumerId consumer, long publications) {
        Long before = lags.put(consumer, publications);
        of(consumer).lag.add(publications - (before == null ? 0 : before));
    }

    void acknowledged(ConsumerId consumer, int deliveries) {
        of(consumer).acknowledged.add(deliveries);
    }

    void refused(ConsumerId consumer, int deliveries) {
        of(consumer).refused.add(deliveries);
    }

    void buried(ConsumerId consumer, int publications) {
        of(consumer).dead.add(publications);
    }

    /** Nobody here asks for it any more: how far behind it is, is not known. */
    void forget(ConsumerId consumer) {
        Long before = lags.remove(consumer);
        if (before != null) {
            of(consumer).lag.add(-before);
        }
    }

    void close() {
        byLabel.values().forEach(counts -> counts.meters.close());
        byLabel.clear();
    }
}
