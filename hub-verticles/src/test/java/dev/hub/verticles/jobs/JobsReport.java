package dev.hub.verticles.jobs;

import dev.hub.verticles.jobs.HubQueue.Retained;
import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Report;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured; medians with the least and the most. */
record JobsReport(Instant time, int rounds, double seconds, Map<Scenario, Map<String, List<Figures>>> all) {
    private static final String PEER = "BullMQ";

    Report report() {
        JsonObject scenarios = new JsonObject();
        all.forEach((scenario, figures) -> scenarios.put(scenario.title(), Report.json(figures)));
        JsonObject json =
                new JsonObject().put("rounds", rounds).put("seconds", seconds).put("scenarios", scenarios);
        return new Report("jobs", time, markdown(), json);
    }

    private String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(rounds + " rounds of " + seconds + " s each; payloads of 1,000 bytes; handlers that do nothing; "
                + Retained.SAME.jobs()
                + " jobs that are over are kept, and about " + Retained.SAME.events()
                + " events. Median [least..most].");
        lines.addAll(List.of(
                "",
                "| scenario | queue | jobs/s | times BullMQ | Valkey's CPU, us a job | own CPU, us a job | p50, ms |"
                        + " p99, ms | CPU of others |",
                "|---|---|---|---|---|---|---|---|---|"));
        all.forEach((scenario, each) ->
                each.forEach((name, figures) -> lines.add(row(scenario, name, figures, best(each)))));
        lines.addAll(List.of(
                "",
                "- Queues and Valkey share the machine: absolute figures drift with whatever else runs, ratios within"
                        + " a run count. `CPU of others` is what the rest of the machine used meanwhile, in processors.",
                "- `times BullMQ` compares with the better one of BullMQ's two rows: without and with ioredis's"
                        + " automatic pipelining.",
                "- p50 and p99 of submissions are those of a call; of the others, from the call of submit to the start"
                        + " of the handler, on one clock. Half load is half of what `submit and process` reached in the"
                        + " same round, for each queue its own.",
                "- Each queue submits and works in one process: the hub by `HubClient.jobs()` on one event loop,"
                        + " handlers asynchronous, with the `prefetch` that is the default; `store only` calls the"
                        + " scripts in rounds, without bus, verticle and wake-ups; BullMQ in Node.js with `Queue`, `Worker` and ioredis.",
                "- Active jobs have leases of an hour: those of BullMQ are taken by `getNextJob`, with locks as long.",
                "- The floor is one EVAL that sets a key to the payload: valkey-benchmark with one connection.",
                "- CPU is user and system time of the process; Valkey's comes in steps of 10 ms."));
        return String.join("\n", lines) + "\n";
    }

    private static double best(Map<String, List<Figures>> each) {
        return each.entrySet().stream()
                .filter(one -> one.getKey().startsWith(PEER))
                .mapToDouble(one -> Report.median(one.getValue(), Figures::perSecond))
                .max()
                .orElse(Double.NaN);
    }

    private static String row(Scenario scenario, String name, List<Figures> figures, double best) {
        double times = Report.median(figures, Figures::perSecond) / best;
        return "| " + scenario.title() + " | " + name + " | " + Report.spread(figures, Figures::perSecond, 0) + " | "
                + (Double.isNaN(times) ? "–" : String.format(Locale.ROOT, "%.1f", times)) + " | "
                + Report.spread(figures, Figures::serverMicros, 1) + " | "
                + Report.spread(figures, Figures::clientMicros, 1) + " | "
                + Report.spread(figures, one -> one.p50() / 1000, 2) + " | "
                + Report.spread(figures, one -> one.p99() / 1000, 2) + " | "
                + Report.spread(figures, Figures::others, 2) + " |";
    }
}
