package dev.hub.verticles.loss;

import dev.hub.verticles.loss.judge.Delays;
import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.report.KeptReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report of a loss test, for people and for programs.
 *
 * @param time when it was made
 * @param rounds that were played
 */
record LossReport(Instant time, List<Round> rounds) {
    private static final List<String> METHOD = List.of(
            "Writers publish by the HTTP API with an idempotency key, one message after the other, and try each one"
                    + " again, at any hub, until it is acknowledged. Where there are replicas, publications are durable"
                    + " and all replicas have to confirm them.",
            "Readers speak the client protocol (some are the official JavaScript SDK); two of three leave at random"
                    + " moments and come back, to any hub, where they stopped.",
            "Every reader must get every acknowledged publication of its channels once and in the order of offsets,"
                    + " and no position may have two contents. What a reader is told to have lost counts as broken, except"
                    + " in a channel of which a publication was shown that a failover then lost (a lost place).",
            "At the end a latecomer asks for the whole streams, and must get everything that was ever acknowledged.",
            "Waiting: from when a delivery was due (acknowledged, and its reader wanting to be connected) to its"
                    + " arrival.",
            "Healing: the longest such wait after a fault, counted from the fault's end. A fault ends when the servers"
                    + " or hubs that it took away are back or replaced; a cut link is over at once.",
            "Writers, readers, hubs and servers share the machine; waits include what the test itself takes.");

    /** Keeps both forms, named after the day; returns the one for people. */
    Path write(Path directory, String name) {
        return new KeptReport(time, json(), markdown()).write(directory, name);
    }

    /** For people. */
    String markdown() {
        List<String> lines = new ArrayList<>(List.of("# Loss test", "", KeptReport.minute(time), ""));
        long failed = rounds.stream().filter(round -> !passed(round)).count();
        lines.add(
                failed == 0
                        ? rounds.size() + " rounds: every reader got every acknowledged publication once and in order."
                        : "**" + failed + " of " + rounds.size() + " rounds broke a promise**, see below.");
        lines.addAll(List.of("", "## Rounds", ""));
        lines.add("| where | seed | published | acknowledged | retried | delivered | of these recovered | reconnects"
                + " | lost places | longest wait, ms | time, s | |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|");
        rounds.forEach(round -> lines.add(row(round)));
        lines.addAll(List.of("", "## Healing, by fault", ""));
        lines.add("| where | fault | times | fault lasted, ms | healed, ms: median | longest |");
        lines.add("|---|---|---|---|---|---|");
        lines.addAll(healing());
        rounds.stream().filter(round -> !passed(round)).forEach(round -> failure(round, lines));
        lines.addAll(List.of("", "## Method", ""));
        METHOD.forEach(sentence -> lines.add("- " + sentence));
        return String.join("\n", lines) + "\n";
    }

    private static boolean passed(Round round) {
        return round.outcome().verdict().passed();
    }

    private static String row(Round round) {
        Outcome outcome = round.outcome();
        return "| "
                + String.join(
                        " | ",
                        round.place(),
                        Long.toString(round.seed()),
                        count(outcome, Count.PUBLISHED),
                        count(outcome, Count.ACKNOWLEDGED),
                        count(outcome, Count.RETRIED),
                        count(outcome, Count.DELIVERED),
                        count(outcome, Count.RECOVERED),
                        count(outcome, Count.RECONNECTS),
                        Long.toString(outcome.lostPlaces()),
                        Outcome.millis(outcome.delays().longestNanos()),
                        Long.toString(outcome.lasted().toSeconds()),
                        passed(round) ? "passed" : "**BROKEN**")
                + " |";
    }

    private static String count(Outcome outcome, Count count) {
        return String.format(Locale.ROOT, "%,d", outcome.figures().of(count));
    }

    private static void failure(Round round, List<String> lines) {
        lines.addAll(List.of("", "## Broken: " + round.place() + ", seed " + round.seed(), "", "```"));
        lines.add(round.scenario().command(round.seed()));
        lines.add(round.outcome().text());
        lines.add("```");
    }

    /** A row for each kind of fault at each place. */
    private List<String> healing() {
        Map<String, List<Delays.Healing>> byFault = new TreeMap<>(rounds.stream()
                .flatMap(round -> round.outcome().delays().healings().stream()
                        .map(healing -> Map.entry(round.place() + " | " + kind(healing), healing)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        return byFault.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue().size() + " | "
                        + Outcome.millis(median(entry.getValue().stream().map(Delays.Healing::lastedNanos))) + " | "
                        + Outcome.millis(median(entry.getValue().stream().map(Delays.Healing::healedNanos))) + " | "
                        + Outcome.millis(entry.getValue().stream()
                                .mapToLong(Delays.Healing::healedNanos)
                                .max()
                                .orElse(0))
                        + " |")
                .toList();
    }

    private static String kind(Delays.Healing healing) {
        return healing.fault().replaceFirst("\\[.*", "");
    }

    private static long median(Stream<Long> values) {
        List<Long> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** For programs. */
    JsonObject json() {
        JsonArray all = new JsonArray();
        rounds.forEach(round -> all.add(json(round)));
        return new JsonObject()
                .put("name", "loss")
                .put("time", time.toString())
                .put("method", new JsonArray(METHOD))
                .put("rounds", all);
    }

    private static JsonObject json(Round round) {
        Outcome outcome = round.outcome();
        JsonObject counts = new JsonObject();
        for (Count count : Count.values()) {
            counts.put(count.name().toLowerCase(Locale.ROOT), outcome.figures().of(count));
        }
        JsonObject broken = new JsonObject();
        outcome.verdict().counts().forEach((kind, times) -> broken.put(kind.name(), times));
        JsonArray faults = new JsonArray();
        outcome.delays()
                .healings()
                .forEach(each -> faults.add(new JsonObject()
                        .put("fault", each.fault())
                        .put("lasted_ms", each.lastedNanos() / 1e6)
                        .put("healed_ms", each.healedNanos() / 1e6)));
        return new JsonObject()
                .put("topology", round.scenario().topology().name())
                .put("engine", round.scenario().engine().name())
                .put("hubs", round.scenario().hubs())
                .put("seed", round.seed())
                .put("passed", outcome.verdict().passed())
                .put("counts", counts)
                .put("lost_places", outcome.lostPlaces())
                .put("longest_wait_ms", outcome.delays().longestNanos() / 1e6)
                .put("seconds", outcome.lasted().toMillis() / 1e3)
                .put("faults", faults)
                .put("broken", broken)
                .put("failures", new JsonArray(outcome.verdict().failures()));
    }
}
