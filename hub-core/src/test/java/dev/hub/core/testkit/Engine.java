package dev.hub.core.testkit;

import dev.hub.core.valkey.BundledServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The servers that tests run on: the newest and the oldest that the hub supports. A test class is run on each by
 * {@link OnEachEngine}.
 */
public enum Engine {
    /** {@code valkey-server} from the PATH (8.0 in Debian 12 backports); absent where it is not installed. */
    VALKEY("valkey-server"),
    /** The bundled Redis 6.2: the floor. */
    REDIS62("redis-server 6.2 (bundled)");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    /** Whether this machine can run it. */
    public boolean available() {
        return locate().isPresent();
    }

    /** The server program; a test is skipped (or failed, see {@link Programs}) when it is absent. */
    public Path program() {
        return locate().orElseThrow(() -> Programs.absent(label));
    }

    /** {@link #program} on behalf of a test class, which is not on the stack yet. */
    void require(Class<?> test) {
        if (locate().isEmpty()) {
            throw Programs.absent(label, test.getName());
        }
    }

    private Optional<Path> locate() {
        return switch (this) {
            case VALKEY -> Programs.find("valkey-server");
            case REDIS62 -> bundled();
        };
    }

    private static Optional<Path> bundled() {
        try {
            return BundledServer.extractTo(Path.of("target", "testkit").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot extract the bundled server into target/testkit", e);
        }
    }
}
