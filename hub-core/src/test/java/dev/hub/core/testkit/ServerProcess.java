package dev.hub.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One real server on 127.0.0.1 with a port and a directory of its own, both kept over restarts. Not thread-safe. */
public final class ServerProcess implements AutoCloseable {
    private final ServerSpec spec;
    private final Role role;
    private final Path directory;
    private final int port;
    private ChildProcess child;

    /** What the program runs as; a sentinel needs a configuration file that it may rewrite. */
    enum Role {
        SERVER,
        SENTINEL
    }

    private ServerProcess(ServerSpec spec, Role role, Path directory, int port) throws IOException {
        this.spec = spec;
        this.role = role;
        this.directory = directory;
        this.port = port;
        Files.write(configuration(), lines());
        this.child = launch();
    }

    /** Starts one and waits until it answers; takes about 0.1 s. Skips the test when the engine is absent. */
    public static ServerProcess start(ServerSpec spec) {
        return start(spec, Role.SERVER);
    }

    /** Starts on a free port; on another one when somebody else was faster to bind it. */
    static ServerProcess start(ServerSpec spec, Role role) {
        spec.engine().program();
        for (int attempt = 1; ; attempt++) {
            ServerProcess server = create(spec, role);
            try {
                server.awaitReady();
                return server;
            } catch (RuntimeException e) {
                boolean again = attempt < 5 && server.log().contains("ddress already in use");
                server.close();
                if (!again) {
                    throw e;
                }
            }
        }
    }

    /** Starts several at the same time, which takes hardly longer than one. */
    static List<ServerProcess> start(int count, ServerSpec spec, Role role) {
        spec.engine().program();
        List<CompletableFuture<ServerProcess>> starting = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> start(spec, role), start -> Thread.ofVirtual().start(start)))
                .limit(count)
                .toList();
        try {
            return starting.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException failed) {
            starting.forEach(each -> each.handle((server, failure) -> server)
                    .thenAccept(server -> Optional.ofNullable(server).ifPresent(ServerProcess::close))
                    .join());
            throw failed;
        }
    }

    private static ServerProcess create(ServerSpec spec, Role role) {
        try {
            return new ServerProcess(spec, role, Files.createTempDirectory("hub-kit"), Ports.free());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + spec.engine(), e);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("bind 127.0.0.1", "dir " + directory, "daemonize no"));
        TlsCertificate tls = spec.certificate();
        if (tls == null) {
            lines.add("port " + port);
        } else {
            lines.addAll(List.of("port 0", "tls-port " + port, "tls-auth-clients no"));
            lines.addAll(List.of("tls-cert-file " + tls.certificate(), "tls-key-file " + tls.key()));
            lines.addAll(List.of("tls-ca-cert-file " + tls.certificate(), "tls-replication yes", "tls-cluster yes"));
        }
        if (role == Role.SERVER) {
            lines.addAll(List.of("save \"\"", "appendonly no"));
            lines.addAll(List.of("repl-diskless-sync yes", "repl-diskless-sync-delay 0"));
            lines.add("repl-ping-replica-period 1");
            if (spec.unixSocket()) {
                lines.add("unixsocket " + unixSocket());
            }
            if (spec.password() != null) {
                lines.add("requirepass \"" + spec.password() + "\"");
                lines.add("masterauth \"" + spec.password() + "\"");
            }
        }
        lines.addAll(spec.lines());
        return lines;
    }

    private ChildProcess launch() throws IOException {
        List<String> command = new ArrayList<>(
                List.of(spec.engine().program().toString(), configuration().toString()));
        if (role == Role.SENTINEL) {
            command.add("--sentinel");
        }
        return ChildProcess.start(directory, directory.resolve("log"), command);
    }

    private void awaitReady() {
        Awaitility.await("an answer of " + this)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    if (!child.isAlive()) {
                        throw new IllegalStateException(spec.engine() + " ended at its start: " + log());
                    }
                    return answers();
                });
    }

    private boolean answers() {
        try (Resp resp = connect(null)) {
            return resp.text("PING").equals("PONG");
        } catch (Resp.RespError error) {
            return error.is("NOAUTH");
        } catch (UncheckedIOException | IOException notYet) {
            return false;
        }
    }

    /** A client of the kit, authenticated as the default user. The caller closes it. */
    public Resp client() {
        try {
            return connect(spec.password());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + this, e);
        }
    }

    /** Asks one thing over a connection of its own. */
    public String ask(String... command) {
        try (Resp resp = client()) {
            return resp.text(command);
        }
    }

    private Resp connect(@Nullable String password) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
        Resp resp = new Resp(spec.certificate() == null ? socket : secure(socket, spec.certificate()));
        if (password != null) {
            resp.call("AUTH", password);
        }
        return resp;
    }

    private Socket secure(Socket plain, TlsCertificate certificate) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificate.keyStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory().createSocket(plain, "localhost", port, true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS", e);
        }
    }

    /** Where it listens. */
    public String host() {
        return "127.0.0.1";
    }

    /** Its TCP port, TLS or plain. */
    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return host() + ":" + port;
    }

    /** Its unix socket, there when the specification asked for it. */
    public Path unixSocket() {
        return directory.resolve("s");
    }

    /** How a client reaches it: {@code redis://}, {@code rediss://} or {@code unix://}, with the password if it has one. */
    public String url() {
        String password = spec.password() == null
                ? null
                : URLEncoder.encode(spec.password(), StandardCharsets.UTF_8).replace("+", "%20");
        if (spec.unixSocket()) {
            return "unix://" + unixSocket() + (password == null ? "" : "?password=" + password);
        }
        String scheme = spec.certificate() == null ? "redis" : "rediss";
        return scheme + "://" + (password == null ? "" : ":" + password + "@") + address();
    }

    /** Of the default user; null when there is none. */
    public @Nullable String password() {
        return spec.password();
    }

    /** The process id of the server itself. */
    public long pid() {
        return child.pid();
    }

    /** Whether its process runs, if only paused. */
    public boolean isAlive() {
        return child.isAlive();
    }

    /** Its directory: data, configuration, log. */
    public Path directory() {
        return directory;
    }

    /** All that it has logged. */
    public String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + this, e);
        }
    }

    /** Ends it by SIGKILL and waits for its end. */
    public void kill9() {
        child.signal("KILL");
        child.awaitEnd();
    }

    /** Ends it by SIGTERM, so that it writes what it has to, and waits for its end. */
    public void stop() {
        child.signal("TERM");
        child.awaitEnd();
    }

    /** Freezes it (SIGSTOP): connections stay open, the system accepts new ones, nothing answers. */
    public void pause() {
        child.signal("STOP");
    }

    /** Ends a {@link #pause}. */
    public void resume() {
        child.signal("CONT");
    }

    /** Starts it again on the same port and directory after it was ended, and waits until it answers. */
    public void restart() {
        if (child.isAlive()) {
            throw new IllegalStateException(this + " still runs, stop it first");
        }
        try {
            child = launch();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot restart " + this, e);
        }
        awaitReady();
    }

    /** Appends lines to the configuration, for the next {@link #restart}. */
    public void reconfigure(String... lines) {
        try {
            Files.write(configuration(), List.of(lines), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot configure " + this, e);
        }
    }

    private Path configuration() {
        return directory.resolve("server.conf");
    }

    @Override
    public void close() {
        kill9();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    @Override
    public String toString() {
        return spec.engine() + " " + role + " at " + address();
    }
}
