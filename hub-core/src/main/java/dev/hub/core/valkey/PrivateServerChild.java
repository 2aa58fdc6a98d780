package dev.hub.core.valkey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the server program. A small shell stands between: it takes the configuration from its standard input (so that
 * the password is in no argument, environment or file), and when that input ends, however this JVM ended, it stops the
 * server by SIGTERM, which writes the append-only file to disk, or by SIGKILL after 5 s. Methods block.
 */
final class PrivateServerChild {
    private static final Logger LOG = LoggerFactory.getLogger(PrivateServerChild.class);
    private static final int TAIL = 12;
    private static final String END = "--END--";
    private static final int END_SECONDS = 7;

    /** $0 is the program, $1 its unix socket or nothing. The process id goes to standard error, the log to standard output. */
    private static final String WATCHDOG = """
        exec 3<&0; c=
        while IFS= read -r l <&3 && [ "$l" != --END-- ]; do c="$c$l
        "; done
        printf '%s' "$c" | "$0" - 2>&1 3<&- & p=$!; unset c
        echo $p >&2
        (read -r end <&3; trap '' TERM; kill -TERM $p; i=0
        while [ $i -lt 50 ] && kill -0 $p; do sleep .1; i=$((i+1)); done
        kill -KILL $p; [ "$1" ] && rm -f "$1" && rmdir "${1%/*}") >/dev/null 2>&1 & w=$!
        wait $p; r=$?; kill $w 2>/dev/null; exit $r
        """;

    private final Process shell;
    private final ProcessHandle server;
    private final Deque<String> tail = new ConcurrentLinkedDeque<>();
    private final CompletableFuture<Void> logEnded = new CompletableFuture<>();

    private PrivateServerChild(Process shell, ProcessHandle server) {
        this.shell = shell;
        this.server = server;
    }

    /** Starts the program; it is not ready yet. */
    static PrivateServerChild start(Path program, List<String> configuration, Optional<Path> socket)
            throws IOException {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C is for the hub, which then stops its server when it has no more use for it.
        setsid().ifPresent(path -> command.add(path.toString()));
        command.addAll(List.of("/bin/sh", "-c", WATCHDOG, program.toString()));
        command.add(socket.map(Path::toString).orElse(""));
        Process shell = new ProcessBuilder(command).start();
        try {
            configure(shell.getOutputStream(), configuration);
            PrivateServerChild child = new PrivateServerChild(shell, serverOf(shell));
            child.followLog();
            return child;
        } catch (IOException | RuntimeException e) {
            shell.destroyForcibly();
            throw e;
        }
    }

    private static Optional<Path> setsid() {
        return List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The stream stays open: its end is the sign to stop. */
    private static void configure(OutputStream in, List<String> configuration) throws IOException {
        in.write((String.join("\n", configuration) + "\n" + END + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private static ProcessHandle serverOf(Process shell) throws IOException {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(shell.getErrorStream(), StandardCharsets.UTF_8));
        String pid = errors.readLine();
        if (pid == null || !pid.matches("\\d+")) {
            throw new IOException("/bin/sh does not start the server: " + pid);
        }
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("the server ended at once"));
    }

    private void followLog() {
        Thread.ofPlatform().name("valkey-server log").daemon().start(() -> {
            try (InputStream out = shell.getInputStream()) {
                new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.isBlank())
                        .forEach(this::note);
            } catch (IOException | UncheckedIOException closed) {
                LOG.debug("the server's log ended before it was closed");
            } finally {
                logEnded.complete(null);
            }
        });
    }

    private void note(String line) {
        LOG.debug("server: {}", line);
        tail.addLast(line);
        if (tail.size() > TAIL) {
            tail.pollFirst();
        }
    }

    long pid() {
        return server.pid();
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Completes when it has ended and its last words are read; 128 + n after signal n. */
    CompletableFuture<Integer> exit() {
        return shell.onExit()
                .thenCompose(ended -> logEnded.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS))
                .thenApply(read -> shell.exitValue());
    }

    /** The last lines of its log. */
    String tail() {
        return String.join("\n", tail);
    }

    /** Asks it to end, waits, and kills what is left: two servers must never write to one directory. */
    void end() {
        try {
            shell.getOutputStream().close();
        } catch (IOException brokenPipe) {
            LOG.debug("the server's shell is gone already");
        }
        shell.onExit().completeOnTimeout(shell, END_SECONDS, TimeUnit.SECONDS).join();
        shell.destroyForcibly();
        server.destroyForcibly();
        // The end of the log is the end of the last one that wrote to it. The process table is no witness: a process
        // whose parent has died stays there for ever where process 1 does not reap.
        logEnded.orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    }
}
