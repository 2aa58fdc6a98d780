package dev.hub.core.valkey;

import dev.hub.core.valkey.PrivateServerOptions.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Where a private server listens, the same over its restarts. */
sealed interface PrivateServerAddress extends AutoCloseable {
    /** A path may have 107 bytes on Linux, 103 on macOS. */
    int LONGEST_SOCKET_PATH = 103;

    /** Lines of the server's configuration. */
    List<String> configuration();

    /** For clients, with the password. */
    String url(String password);

    /** What a socket connects to. */
    SocketAddress socketAddress();

    /** The file of its unix socket, alone in its directory; both go when the server does. */
    Optional<Path> socketFile();

    @Override
    void close();

    /** A place to listen at that is free now. Blocks. */
    static PrivateServerAddress choose(Listen listen) throws IOException {
        return switch (listen) {
            case UNIX_SOCKET -> new UnixSocket(freshDirectory());
            case LOOPBACK_PORT -> new LoopbackPort(freePort());
        };
    }

    private static Path freshDirectory() throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path directory = Files.createTempDirectory("hub-", ownerOnly);
        if (isShort(directory)) {
            return directory;
        }
        Files.delete(directory);
        return Files.createTempDirectory(Path.of("/tmp"), "hub-", ownerOnly);
    }

    private static boolean isShort(Path directory) {
        return directory.resolve("s").toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The socket {@code s} in a directory of its own. */
    record UnixSocket(Path directory) implements PrivateServerAddress {
        private Path path() {
            return directory.resolve("s");
        }

        @Override
        public List<String> configuration() {
            return List.of("port 0", "unixsocket \"" + path() + "\"", "unixsocketperm 700");
        }

        @Override
        public String url(String password) {
            return "unix://" + path() + "?password=" + URLEncoder.encode(password, StandardCharsets.UTF_8);
        }

        @Override
        public SocketAddress socketAddress() {
            return UnixDomainSocketAddress.of(path());
        }

        @Override
        public Optional<Path> socketFile() {
            return Optional.of(path());
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path());
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                throw new PrivateServerException("cannot delete " + directory + ": " + e, e);
            }
        }

        @Override
        public String toString() {
            return "unix socket " + path();
        }
    }

    /** A port of 127.0.0.1. */
    record LoopbackPort(int port) implements PrivateServerAddress {
        @Override
        public List<String> configuration() {
            return List.of("port " + port, "bind 127.0.0.1");
        }

        @Override
        public String url(String password) {
            return "redis://:" + URLEncoder.encode(password, StandardCharsets.UTF_8) + "@127.0.0.1:" + port;
        }

        @Override
        public SocketAddress socketAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public Optional<Path> socketFile() {
            return Optional.empty();
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return "127.0.0.1:" + port;
        }
    }
}
