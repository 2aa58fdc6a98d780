package dev.hub.verticles.measure;

import dev.hub.core.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a bare command costs Valkey, by its own benchmark.
 *
 * @param requests how many are made
 * @param clients at the same time
 * @param pipeline commands in each write
 */
public record Floor(int requests, int clients, int pipeline) {
    /** Of any command; {@code __rand_int__} in it is one of 10,000 numbers. */
    public Figures measure(ServerProcess server, List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                "valkey-benchmark",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-r",
                "10000",
                "-c",
                Integer.toString(clients),
                "-P",
                Integer.toString(pipeline),
                "-n",
                Integer.toString(requests),
                "--csv"));
        command.addAll(words);
        double before = Processor.of(server.pid());
        try {
            Process benchmark =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return figures(requests, text, (Processor.of(server.pid()) - before) / requests);
        } catch (IOException e) {
            throw new UncheckedIOException("valkey-benchmark cannot be run", e);
        }
    }

    /** Of a line that ends like {@code "GET","90000.00","0.3","0.1","0.29","0.5","0.7","1.2"}. */
    private static Figures figures(int requests, String csv, double serverMicros) {
        List<String> lines = csv.lines().toList();
        String[] fields = lines.isEmpty()
                ? new String[0]
                : lines.getLast().replace("\"", "").split(",", -1);
        int first = fields.length - 7;
        if (first < 1) {
            throw new IllegalStateException("valkey-benchmark said: " + csv);
        }
        return new Figures(
                requests,
                Double.parseDouble(fields[first]),
                0,
                serverMicros,
                Double.parseDouble(fields[first + 3]) * 1000,
                Double.parseDouble(fields[first + 5]) * 1000,
                Double.NaN);
    }
}
