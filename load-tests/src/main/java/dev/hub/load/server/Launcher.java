package dev.hub.load.server;

import dev.hub.load.proc.Listeners;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Starts servers under test and waits until they accept connections. Each writes its output to a file of its own. */
public final class Launcher {
    private static final int POLL_MILLIS = 50;
    private static final int CONNECT_MILLIS = 1_000;
    private static final String ANNOUNCEMENT = "listening ";

    private final Path logs;
    private final Listeners listeners;
    private final Duration patience;

    /**
     * @param logs directory for the servers' output; made when absent
     * @param patience how long a server may take to accept connections; the hub may have to be built first
     */
    public Launcher(Path logs, Listeners listeners, Duration patience) {
        this.logs = logs;
        this.listeners = listeners;
        this.patience = patience;
    }

    /** Starts it, or finds it where it runs. Fails with {@link StartFailed}. */
    public RunningServer start(Contender contender) {
        return switch (contender.start()) {
            case Start.Attached attached -> attach(contender, attached);
            case Start.Announced announced -> announced(contender, announced);
            case Start.AtPort atPort -> atPort(contender, atPort);
        };
    }

    private RunningServer attach(Contender contender, Start.Attached attached) {
        InetSocketAddress address = attached.address();
        if (!accepts(address)) {
            throw new StartFailed(contender.name() + ": nothing accepts connections at " + address);
        }
        long pid = attached.pid()
                .orElseGet(() -> listeners
                        .pidOf(address.getPort())
                        .orElseThrow(
                                () -> new StartFailed(contender.name() + ": no process of this machine listens on port "
                                        + address.getPort() + "; name it with --hub-pid")));
        return new RunningServer(address, pid, () -> {});
    }

    private RunningServer announced(Contender contender, Start.Announced start) {
        Path log = logs.resolve(contender.name() + ".log");
        StartedProcess process = StartedProcess.begin(start.command(), start.directory(), Map.of(), log);
        Supplier<Optional<RunningServer>> ready = () -> announcedPort(log).stream()
                .mapToObj(port -> new RunningServer(Loopback.at(port), process.pid(), () -> process.end(process.pid())))
                .findFirst();
        return await(contender, process, log, ready);
    }

    private RunningServer atPort(Contender contender, Start.AtPort start) {
        int port = Loopback.freePort();
        DataDirectory data = DataDirectory.create(logs, contender.name());
        Path log = logs.resolve(contender.name() + ".log");
        List<String> command = start.command().stream()
                .map(word -> word.replace("{port}", Integer.toString(port))
                        .replace("{data}", data.path().toString()))
                .toList();
        StartedProcess process = StartedProcess.begin(command, start.directory(), start.environment(), log);
        Supplier<Optional<RunningServer>> ready =
                () -> accepts(Loopback.at(port)) ? listener(port, process, data) : Optional.empty();
        return await(contender, process, log, ready);
    }

    private Optional<RunningServer> listener(int port, StartedProcess process, DataDirectory data) {
        OptionalLong pid = listeners.pidOf(port);
        return pid.isEmpty()
                ? Optional.empty()
                : Optional.of(new RunningServer(Loopback.at(port), pid.getAsLong(), () -> {
                    process.end(pid.getAsLong());
                    data.delete();
                }));
    }

    private RunningServer await(
            Contender contender, StartedProcess process, Path log, Supplier<Optional<RunningServer>> ready) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline && !process.endsWithin(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            Optional<RunningServer> server = ready.get();
            if (server.isPresent()) {
                return server.get();
            }
        }
        process.end(process.pid());
        throw new StartFailed(contender.name() + " does not accept connections after " + patience.toSeconds()
                + " s, or has ended; the last it said (" + log + "):\n" + tail(log));
    }

    private static OptionalInt announcedPort(Path log) {
        return text(log)
                .lines()
                .filter(line -> line.startsWith(ANNOUNCEMENT))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(ANNOUNCEMENT.length()).trim()))
                .findFirst();
    }

    private static String tail(Path log) {
        List<String> lines = text(log).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
