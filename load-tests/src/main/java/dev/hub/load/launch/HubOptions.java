package dev.hub.load.launch;

import dev.hub.load.dialect.Centrifuge;
import dev.hub.load.dialect.Channels;
import dev.hub.load.dialect.Credentials;
import dev.hub.load.dialect.SignedTokens;
import dev.hub.load.report.Markdown;
import dev.hub.load.server.Contender;
import dev.hub.load.server.Start;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which hub is measured: one that is started for it, or one that runs already. */
final class HubOptions {
    private static final String PROGRAM = "../hub";

    @Option(
            names = "--hub-command",
            paramLabel = "COMMAND",
            description =
                    "Starts the hub, words separated by spaces; {port} becomes a free port, {data} an empty directory. "
                            + "Default: ../hub serve on loopback with insecure authentication, or with tokens under --tokens.")
    private @Nullable String command;

    @Option(
            names = "--hub-set",
            paramLabel = "KEY=VALUE",
            description = "Adds --set KEY=VALUE to the command that starts the hub. May be given several times.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--hub-url",
            paramLabel = "URL",
            description =
                    "Measures a hub that runs already: ws://127.0.0.1:8000/connection/websocket. It is left running.")
    private @Nullable URI url;

    @Option(
            names = "--hub-pid",
            paramLabel = "PID",
            description = "Process of the hub at --hub-url. Default: the one that listens on the port.")
    private @Nullable Long pid;

    @Option(
            names = "--tokens",
            description =
                    "Clients present a token (HS256), each its own; the hub that is started gets the secret by environment.")
    private boolean tokens;

    @Option(
            names = "--hub-secret-file",
            paramLabel = "FILE",
            description = "With --hub-url: the file with the hub's auth.hmac-secret. Implies --tokens.")
    private @Nullable Path secretFile;

    /** The hub as a server under test. */
    Contender contender() {
        String secret = secret();
        Credentials credentials =
                secret.isEmpty() ? Credentials.none() : new SignedTokens(secret, InstantSource.system());
        Start start = url == null ? started(secret) : attached(url);
        String path = url == null || url.getPath().isEmpty() ? Centrifuge.DEFAULT_PATH : url.getPath();
        String title = "the hub" + (secret.isEmpty() ? ", insecure authentication" : ", a token (HS256) per client");
        return new Contender(
                Markdown.HUB,
                title,
                new Centrifuge(path, credentials, Channels.SHARED),
                Contender.Collector.JVM,
                start);
    }

    /** Whether there is a hub to measure: one that runs, a command, or the program beside this directory. */
    boolean present() {
        return url != null || command != null || Files.isExecutable(Path.of(PROGRAM));
    }

    private Start started(String secret) {
        List<String> words = new ArrayList<>(command == null ? standard(secret) : List.of(command.split(" +", -1)));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        Map<String, String> environment = secret.isEmpty() ? Map.of() : Map.of("HUB_AUTH_HMAC_SECRET", secret);
        return new Start.AtPort(words, Path.of("").toAbsolutePath(), environment);
    }

    /**
     * One event loop fewer than there are processors: the generator needs one, and who shares it measures the scheduler. The
     * default rules on rates are off: all clients come from one address here, and one publisher stands for thousands; so is
     * shedding, for what is measured is a machine at its end.
     */
    private static List<String> standard(String secret) {
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        List<String> access = secret.isEmpty()
                ? List.of("auth.insecure=true")
                : List.of(
                        "channels.default.allow-subscribe-for-client=true",
                        "channels.default.allow-publish-for-client=true");
        List<String> words = new ArrayList<>(List.of(PROGRAM, "serve"));
        Stream.concat(
                        Stream.of(
                                "server.host=127.0.0.1",
                                "server.port={port}",
                                "server.event-loops=" + loops,
                                "server.drain-time=0s",
                                "rate-limits.default-rules=false",
                                "rate-limits.adaptive.enabled=false",
                                "valkey.data-dir={data}"),
                        access.stream())
                .forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    private Start attached(URI running) {
        int port = running.getPort() < 0 ? 80 : running.getPort();
        return new Start.Attached(
                new InetSocketAddress(running.getHost(), port),
                pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
    }

    private String secret() {
        try {
            if (secretFile != null) {
                return Files.readString(secretFile).strip();
            }
            return tokens ? UUID.randomUUID().toString() + UUID.randomUUID() : "";
        } catch (IOException e) {
            throw new UncheckedIOException("--hub-secret-file " + secretFile, e);
        }
    }
}
