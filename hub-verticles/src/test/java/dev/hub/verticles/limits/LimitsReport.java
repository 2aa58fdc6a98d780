package dev.hub.verticles.limits;

import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Report;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was measured; medians with the least and the most. */
record LimitsReport(Instant time, Pressure pressure, int rounds, Map<String, List<Figures>> all) {
    Report report() {
        JsonObject json = new JsonObject()
                .put("in_flight", pressure.inFlight())
                .put("subjects", pressure.subjects())
                .put("limiters", Report.json(all));
        return new Report("limits", time, markdown(), json);
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(rounds + " rounds, " + pressure.inFlight() + " decisions under way, " + pressure.subjects()
                + " users with a token bucket each; all decisions admit. Median [least..most].");
        lines.addAll(List.of(
                "",
                "| limiter | decisions/s | Valkey's CPU, us each | decisions/s that one Valkey core allows | own CPU,"
                        + " us each | p50, us | p99, us |",
                "|---|---|---|---|---|---|---|"));
        all.forEach((name, figures) -> lines.add(row(name, figures)));
        lines.addAll(List.of(
                "",
                "- Limiters and Valkey share the machine: absolute figures drift with whatever else runs, ratios"
                        + " within a run count.",
                "- The hub is asked over its event bus on one event loop; Bucket4j by its asynchronous proxies over"
                        + " one Lettuce connection; rate-limiter-flexible in Node.js over ioredis with automatic"
                        + " pipelining.",
                "- The bare GET is valkey-benchmark with 50 connections.",
                "- CPU is user and system time of the process; Valkey's comes in steps of 10 ms."));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String name, List<Figures> figures) {
        return "| " + name + " | " + Report.spread(figures, Figures::perSecond, 0) + " | "
                + Report.spread(figures, Figures::serverMicros, 2) + " | "
                + Report.spread(figures, each -> each.serverMicros() < 0.01 ? Double.NaN : 1e6 / each.serverMicros(), 0)
                + " | "
                + Report.spread(figures, Figures::clientMicros, 2) + " | " + Report.spread(figures, Figures::p50, 0)
                + " | " + Report.spread(figures, Figures::p99, 0) + " |";
    }
}
