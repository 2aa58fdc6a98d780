package dev.hub.load.report;

import java.util.List;

/**
 * One figure over several rounds.
 *
 * @param rounds how many values there were, 1 or more
 */
public record Spread(double median, double min, double max, int rounds) {
    /** Of these values, in any order; at least one. The median of an even number is the mean of the two in the middle. */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a spread needs at least one value");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast(), sorted.size());
    }
}
