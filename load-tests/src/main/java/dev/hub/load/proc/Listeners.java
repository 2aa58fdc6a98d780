package dev.hub.load.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who listens on a TCP port: the sockets of {@code /proc/net/tcp} and {@code tcp6}, matched with the descriptors of processes
 * (proc_pid_net(5)). So a server is found behind a launcher script that does not {@code exec}.
 */
public final class Listeners {
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String LISTEN = "0A";

    private final Path proc;

    /** Reads from procfs mounted here. */
    public Listeners(Path proc) {
        this.proc = proc;
    }

    /** The process that listens on the port, if one does that we may look into. */
    public OptionalLong pidOf(int port) {
        Set<String> links = Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(proc.resolve("net").resolve(table)).stream())
                .flatMap(line -> inodeOf(line, port).stream())
                .map(inode -> "socket:[" + inode + "]")
                .collect(Collectors.toSet());
        return links.isEmpty() ? OptionalLong.empty() : holderOf(links);
    }

    /** The socket's inode when the line is of a socket that listens on the port. */
    static List<String> inodeOf(String line, int port) {
        String[] fields = line.trim().split("\\s+", -1);
        boolean listens = fields.length > INODE
                && fields[STATE].equals(LISTEN)
                && fields[LOCAL_ADDRESS].endsWith(":%04X".formatted(port));
        return listens ? List.of(fields[INODE]) : List.of();
    }

    private OptionalLong holderOf(Set<String> links) {
        try (Stream<Path> processes = Files.list(proc)) {
            return processes
                    .filter(p -> p.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(p -> holds(p.resolve("fd"), links))
                    .mapToLong(p -> Long.parseLong(p.getFileName().toString()))
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean holds(Path descriptors, Set<String> links) {
        try (Stream<Path> fds = Files.list(descriptors)) {
            return fds.anyMatch(fd -> links.contains(target(fd)));
        } catch (IOException e) {
            return false; // ended meanwhile, or another user's
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
