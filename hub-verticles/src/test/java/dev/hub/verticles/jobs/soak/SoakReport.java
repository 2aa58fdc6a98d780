package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.loss.report.KeptReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The report of soaks, for people and for programs.
 *
 * @param time when it was made
 * @param played what was played, in order
 */
record SoakReport(Instant time, List<Played> played) {
    private static final List<String> METHOD = List.of(
            "Submitters have jobs done by the HTTP API, with ids of their own, and submit each again, at any hub,"
                    + " until it is answered: plain ones, delayed ones, with priorities, in groups with a limit, with"
                    + " deduplication keys (simple and keep_last), and flows. Schedules bring a job every second and make"
                    + " up for all they missed.",
            "Workers ask over HTTP at any hub, have jobs pushed to their sockets, run inside the hubs, or are"
                    + " processes of their own (Python over HTTP, the official SDK for JavaScript), which are killed by"
                    + " SIGKILL or stand still (SIGSTOP) for longer than a lease every few seconds. They complete, fail,"
                    + " give up and hand back; complete twice; fail what they completed; hang for longer than the lease"
                    + " and complete then; or are never heard of again. Operators cancel, reopen, and pause the queue.",
            "The checker knows every answer. A job that was taken must end in one state, and in the one that was told;"
                    + " of all starts of a job one at most may be completed, and none of which a later one was handed out;"
                    + " numbers of starts rise, and each is handed out once; one job of a simple key is unfinished at a"
                    + " time; no more jobs of a group are active than its limit, by the server's clock, as far as it is"
                    + " certain; parents start after their children; each tick has one job.",
            "One server, with its file synced before each reply, must keep all of that. Where replicas follow, a"
                    + " failover may lose the last moment of the old primary, and with it what was answered: that is"
                    + " counted, and named here, but not broken. What is left must be in order all the same. Durable jobs,"
                    + " which all replicas confirm, must lose nothing.",
            "Submitters, workers, hubs and servers share the machine.");

    SoakReport {
        played = List.copyOf(played);
    }

    /** One soak and where it was played. */
    record Played(SoakScenario scenario, SoakOutcome outcome) {}

    KeptReport kept() {
        return new KeptReport(time, json(), markdown());
    }

    /** For people. */
    String markdown() {
        List<String> lines = new ArrayList<>(List.of("# Soak of jobs", "", KeptReport.minute(time), ""));
        long failed = played.stream().filter(each -> !each.outcome().passed()).count();
        lines.add(summary(failed));
        lines.addAll(List.of(
                "",
                "| where | seed | jobs | starts | words accepted | refused | without answer | faults"
                        + " | ticks | time, s | forgiven | |"));
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        played.forEach(each -> lines.add(row(each)));
        for (Played each : played) {
            SoakOutcome outcome = each.outcome();
            lines.addAll(List.of("", "## " + each.scenario().place(), "", "| ended | jobs |", "|---|---|"));
            new TreeMap<>(outcome.endings())
                    .forEach((end, jobs) -> lines.add("| " + end + " | " + number(jobs) + " |"));
            lines.addAll(List.of("", "| counted | |", "|---|---|"));
            new TreeMap<>(outcome.tally())
                    .forEach((what, many) -> lines.add("| " + what + " | " + number(many) + " |"));
            lines.addAll(List.of("", "| fault | times |", "|---|---|"));
            outcome.timesByFault().forEach((fault, times) -> lines.add("| " + fault + " | " + times + " |"));
            if (!outcome.passed()) {
                lines.addAll(List.of("", "```", each.scenario().command(outcome.plan())));
                lines.addAll(outcome.failures());
                lines.add("```");
            }
        }
        lines.addAll(List.of("", "## Method", ""));
        METHOD.forEach(sentence -> lines.add("- " + sentence));
        return String.join("\n", lines) + "\n";
    }

    private String summary(long failed) {
        if (failed > 0) {
            return "**" + failed + " of " + played.size() + " soaks broke a promise**, see below.";
        }
        boolean isAllKept =
                played.stream().allMatch(each -> each.outcome().found().isEmpty());
        return isAllKept
                ? "Every job ended once, in order."
                : "What is promised was kept; what failovers undid beyond that is counted as forgiven.";
    }

    private static String row(Played each) {
        SoakOutcome outcome = each.outcome();
        Map<String, Long> tally = outcome.tally();
        return "| "
                + String.join(
                        " | ",
                        each.scenario().place(),
                        Long.toString(outcome.plan().seed()),
                        number(outcome.jobs()),
                        count(tally, "starts"),
                        count(tally, "accepted words"),
                        count(tally, "refused words"),
                        count(tally, "words without answer"),
                        Integer.toString(outcome.faults().size()),
                        count(tally, "ticks"),
                        Long.toString(outcome.lasted().toSeconds()),
                        outcome.found().isEmpty() || !outcome.passed()
                                ? "–"
                                : new TreeMap<>(outcome.found()).toString(),
                        outcome.passed() ? "passed" : "**BROKEN**")
                + " |";
    }

    private static String count(Map<String, Long> tally, String what) {
        return number(tally.getOrDefault(what, 0L));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** For programs. */
    JsonObject json() {
        JsonArray all = new JsonArray();
        played.forEach(each -> all.add(json(each)));
        return new JsonObject()
                .put("name", "jobs-soak")
                .put("time", time.toString())
                .put("soaks", all);
    }

    private static JsonObject json(Played each) {
        SoakOutcome outcome = each.outcome();
        JsonObject found = new JsonObject();
        outcome.found().forEach((kind, times) -> found.put(kind.name(), times));
        return new JsonObject()
                .put("topology", each.scenario().topology().name())
                .put("engine", each.scenario().engine().name())
                .put("hubs", each.scenario().hubs())
                .put("seed", outcome.plan().seed())
                .put("jobs", outcome.jobs())
                .put("passed", outcome.passed())
                .put("seconds", outcome.lasted().toMillis() / 1e3)
                .put("endings", object(outcome.endings()))
                .put("counts", object(outcome.tally()))
                .put("faults", new JsonArray(outcome.faults()))
                .put("found", found)
                .put("failures", new JsonArray(outcome.failures()));
    }

    private static JsonObject object(Map<String, Long> counts) {
        JsonObject object = new JsonObject();
        new TreeMap<>(counts).forEach(object::put);
        return object;
    }
}
