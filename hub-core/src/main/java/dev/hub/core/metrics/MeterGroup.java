package dev.hub.core.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meters of one verticle, told apart from those of its siblings by a tag, and taken away together. */
public final class MeterGroup {
    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();

    /** An empty group whose meters all carry the tag {@code key} with {@code value}. */
    public MeterGroup(MeterRegistry registry, String key, String value) {
        this.registry = registry;
        this.tags = Tags.of(key, value);
    }

    /** The same with several tags. */
    public MeterGroup(MeterRegistry registry, Map<String, String> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags.entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList());
    }

    /** An empty group of meters that have no siblings. */
    public MeterGroup(MeterRegistry registry) {
        this.registry = registry;
        this.tags = Tags.empty();
    }

    /** Exports a number that goes up and down. */
    public void gauge(HubMetrics metric, Tally tally) {
        gauge(metric, tally, Tags.empty());
    }

    /** Exports a number that goes up and down, one of several with different values of the metric's last tag. */
    public void gauge(HubMetrics metric, Tally tally, String lastTag) {
        gauge(metric, tally, Tags.of(metric.tags().getLast(), lastTag));
    }

    private void gauge(HubMetrics metric, Tally tally, Tags more) {
        meters.add(Gauge.builder(metric.meterName(), tally, Tally::value)
                .description(metric.description())
                .baseUnit(baseUnit(metric))
                .tags(tags.and(more))
                .register(registry));
    }

    /** Exports a number that only goes up. */
    public void counter(HubMetrics metric, Tally tally) {
        counter(metric, tally, Tags.empty());
    }

    /** Exports a number that only goes up, one of several with different values of the metric's last tag. */
    public void counter(HubMetrics metric, Tally tally, String lastTag) {
        counter(metric, tally, Tags.of(metric.tags().getLast(), lastTag));
    }

    /** Exports how often something happened and how long it took, the longest time among it. */
    public Timer timer(HubMetrics metric) {
        return timer(metric, new Duration[0]);
    }

    /** The same, and how often it took at most so long, for each of {@code bounds}: percentiles over instances are made of that. */
    public Timer timer(HubMetrics metric, Duration... bounds) {
        Timer timer = Timer.builder(metric.meterName())
                .description(metric.description())
                .tags(tags)
                .serviceLevelObjectives(bounds)
                .register(registry);
        meters.add(timer);
        return timer;
    }

    private void counter(HubMetrics metric, Tally tally, Tags more) {
        meters.add(FunctionCounter.builder(metric.meterName(), tally, Tally::value)
                .description(metric.description())
                .baseUnit(baseUnit(metric))
                .tags(tags.and(more))
                .register(registry));
    }

    /** Of what is counted in pieces, exporters do not put the pieces' name behind that of the metric. */
    private static @Nullable String baseUnit(HubMetrics metric) {
        return metric.unit().equals("bytes") ? metric.unit() : null;
    }

    /** Takes the meters out of the registry. */
    public void close() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
