package dev.hub.load.report;

import java.util.Locale;

/** A figure of a measurement, as tables name it. */
public enum Metric {
    CPU_PER_DELIVERY("CPU per delivery", "µs", 2),
    DELIVERIES("deliveries", "/s", 0),
    SERVER_CORES("server CPU", "cores", 2),
    GENERATOR_CORES("generator CPU", "cores", 2),
    OTHERS_CORES("CPU of others", "cores", 2),
    P50("p50", "ms", 1),
    P99("p99", "ms", 1),
    LONGEST("longest", "ms", 1),
    MISSING("not delivered", "", 0),
    DISORDERED("out of order or double", "", 0),
    RSS_PER_CONNECTION("RSS per connection", "B", 0),
    FAMILY_RSS_PER_CONNECTION("with child processes", "B", 0),
    HEAP_PER_CONNECTION("live heap per connection", "B", 0),
    RSS_BEFORE("RSS before", "MB", 1),
    RSS_AFTER("RSS after", "MB", 1),
    CPU_PER_HANDSHAKE("CPU per handshake", "µs", 0),
    HANDSHAKES("handshakes", "/s", 0);

    private final String label;
    private final String unit;
    private final int decimals;

    Metric(String label, String unit, int decimals) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
    }

    /** Name and unit: a column's head. */
    public String heading() {
        return unit.isEmpty() ? label : label + ", " + unit;
    }

    /** The value as a table shows it, with as many decimals as mean something. */
    public String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
