package dev.hub.load.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A program that was started for a measurement, with its descendants. Its standard input stays open until it is ended. */
final class StartedProcess {
    private static final int POLITE_SECONDS = 15;

    private final Process process;
    private final Thread orphanage;

    private StartedProcess(Process process) {
        this.process = process;
        this.orphanage = new Thread(this::interrupted, "end-of-" + process.pid());
        Runtime.getRuntime().addShutdownHook(orphanage);
    }

    /** Starts it. Output and errors go to the file, which is begun anew. Fails with {@link StartFailed}. */
    static StartedProcess begin(List<String> command, Path directory, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            File output = log.toFile();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output);
            builder.environment().putAll(environment);
            return new StartedProcess(builder.start());
        } catch (IOException e) {
            throw new StartFailed("cannot start " + String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Waits so long for its end. */
    boolean endsWithin(long time, TimeUnit unit) {
        try {
            return process.waitFor(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Asks it to end, and waits. Of it and its descendants, what remains after 15 s is killed.
     *
     * @param server the process among them that serves: asked as well, for a launcher script does not pass the signal on. Its own children
     *     are its own affair.
     */
    void end(long server) {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        Runtime.getRuntime().removeShutdownHook(orphanage);
        family.stream().filter(p -> p.pid() == pid() || p.pid() == server).forEach(ProcessHandle::destroy);
        try {
            CompletableFuture.allOf(family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(POLITE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            family.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            family.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** The run was interrupted: nothing may be left behind. */
    private void interrupted() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
