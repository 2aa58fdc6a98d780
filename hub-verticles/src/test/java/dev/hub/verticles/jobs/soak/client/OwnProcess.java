package dev.hub.verticles.jobs.soak.client;

import dev.hub.core.testkit.ChildProcess;
import dev.hub.core.testkit.Programs;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.scene.Stage;
import io.vertx.core.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A worker in a process of its own, which fares badly: every few moments it is killed by SIGKILL and another comes, or it stands
 * still (SIGSTOP) for longer than a lease and then goes on with what is not its any more.
 */
public final class OwnProcess implements Worker {
    private static final Path HOME = Path.of("src", "test", "sdk").toAbsolutePath();

    private final Program program;
    private final Reception reception;
    private final Fronts fronts;
    private final Fate fate;
    private final Context context;
    private volatile boolean isGood;
    private volatile boolean isStopped;

    /** What runs in it. */
    public enum Program {
        /** Long polls by the HTTP API. */
        PYTHON,
        /** The official SDK for JavaScript: jobs are pushed to its socket. */
        SDK;

        /** The command; empty where what it needs is not there. */
        Optional<List<String>> command() {
            return switch (this) {
                case PYTHON ->
                    Programs.find("python3")
                            .map(python -> List.of(
                                    python.toString(),
                                    HOME.resolve("soak_worker.py").toString()));
                case SDK ->
                    Programs.find("node")
                            .filter(node -> Files.exists(HOME.resolve("node_modules/centrifuge")))
                            .map(node -> List.of(
                                    node.toString(),
                                    HOME.resolve("soak-worker.mjs").toString()));
            };
        }
    }

    /**
     * How it fares.
     *
     * @param name of the worker
     * @param leaseMillis of its jobs
     */
    public record Fate(String name, long leaseMillis, RandomGenerator random) {
        /** Before the next blow. */
        private Duration calm() {
            return Duration.ofMillis(random.nextLong(leaseMillis / 2, leaseMillis * 2));
        }

        private Duration stillness() {
            return Duration.ofMillis(leaseMillis + random.nextLong(leaseMillis));
        }
    }

    /** Does nothing before {@link #start}. */
    public OwnProcess(Program program, Reception reception, Fronts fronts, Fate fate) {
        this.program = program;
        this.reception = reception;
        this.fronts = fronts;
        this.fate = fate;
        this.context = reception.desk().vertx().getOrCreateContext();
    }

    /** Nothing happens where what it needs is not there. */
    @Override
    public void start() {
        program.command()
                .ifPresent(command -> reception
                        .port()
                        .onSuccess(port -> Thread.ofVirtual().name(fate.name()).start(() -> live(command, port))));
    }

    private void live(List<String> command, int port) {
        try {
            Path directory = Files.createTempDirectory("soak-worker");
            while (!isStopped) {
                liveOnce(directory, environment(port), command);
            }
        } catch (IOException | RuntimeException failed) {
            tell(() -> reception.desk().bug(failed));
        }
    }

    private List<String> environment(int port) {
        return List.of(
                "env",
                "RECEPTION=" + port,
                "PORTS=" + fronts.ports().stream().map(String::valueOf).collect(Collectors.joining(",")),
                "API_KEY=" + fronts.apiKey(),
                "TOKEN=" + fronts.tokens().apply(fate.name()),
                "QUEUE=" + reception.desk().queue(),
                "NAME=" + fate.name());
    }

    private void liveOnce(Path directory, List<String> environment, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(environment);
        all.addAll(command);
        Path log = directory.resolve("log");
        ChildProcess process = ChildProcess.start(directory, log, all);
        tell(() -> reception.desk().tally().add("processes"));
        boolean isDoomed = false;
        while (!isDoomed && !isStopped) {
            Stage.elapse(fate.calm());
            if (!process.isAlive()) {
                throw new IllegalStateException(fate.name() + " ended by itself: " + Files.readString(log));
            }
            if (!isGood && fate.random().nextBoolean()) {
                isDoomed = true;
            } else if (!isGood) {
                stand(process);
            }
        }
        process.signal("KILL");
        process.awaitEnd();
    }

    private void stand(ChildProcess process) {
        process.signal("STOP");
        Stage.elapse(fate.stillness());
        process.signal("CONT");
        tell(() -> reception.desk().tally().add("processes stood still"));
    }

    /** After the end of the run its context takes nothing more. */
    private void tell(Runnable told) {
        if (!isStopped) {
            context.runOnContext(now -> told.run());
        }
    }

    @Override
    public void beGood() {
        isGood = true;
        reception.beGood();
    }

    @Override
    public void stop() {
        isStopped = true;
    }
}
