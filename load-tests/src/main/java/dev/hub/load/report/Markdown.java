package dev.hub.load.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A report for people. Figures are {@code median [min..max]}; the brackets are left out when there was one round. */
public final class Markdown {
    /** The server that the others are compared with. */
    public static final String HUB = "hub";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private Markdown() {}

    /** The whole report. */
    public static String of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("# Load test: " + report.name());
        lines.add("");
        lines.add(TIME.format(report.time()));
        targets(report.targets(), lines);
        report.sections().forEach(section -> section(section, lines));
        lines.addAll(List.of("", "## Method", ""));
        report.method().forEach(sentence -> lines.add("- " + sentence));
        lines.addAll(List.of("", "## Machine and versions", "", "| | |", "|---|---|"));
        report.environment().forEach((name, value) -> lines.add(row(List.of(name, value))));
        return String.join("\n", lines) + "\n";
    }

    /** One scenario's table with its description and notes. */
    public static String of(Section section) {
        List<String> lines = new ArrayList<>();
        section(section, lines);
        return String.join("\n", lines) + "\n";
    }

    private static void targets(List<Target> targets, List<String> lines) {
        if (targets.isEmpty()) {
            return;
        }
        lines.addAll(List.of("", "## Targets", ""));
        table(
                List.of("target", "measured", ""),
                targets.stream()
                        .map(target -> List.of(target.text(), target.measured(), target.verdict()))
                        .toList(),
                lines);
    }

    private static void section(Section section, List<String> lines) {
        lines.addAll(List.of("", "## " + section.scenario(), "", section.description(), ""));
        List<String> head = new ArrayList<>(List.of("server"));
        section.metrics().forEach(metric -> head.add(metric.heading()));
        head.add(section.metrics().getFirst().heading().replaceFirst(",.*", "") + ", × hub");
        table(
                head,
                section.servers().stream().map(server -> cells(section, server)).toList(),
                lines);
        section.notes().forEach(note -> lines.addAll(List.of("", "Note: " + note.replace("\n", " / "))));
    }

    private static List<String> cells(Section section, String server) {
        Stream<String> figures = section.metrics().stream()
                .map(metric -> section.figure(server, metric)
                        .map(spread -> text(metric, spread))
                        .orElse("–"));
        Optional<Double> ratio = section.ratio(server, HUB, section.metrics().getFirst());
        return Stream.of(
                        Stream.of(server),
                        figures,
                        Stream.of(ratio.map("%.2f"::formatted).orElse("–")))
                .flatMap(cells -> cells)
                .toList();
    }

    private static String text(Metric metric, Spread spread) {
        String median = metric.format(spread.median());
        return spread.rounds() == 1
                ? median
                : median + " [" + metric.format(spread.min()) + ".." + metric.format(spread.max()) + "]";
    }

    private static void table(List<String> head, List<List<String>> rows, List<String> lines) {
        lines.add(row(head));
        lines.add(row(Collections.nCopies(head.size(), "---")));
        rows.forEach(cells -> lines.add(row(cells)));
    }

    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }
}
