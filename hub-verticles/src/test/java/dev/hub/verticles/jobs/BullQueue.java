package dev.hub.verticles.jobs;

import dev.hub.core.testkit.ServerProcess;
import dev.hub.verticles.jobs.HubQueue.Retained;
import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** BullMQ in a Node.js process of its own, which does what it is told line by line. */
final class BullQueue implements JobQueue {
    private static final Path SCRIPT = Path.of("..", "load-tests", "peers", "queue.mjs");

    private final Process node;
    private final BufferedWriter in;
    private final BufferedReader out;

    BullQueue(ServerProcess server, Retained retained, boolean isPipelined) {
        ProcessBuilder command = new ProcessBuilder(
                        "node",
                        SCRIPT.toString(),
                        server.host(),
                        Integer.toString(server.port()),
                        Integer.toString(retained.jobs()),
                        Integer.toString(retained.events()),
                        isPipelined ? "pipelined" : "plain")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            node = command.start();
        } catch (IOException e) {
            throw new UncheckedIOException("node cannot be run", e);
        }
        in = node.outputWriter(StandardCharsets.UTF_8);
        out = node.inputReader(StandardCharsets.UTF_8);
    }

    private JsonObject tell(String verb, JsonObject how) {
        try {
            in.write(how.put("do", verb).encode());
            in.newLine();
            in.flush();
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("node ended; is load-tests/peers installed (npm ci)?");
            }
            return new JsonObject(line);
        } catch (IOException e) {
            throw new UncheckedIOException("node does not listen", e);
        }
    }

    @Override
    public double elsewhere() {
        return Processor.of(node.pid());
    }

    @Override
    public Figures submit(int inFlight, int each, double seconds) {
        return Figures.of(tell(
                "submit",
                new JsonObject().put("inFlight", inFlight).put("each", each).put("seconds", seconds)));
    }

    @Override
    public void fill(int jobs) {
        var unused = tell("fill", new JsonObject().put("jobs", jobs));
    }

    @Override
    public void hold(int jobs) {
        var unused = tell("hold", new JsonObject().put("jobs", jobs));
    }

    @Override
    public Figures work(int concurrency, int jobs, double seconds) {
        return Figures.of(tell(
                "work",
                new JsonObject()
                        .put("concurrency", concurrency)
                        .put("jobs", jobs)
                        .put("seconds", seconds)));
    }

    @Override
    public Figures turn(int concurrency, int inFlight, double seconds) {
        return Figures.of(tell(
                "turn",
                new JsonObject()
                        .put("concurrency", concurrency)
                        .put("inFlight", inFlight)
                        .put("seconds", seconds)));
    }

    @Override
    public Figures start(int concurrency, double rate, double seconds) {
        return Figures.of(tell(
                "start",
                new JsonObject()
                        .put("concurrency", concurrency)
                        .put("rate", rate)
                        .put("seconds", seconds)));
    }

    @Override
    public void close() {
        node.destroy();
    }
}
