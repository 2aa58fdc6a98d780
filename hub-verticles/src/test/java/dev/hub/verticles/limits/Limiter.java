package dev.hub.verticles.limits;

import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.verticles.measure.Figures;
import dev.hub.verticles.measure.Processor;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who is measured. */
enum Limiter {
    HUB_EXACT("hub, exact", server -> new HubDecider(server.url(), Scope.EXACT, Limiter.LIMIT, Limiter.SECONDS * 1000)),
    HUB_LEASED(
            "hub, leased", server -> new HubDecider(server.url(), Scope.LEASED, Limiter.LIMIT, Limiter.SECONDS * 1000)),
    HUB_LOCAL("hub, local", server -> new HubDecider(server.url(), Scope.LOCAL, Limiter.LIMIT, Limiter.SECONDS * 1000)),
    BUCKET4J(
            "Bucket4j, Lettuce",
            server -> new Bucket4jDecider(
                    server.host(), server.port(), Limiter.LIMIT, Duration.ofSeconds(Limiter.SECONDS))),
    RATE_LIMITER_FLEXIBLE("rate-limiter-flexible, ioredis", null);

    private static final Path SCRIPT = Path.of("..", "load-tests", "peers", "limiter.mjs");
    private static final long LIMIT = 1_000_000;
    private static final long SECONDS = 60;

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // it makes a new one each time
    private final @Nullable Function<ServerProcess, Decider> decider;

    Limiter(String title, @Nullable Function<ServerProcess, Decider> decider) {
        this.title = title;
        this.decider = decider;
    }

    String title() {
        return title;
    }

    /** Warms up and measures. */
    Figures measure(ServerProcess server, Pressure pressure, double warmUp, double seconds) {
        Function<ServerProcess, Decider> made = decider;
        return made == null
                ? inNode(server, pressure, warmUp, seconds)
                : inJava(made.apply(server), server, pressure, warmUp, seconds);
    }

    private static Figures inJava(
            Decider decider, ServerProcess server, Pressure pressure, double warmUp, double seconds) {
        try (decider) {
            var unused = pressure.on(decider, warmUp, "user-");
            double before = Processor.of(server.pid());
            Figures figures = pressure.on(decider, seconds, "user-");
            double made = figures.perSecond() * seconds;
            return figures.withServer((Processor.of(server.pid()) - before) / made);
        }
    }

    private static Figures inNode(ServerProcess server, Pressure pressure, double warmUp, double seconds) {
        List<String> command = List.of(
                "node",
                SCRIPT.toString(),
                server.host(),
                Integer.toString(server.port()),
                Double.toString(warmUp),
                Double.toString(seconds),
                Integer.toString(pressure.inFlight()),
                Integer.toString(pressure.subjects()),
                Long.toString(LIMIT),
                Long.toString(SECONDS));
        try {
            Process node = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader out = node.inputReader(StandardCharsets.UTF_8)) {
                out.readLine();
                double before = Processor.of(server.pid());
                String line = out.readLine();
                if (line == null) {
                    throw new IllegalStateException(
                            "node ended without figures; is load-tests/peers installed (npm ci)?");
                }
                JsonObject json = new JsonObject(line);
                double used = Processor.of(server.pid()) - before;
                return Figures.of(json).withServer(used / json.getLong("made"));
            } finally {
                node.destroy();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("node cannot be run", e);
        }
    }
}
