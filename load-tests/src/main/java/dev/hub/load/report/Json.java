package dev.hub.load.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for programs: every single figure of every round, and the medians. */
public final class Json {
    private Json() {}

    /** The whole report, indented by two. */
    public static String of(Report report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", report.name());
        root.put("time", report.time().toString());
        root.put("environment", report.environment());
        root.put("method", report.method());
        root.put("targets", report.targets().stream().map(Json::target).toList());
        root.put("sections", report.sections().stream().map(Json::section).toList());
        return text(root, "") + "\n";
    }

    private static Map<String, Object> target(Target target) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("target", target.text());
        json.put("measured", target.measured());
        json.put("verdict", target.verdict());
        return json;
    }

    private static Map<String, Object> section(Section section) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("scenario", section.scenario());
        json.put("description", section.description());
        json.put(
                "medians",
                section.servers().stream()
                        .collect(Collectors.toMap(s -> s, s -> medians(section, s), (a, b) -> a, LinkedHashMap::new)));
        json.put("samples", section.samples().stream().map(Json::sample).toList());
        json.put("notes", section.notes());
        return json;
    }

    private static Map<String, Object> medians(Section section, String server) {
        Map<String, Object> json = new LinkedHashMap<>();
        section.figures(server).forEach((metric, spread) -> json.put(key(metric), spread.median()));
        return json;
    }

    private static Map<String, Object> sample(Sample sample) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", sample.server());
        json.put("round", sample.round());
        for (Metric metric : Metric.values()) {
            Double value = sample.figures().get(metric);
            if (value != null) {
                json.put(key(metric), value);
            }
        }
        return json;
    }

    private static String key(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT);
    }

    private static String text(Object value, String indent) {
        String deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> map ->
                block(
                        '{',
                        '}',
                        indent,
                        map.entrySet().stream()
                                .map(e -> string(String.valueOf(e.getKey())) + ": " + text(e.getValue(), deeper))
                                .toList());
            case List<?> list ->
                block('[', ']', indent, list.stream().map(e -> text(e, deeper)).toList());
            case Number number -> number.toString();
            default -> string(value.toString());
        };
    }

    private static String block(char open, char close, String indent, List<String> entries) {
        if (entries.isEmpty()) {
            return "" + open + close;
        }
        String separator = ",\n" + indent + "  ";
        return open + separator.substring(1) + String.join(separator, entries) + "\n" + indent + close;
    }

    /** RFC 8259 section 7. */
    static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
