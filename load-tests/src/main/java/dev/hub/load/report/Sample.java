package dev.hub.load.report;

import java.util.Map;

/**
 * What one measurement of one server gave.
 *
 * @param server its short name
 * @param round from 1
 */
public record Sample(String server, int round, Map<Metric, Double> figures) {
    public Sample {
        figures = Map.copyOf(figures);
    }
}
