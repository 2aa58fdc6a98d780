package dev.hub.verticles.limits;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, for people and for programs; medians with the least and the most. */
record LimitsReport(Instant time, Pressure pressure, int rounds, Map<String, List<Figures>> all) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** Keeps both forms, named after the day; returns the one for people. */
    Path write(Path directory) {
        String base = DATE.format(time) + "-limits";
        try {
            Files.writeString(directory.resolve(base + ".json"), json().encodePrettily() + "\n");
            return Files.writeString(directory.resolve(base + ".md"), markdown());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + directory.resolve(base), e);
        }
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of("# Limits", "", MINUTE.format(time), ""));
        lines.add(rounds + " rounds, " + pressure.inFlight() + " decisions under way, " + pressure.subjects()
                + " users with a token bucket each; all decisions admit. Median [least..most].");
        lines.addAll(List.of(
                "",
                "| limiter | decisions/s | Valkey's CPU, us each | decisions/s that one Valkey core allows | own CPU, us each"
                        + " | p50, us | p99, us |",
                "|---|---|---|---|---|---|---|"));
        all.forEach((name, figures) -> lines.add(row(name, figures)));
        lines.addAll(List.of(
                "",
                "- Limiters and Valkey share the machine: absolute figures drift with whatever else runs, ratios within a run count.",
                "- The hub is asked over its event bus on one event loop; Bucket4j by its asynchronous proxies over one Lettuce"
                        + " connection; rate-limiter-flexible in Node.js over ioredis with automatic pipelining.",
                "- The bare GET is valkey-benchmark with 50 connections.",
                "- CPU is user and system time of the process; Valkey's comes in steps of 10 ms."));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, List<Figures> figures) {
        return "| " + name + " | " + spread(figures, Figures::perSecond, 0) + " | "
                + spread(figures, Figures::serverMicros, 2) + " | "
                + spread(figures, each -> each.serverMicros() < 0.01 ? Double.NaN : 1e6 / each.serverMicros(), 0)
                + " | "
                + spread(figures, Figures::clientMicros, 2) + " | " + spread(figures, Figures::p50, 0) + " | "
                + spread(figures, Figures::p99, 0) + " |";
    }

    private static String spread(List<Figures> figures, ToDoubleFunction<Figures> field, int digits) {
        double[] values = figures.stream().mapToDouble(field).sorted().toArray();
        double median = values[values.length / 2];
        if (Double.isNaN(median) || median == 0) {
            return "–";
        }
        String format = "%,." + digits + "f";
        return String.format(
                Locale.ROOT,
                format + " [" + format + ".." + format + "]",
                median,
                values[0],
                values[values.length - 1]);
    }

    JsonObject json() {
        JsonObject limiters = new JsonObject();
        all.forEach((name, figures) -> {
            JsonArray each = new JsonArray();
            figures.forEach(one -> each.add(one.json()));
            limiters.put(name, each);
        });
        return new JsonObject()
                .put("name", "limits")
                .put("time", time.toString())
                .put("in_flight", pressure.inFlight())
                .put("subjects", pressure.subjects())
                .put("limiters", limiters);
    }
}
