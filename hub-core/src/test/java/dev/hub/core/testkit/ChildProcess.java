package dev.hub.core.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that cannot outlive this JVM: a shell between the two holds a pipe from the JVM and kills the program when the
 * pipe ends, which it does however the JVM ends. Signals go to the program, not to the shell.
 */
public final class ChildProcess {
    /**
     * In the directory that the program works in, and that goes with it when the JVM does. $1: its log file; the rest: the
     * command. Prints the program's process id.
     */
    private static final String WATCHDOG = """
            exec 3<&0; log=$1; shift
            "$@" >>"$log" 2>&1 </dev/null 3<&- & p=$!
            echo $p
            (read -r ended <&3; trap '' TERM; kill -KILL $p; rm -rf "$PWD") >/dev/null 2>&1 & w=$!
            wait $p; r=$?
            kill $w 2>/dev/null
            exit $r
            """;

    private final Process shell;
    private final long pid;

    private ChildProcess(Process shell, long pid) {
        this.shell = shell;
        this.pid = pid;
    }

    /** Starts {@code command} in {@code directory}; what it prints goes to {@code log}. */
    public static ChildProcess start(Path directory, Path log, List<String> command) throws IOException {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", WATCHDOG, "sh", log.toString()));
        all.addAll(command);
        Process shell = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        String pid = out.readLine();
        if (pid == null) {
            throw new IOException("the shell that starts " + command.getFirst() + " ended at once, see " + log);
        }
        return new ChildProcess(shell, Long.parseLong(pid));
    }

    /** The process id of the program. */
    public long pid() {
        return pid;
    }

    /** It has not ended. */
    public boolean isAlive() {
        return shell.isAlive();
    }

    /** Sends a signal by its name without SIG. Nothing happens when the program has ended. */
    public void signal(String name) {
        if (!isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot send SIG" + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + name, e);
        }
    }

    /** Waits until it has ended, for 10 s. */
    public void awaitEnd() {
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Waits until it has ended. */
    public void awaitEnd(Duration atMost) {
        try {
            if (!shell.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process " + pid + " did not end within " + atMost);
            }
            closePipe();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of process " + pid, e);
        }
    }

    /** What it ended with, once it has; 128 and the signal's number when a signal ended it. */
    public int exitCode() {
        return shell.exitValue();
    }

    private void closePipe() {
        try {
            shell.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            // The other end is gone, which is what was wanted.
        }
    }
}
