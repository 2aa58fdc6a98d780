package dev.hub.load.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One scenario over all servers and rounds.
 *
 * @param scenario its short name, unique in the report
 * @param description with all parameters
 * @param metrics the columns, in order
 * @param notes what went wrong or was left out, in sentences
 */
public record Section(
        String scenario, String description, List<Metric> metrics, List<Sample> samples, List<String> notes) {
    public Section {
        metrics = List.copyOf(metrics);
        samples = List.copyOf(samples);
        notes = List.copyOf(notes);
    }

    /** The servers that gave figures, in the order of measurement. */
    public List<String> servers() {
        return samples.stream().map(Sample::server).distinct().toList();
    }

    /** One server's figure over its rounds; empty when it has none. */
    public Optional<Spread> figure(String server, Metric metric) {
        List<Double> values = samples.stream()
                .filter(sample -> sample.server().equals(server))
                .filter(sample -> sample.figures().containsKey(metric))
                .map(sample -> sample.figures().get(metric))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /** All figures of one server, by column. */
    public Map<Metric, Spread> figures(String server) {
        Map<Metric, Spread> figures = new LinkedHashMap<>();
        metrics.forEach(metric -> figure(server, metric).ifPresent(spread -> figures.put(metric, spread)));
        return figures;
    }

    /** How many times the median of the one is that of the other: both must have the figure. */
    public Optional<Double> ratio(String server, String of, Metric metric) {
        return figure(server, metric)
                .flatMap(a -> figure(of, metric).filter(b -> b.median() > 0).map(b -> a.median() / b.median()));
    }
}
