package dev.hub.core.valkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a private server, from lock to unlock, on one thread of its own, which may block. */
final class PrivateServerSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateServerSupervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** A server that ran for so long before it crashed is restarted soon, whatever happened before. */
    private static final Duration STEADY = Duration.ofSeconds(10);
    /** Without an answer; reading files is an answer. */
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private static final int PORT_ATTEMPTS = 5;

    private final PrivateServerOptions options;
    private final Consumer<PrivateServerEvent> listener;
    private final String password = randomPassword();
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    /** Since the server was last steady. */
    private int restarts;

    PrivateServerSupervisor(PrivateServerOptions options, Consumer<PrivateServerEvent> listener) {
        this.options = options;
        this.listener = listener;
    }

    /** What the first start found out. */
    record Ready(String url, String description) {}

    private PrivateServerHome openHome() {
        if (!Files.isExecutable(Path.of("/bin/sh"))) {
            throw new PrivateServerException(
                    "the private server needs /bin/sh (Linux, macOS); on this system name a server as valkey.url");
        }
        return PrivateServerHome.open(options.dataDir());
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** From any thread: {@link #run} ends soon. */
    void requestStop() {
        stop.complete(null);
    }

    /** Runs the server until stop is requested. {@code onEnd} gets null, or why it could not start or stop. */
    void run(Consumer<Ready> onReady, Consumer<@Nullable Throwable> onEnd) {
        Throwable failure = null;
        try (PrivateServerHome home = openHome()) {
            ServerBinary binary = ServerBinary.find(options, home.directory().resolve("bin"));
            home.awaitLeftover();
            EngineMarker.admit(binary, home.directory());
            keepRunning(binary, home, onReady);
        } catch (PrivateServerException e) {
            failure = e;
        } catch (IOException | RuntimeException | Error e) {
            failure = new PrivateServerException("the private server failed: " + e, e);
        }
        onEnd.accept(failure);
    }

    private void keepRunning(ServerBinary binary, PrivateServerHome home, Consumer<Ready> onReady) throws IOException {
        Launch launch = firstLaunch(binary, home);
        try (PrivateServerAddress address = launch.address()) {
            String description = binary + ", " + address + ", data in " + home.directory();
            LOG.info("private server runs: {}", description);
            onReady.accept(new Ready(address.url(password), description));
            Optional<PrivateServerChild> child = Optional.of(launch.child());
            while (child.isPresent()) {
                child = afterEnd(child.get(), binary, home, address);
            }
        }
    }

    private record Launch(PrivateServerChild child, PrivateServerAddress address) {}

    /** Another process may take a free port first; then the next one is tried. */
    private Launch firstLaunch(ServerBinary binary, PrivateServerHome home) throws IOException {
        for (int attempt = 1; ; attempt++) {
            PrivateServerAddress address = PrivateServerAddress.choose(options.listen());
            try {
                return new Launch(launch(binary, home, address), address);
            } catch (IOException | RuntimeException e) {
                address.close();
                if (attempt == PORT_ATTEMPTS || !String.valueOf(e.getMessage()).contains("ddress already in use")) {
                    throw e;
                }
            }
        }
    }

    /** Waits for the end of a server, asked for or not; the next one when it was not. */
    private Optional<PrivateServerChild> afterEnd(
            PrivateServerChild child, ServerBinary binary, PrivateServerHome home, PrivateServerAddress address) {
        long started = System.nanoTime();
        CompletableFuture.anyOf(stop, child.exit()).join();
        child.end();
        if (stop.isDone()) {
            LOG.info("private server stopped");
            return Optional.empty();
        }
        long crashed = System.nanoTime();
        int exitCode = child.exit().join();
        LOG.warn("private server ended by itself with exit code {}, its last words:\n{}", exitCode, child.tail());
        listener.accept(new PrivateServerEvent.Crashed(exitCode, child.tail()));
        boolean steady = crashed - started > STEADY.toNanos();
        restarts = steady ? 0 : restarts;
        Optional<PrivateServerChild> next = relaunch(binary, home, address);
        if (next.isPresent()) {
            Duration outage = Duration.ofNanos(System.nanoTime() - crashed);
            LOG.info("private server runs again after {} ms", outage.toMillis());
            listener.accept(new PrivateServerEvent.Restarted(outage));
        }
        return next;
    }

    private Optional<PrivateServerChild> relaunch(
            ServerBinary binary, PrivateServerHome home, PrivateServerAddress address) {
        while (!isStoppedWithin(pause())) {
            try {
                return Optional.of(launch(binary, home, address));
            } catch (IOException | RuntimeException e) {
                LOG.warn("private server cannot be restarted, trying again: {}", e.toString());
            }
        }
        return Optional.empty();
    }

    /** Doubles from restart to restart. */
    private Duration pause() {
        Duration next = FIRST_PAUSE.multipliedBy(1L << Math.min(restarts++, 10));
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    /** Waits, less when stop is requested. */
    private boolean isStoppedWithin(Duration time) {
        try {
            stop.get(time.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nobody interrupts or fails the supervisor", e);
        }
    }

    private PrivateServerChild launch(ServerBinary binary, PrivateServerHome home, PrivateServerAddress address)
            throws IOException {
        PrivateServerChild child =
                PrivateServerChild.start(binary.program(), configuration(home, address), address.socketFile());
        try {
            home.noteServer(child.pid());
            awaitReady(child, new PrivateServerProbe(address.socketAddress(), password));
            return child;
        } catch (RuntimeException e) {
            child.end();
            throw e;
        }
    }

    private void awaitReady(PrivateServerChild child, PrivateServerProbe probe) {
        long lastAnswer = System.nanoTime();
        for (PrivateServerProbe.Answer answer = probe.ask();
                answer != PrivateServerProbe.Answer.READY;
                answer = probe.ask()) {
            if (!child.isAlive()) {
                throw new PrivateServerException("the private server ended at its start with exit code "
                        + child.exit().join() + ", its last words:\n" + child.tail());
            }
            long now = System.nanoTime();
            lastAnswer = answer == PrivateServerProbe.Answer.LOADING ? now : lastAnswer;
            if (now - lastAnswer > START_LIMIT.toNanos()) {
                throw new PrivateServerException("the private server did not answer within " + START_LIMIT.toSeconds()
                        + " s, its last words:\n" + child.tail());
            }
            if (isStoppedWithin(Duration.ofMillis(10))) {
                throw new PrivateServerException("stopped while the private server was starting");
            }
        }
    }

    private List<String> configuration(PrivateServerHome home, PrivateServerAddress address) {
        List<String> lines = new ArrayList<>(address.configuration());
        lines.addAll(List.of(
                "requirepass " + password,
                "dir " + quoted(home.directory().toString()),
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction",
                "daemonize no",
                "logfile \"\""));
        return lines;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
