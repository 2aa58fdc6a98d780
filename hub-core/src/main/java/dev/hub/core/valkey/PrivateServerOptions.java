package dev.hub.core.valkey;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the private server runs.
 *
 * @param dataDir holds its data, its lock and, if need be, the extracted program; made with owner-only rights when absent
 * @param binary the server program; null to look for one: {@code valkey-server} on the search path, then
 *     {@code redis-server}, then the bundled one
 * @param searchPath the directories to look in; default PATH
 * @param listen where it listens; default a unix socket
 * @param listener is told of crashes and restarts, on the context that started the server; default none
 */
public record PrivateServerOptions(
        Path dataDir,
        @Nullable Path binary,
        List<Path> searchPath,
        Listen listen,
        Consumer<PrivateServerEvent> listener) {
    /** Where a private server listens. Either way it asks for a password that only this process knows. */
    public enum Listen {
        /** In a fresh directory that only this user can enter. Not for Vert.x on io_uring, whose connects never complete. */
        UNIX_SOCKET,
        /** On a free port of 127.0.0.1, the same one after a restart. */
        LOOPBACK_PORT
    }

    public PrivateServerOptions {
        dataDir = dataDir.toAbsolutePath().normalize();
        searchPath = List.copyOf(searchPath);
    }

    /** The defaults, with data in a directory. */
    public static PrivateServerOptions in(Path dataDir) {
        return new PrivateServerOptions(dataDir, null, pathOfEnvironment(), Listen.UNIX_SOCKET, event -> {});
    }

    /** With a given server program; no other is tried. */
    public PrivateServerOptions withBinary(Path program) {
        return new PrivateServerOptions(dataDir, program, searchPath, listen, listener);
    }

    /** With other directories to look for programs in; none leaves the bundled one. */
    public PrivateServerOptions withSearchPath(List<Path> directories) {
        return new PrivateServerOptions(dataDir, binary, directories, listen, listener);
    }

    /** Listening elsewhere. */
    public PrivateServerOptions withListen(Listen where) {
        return new PrivateServerOptions(dataDir, binary, searchPath, where, listener);
    }

    /** With somebody to be told of crashes and restarts. */
    public PrivateServerOptions withListener(Consumer<PrivateServerEvent> consumer) {
        return new PrivateServerOptions(dataDir, binary, searchPath, listen, consumer);
    }

    private static List<Path> pathOfEnvironment() {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
    }
}
