package dev.hub.verticles.limits;

import dev.hub.core.testkit.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a bare GET costs Valkey, by its own benchmark. */
final class Floor {
    private static final int REQUESTS = 400_000;

    private Floor() {}

    /** With {@code pipeline} commands in each write of 50 clients. */
    static Figures measure(ServerProcess server, int pipeline) {
        List<String> command = List.of(
                "valkey-benchmark",
                "-h",
                server.host(),
                "-p",
                Integer.toString(server.port()),
                "-t",
                "get",
                "-r",
                "10000",
                "-c",
                "50",
                "-P",
                Integer.toString(pipeline),
                "-n",
                Integer.toString(REQUESTS),
                "--csv");
        double before = Processor.of(server.pid());
        try {
            Process benchmark =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return figures(text, (Processor.of(server.pid()) - before) / REQUESTS);
        } catch (IOException e) {
            throw new UncheckedIOException("valkey-benchmark cannot be run", e);
        }
    }

    /** Of a line such as {@code "GET","90000.00","0.3","0.1","0.29","0.5","0.7","1.2"}. */
    private static Figures figures(String csv, double serverMicros) {
        String line = csv.lines()
                .filter(each -> each.startsWith("\"GET\""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("valkey-benchmark said: " + csv));
        String[] fields = line.replace("\"", "").split(",", -1);
        return new Figures(
                Double.parseDouble(fields[1]),
                0,
                serverMicros,
                Double.parseDouble(fields[4]) * 1000,
                Double.parseDouble(fields[6]) * 1000);
    }
}
