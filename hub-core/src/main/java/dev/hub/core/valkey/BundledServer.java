package dev.hub.core.valkey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The Redis 6.2 server (BSD licence) that travels inside the embedded-redis jar, for the machines it was built for. */
public final class BundledServer {
    private BundledServer() {}

    /** The name of the program for an operating system and processor as Java names them; empty when none is bundled. */
    static Optional<String> resourceFor(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        if (os.startsWith("linux")) {
            return arm
                    ? Optional.of("redis-server-6.2.7-linux-arm64")
                    : intel ? Optional.of("redis-server-6.2.6-v5-linux-amd64") : Optional.empty();
        }
        if (os.startsWith("mac")) {
            return arm
                    ? Optional.of("redis-server-6.2.6-v5-darwin-arm64")
                    : intel ? Optional.of("redis-server-6.2.6-v5-darwin-amd64") : Optional.empty();
        }
        return Optional.empty();
    }

    /**
     * Puts the program for this machine into {@code directory} (made when absent) and returns its path; a file that is
     * already there and the same is kept. Safe against other processes that do the same. Blocks. Empty when no program is
     * bundled for this machine.
     *
     * @throws IOException when the directory cannot be written
     */
    public static Optional<Path> extractTo(Path directory) throws IOException {
        Optional<String> name = resourceFor(System.getProperty("os.name"), System.getProperty("os.arch"));
        return name.isEmpty() ? Optional.empty() : extract(name.get(), directory);
    }

    private static Optional<Path> extract(String name, Path directory) throws IOException {
        byte[] program;
        try (InputStream resource = BundledServer.class.getResourceAsStream("/" + name)) {
            if (resource == null) {
                return Optional.empty();
            }
            program = resource.readAllBytes();
        }
        Path file = directory.resolve(name);
        if (!isSame(file, program)) {
            Files.createDirectories(directory);
            write(program, file);
        }
        return Optional.of(file);
    }

    private static boolean isSame(Path file, byte[] program) throws IOException {
        return Files.isExecutable(file)
                && Files.size(file) == program.length
                && Arrays.equals(Files.readAllBytes(file), program);
    }

    /** Writes aside and renames, so that nobody runs half a program. */
    private static void write(byte[] program, Path file) throws IOException {
        Path aside = Files.createTempFile(file.getParent(), ".server", ".tmp");
        try {
            Files.write(aside, program);
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException notHere) {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
