package dev.hub.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HubMetricsTest {
    private static final Path TABLE = Path.of("..", "docs", "metrics.md");

    @Test
    void isTabledInTheDocumentation() throws IOException {
        List<String> expected = Arrays.stream(HubMetrics.values())
                .map(metric -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                metric.meterName(),
                                metric.unit(),
                                String.join(", ", metric.tags()),
                                metric.description()))
                .toList();

        List<String> rows = Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).containsExactlyElementsOf(expected);
    }
}
