package dev.hub.verticles.launch;

import dev.hub.core.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A hub as its user starts it: {@code hub serve} in a process of its own, on a free port. Dies with this JVM. */
public final class HubProcess implements AutoCloseable {
    /** Opens its HTTP API. */
    public static final String API_KEY = "api-key-of-the-tests";

    static final String SECRET = "a secret of the tests, long enough for HS256";

    private static final Pattern LISTENING = Pattern.compile("ws://127\\.0\\.0\\.1:(\\d+)/connection/websocket");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    /** The namespaces and verticles of the tests. */
    static final String CONFIGURATION = """
        channels:
          namespaces:
            - name: swarm
              allow-subscribe-for-client: true
              allow-publish-for-subscriber: true
            - name: rec
              allow-subscribe-for-client: true
              history-size: 1000
              history-ttl: 10m
              force-recovery: true
              allowed-delta-types: [fossil]
              delta-publish: true
            - name: demo
              allow-subscribe-for-client: true
              allow-publish-for-client: true
            - name: room
              allow-subscribe-for-client: true
              presence: true
            - name: jobs
              allow-subscribe-for-client: true
              allow-consumer-for-client: true
              history-size: 10
              history-ttl: 300s
            - name: orders
              allow-wildcard-for-client: true
              allow-consumer-for-client: true
              wildcards: true
              history-size: 10
              history-ttl: 300s
        verticles: [dev.hub.verticles.launch.RelayVerticle, dev.hub.examples.GreeterVerticle, dev.hub.examples.PlainJsonVerticle]
        """;

    private final ChildProcess process;
    private final Path log;
    private final int port;

    private HubProcess(ChildProcess process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a hub with the namespaces of the tests and {@code settings}, each {@code key=value}. */
    static HubProcess start(String... settings) {
        return startConfigured(CONFIGURATION, List.of(settings));
    }

    /** Starts a hub with a configuration file of this content and {@code settings}, each {@code key=value}. */
    public static HubProcess startConfigured(String configuration, List<String> settings) {
        return start(HubProgram.ofThisClassPath().command(), configuration, settings);
    }

    /** Starts a hub with the namespaces of the tests by a command line of one's own. */
    static HubProcess startAs(List<String> program, List<String> settings) {
        return start(program, CONFIGURATION, settings);
    }

    private static HubProcess start(List<String> program, String configuration, List<String> settings) {
        try {
            Path directory = Files.createTempDirectory("hub-it");
            Path log = directory.resolve("hub.log");
            Files.writeString(directory.resolve("hub.yaml"), configuration);
            List<String> command = new ArrayList<>(program);
            command.addAll(arguments(directory, settings));
            ChildProcess process = ChildProcess.start(directory, log, command);
            return new HubProcess(process, log, awaitPort(process, log));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> arguments(Path directory, List<String> settings) {
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--config", directory.resolve("hub.yaml").toString()));
        Stream<String> ours = Stream.of(
                "server.port=0",
                "server.drain-time=200ms",
                "valkey.data-dir=" + directory.resolve("data"),
                "auth.hmac-secret=" + SECRET,
                "api.key=" + API_KEY);
        Stream.concat(ours, settings.stream()).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private static int awaitPort(ChildProcess process, Path log) {
        try {
            Awaitility.await()
                    .atMost(START_TIMEOUT)
                    .until(() -> !process.isAlive() || listening(log).find());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("the hub has not started within " + START_TIMEOUT + ":\n" + read(log), late);
        }
        Matcher listening = listening(log);
        if (!listening.find()) {
            throw new AssertionError("the hub did not start:\n" + read(log));
        }
        return Integer.parseInt(listening.group(1));
    }

    private static Matcher listening(Path log) {
        return LISTENING.matcher(read(log));
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:<port>}. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Its configuration file. */
    Path configFile() {
        return log.resolveSibling("hub.yaml");
    }

    /** Everything that it printed. */
    public String log() {
        return read(log);
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM or another signal, by its name without SIG. */
    public void signal(String name) {
        process.signal(name);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended, and tells its exit code. */
    int awaitEnd() {
        process.awaitEnd();
        return process.exitCode();
    }

    /** Waits for that longer than others do. */
    void awaitEnd(Duration atMost) {
        process.awaitEnd(atMost);
    }

    @Override
    public void close() {
        process.signal("KILL");
        process.awaitEnd();
    }
}
