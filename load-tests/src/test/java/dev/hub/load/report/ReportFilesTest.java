package dev.hub.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportFilesTest {
    private static final Report REPORT = new Report(
            "suite",
            Instant.parse("2026-03-04T05:06:07Z"),
            Map.of("CPU", "a \"fast\" one"),
            List.of("Carefully."),
            List.of(new Section(
                    "fan-out",
                    "Many sockets.",
                    List.of(Metric.CPU_PER_DELIVERY, Metric.P99),
                    List.of(
                            sample("hub", 1, 0.5),
                            sample("ws", 1, 5),
                            sample("hub", 2, 0.7),
                            new Sample("ws", 2, Map.of(Metric.CPU_PER_DELIVERY, 7.0))),
                    List.of("ws, round 2: odd\nline"))),
            List.of(new Target("10 times better", Optional.of(true), "10.0 times")));

    @Test
    void writesATableForPeople(@TempDir Path directory) throws IOException {
        Path file = new ReportFiles(directory.resolve("new")).write(REPORT);

        assertThat(file.getFileName()).hasToString("2026-03-04-suite.md");
        assertThat(Files.readAllLines(file))
                .contains(
                        "# Load test: suite",
                        "2026-03-04 05:06 UTC",
                        "| 10 times better | 10.0 times | reached |",
                        "Many sockets.",
                        "| server | CPU per delivery, µs | p99, ms | CPU per delivery, × hub |",
                        "| hub | 0.60 [0.50..0.70] | 9.0 [9.0..9.0] | 1.00 |",
                        "| ws | 6.00 [5.00..7.00] | 9.0 | 10.00 |",
                        "Note: ws, round 2: odd / line",
                        "- Carefully.",
                        "| CPU | a \"fast\" one |");
    }

    @Test
    void writesEveryFigureForPrograms(@TempDir Path directory) throws IOException {
        new ReportFiles(directory).write(REPORT);

        String json = Files.readString(directory.resolve("2026-03-04-suite.json"));
        assertThat(json.replaceAll("\\s+", ""))
                .contains("\"CPU\":\"a\\\"fast\\\"one\"")
                .contains(
                        "\"medians\":{\"hub\":{\"cpu_per_delivery\":0.6,\"p99\":9.0},\"ws\":{\"cpu_per_delivery\":6.0,\"p99\":9.0}}")
                .contains("{\"server\":\"ws\",\"round\":2,\"cpu_per_delivery\":7.0}")
                .contains("\"verdict\":\"reached\"");
    }

    @Test
    void escapesWhatJsonDoesNotAllowInStrings() {
        assertThat(Json.string("a\n\"\\ä")).isEqualTo("\"a\\u000a\\\"\\\\ä\"");
    }

    private static Sample sample(String server, int round, double cpu) {
        return new Sample(server, round, Map.of(Metric.CPU_PER_DELIVERY, cpu, Metric.P99, 9.0));
    }
}
