package dev.hub.core.valkey;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A data directory, held against other hubs for as long as this is open. All methods block. */
final class PrivateServerHome implements AutoCloseable {
    /** A server that its dead hub has left behind writes its data and ends in this time; then it is killed. */
    private static final int LEFTOVER_SECONDS = 6;

    /**
     * The directories that this process holds. The one piece of static state, because the lock of the system is a matter
     * of the whole process: opening and closing the file a second time would silently give up the first one's lock.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path real;
    private final FileChannel channel;

    private PrivateServerHome(Path directory, Path real, FileChannel channel) {
        this.directory = directory;
        this.real = real;
        this.channel = channel;
    }

    /**
     * Makes the directory when absent and locks it.
     *
     * @throws PrivateServerException when another hub holds it, or it cannot be written
     */
    static PrivateServerHome open(Path directory) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path real = directory.toRealPath();
            if (!HELD.add(real)) {
                throw inUse(directory);
            }
            return lock(directory, real);
        } catch (IOException e) {
            throw new PrivateServerException("data directory " + directory + " cannot be used: " + e, e);
        }
    }

    private static PrivateServerHome lock(Path directory, Path real) throws IOException {
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw inUse(directory);
            }
            return new PrivateServerHome(directory, real, channel);
        } finally {
            if (!locked) {
                HELD.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static PrivateServerException inUse(Path directory) {
        return new PrivateServerException("another hub uses this data directory: " + directory);
    }

    Path directory() {
        return directory;
    }

    /** Notes the running server, so that the next hub can wait for its end. */
    void noteServer(long pid) {
        try {
            Files.writeString(
                    pidFile(),
                    pid + " " + startOf(pid).map(Instant::toEpochMilli).orElse(0L) + "\n");
        } catch (IOException e) {
            throw new PrivateServerException("cannot write " + pidFile() + ": " + e, e);
        }
    }

    /** Waits for the end of a server that still writes here after its hub was killed, and kills it when it does not end. */
    void awaitLeftover() throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        Matcher note = Pattern.compile("(\\d+) (\\d+)")
                .matcher(Files.readString(pidFile()).strip());
        if (note.matches()) {
            long pid = Long.parseLong(note.group(1));
            long start = Long.parseLong(note.group(2));
            ProcessHandle.of(pid)
                    .filter(process ->
                            startOf(pid).filter(s -> s.toEpochMilli() == start).isPresent())
                    .ifPresent(PrivateServerHome::awaitEnd);
        }
    }

    /** The start tells a process from a later one that was given the same id. */
    private static Optional<Instant> startOf(long pid) {
        return ProcessHandle.of(pid).flatMap(process -> process.info().startInstant());
    }

    private static void awaitEnd(ProcessHandle process) {
        process.onExit()
                .completeOnTimeout(process, LEFTOVER_SECONDS, TimeUnit.SECONDS)
                .join();
        if (process.destroyForcibly()) {
            // What still is in the process table after this time was killed but is reaped by nobody.
            process.onExit().completeOnTimeout(process, 1, TimeUnit.SECONDS).join();
        }
    }

    private Path pidFile() {
        return directory.resolve("server.pid");
    }

    /** Lets others in. The lock file stays: deleting it would let two in at a time. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PrivateServerException("cannot unlock " + directory + ": " + e, e);
        } finally {
            HELD.remove(real);
        }
    }
}
