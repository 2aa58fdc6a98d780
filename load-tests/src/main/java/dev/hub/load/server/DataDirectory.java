package dev.hub.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** An empty directory for one start of one server. */
record DataDirectory(Path path) {
    static DataDirectory create(Path parent, String name) {
        try {
            return new DataDirectory(Files.createTempDirectory(Files.createDirectories(parent), name)
                    .toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("no data directory in " + parent, e);
        }
    }

    /** Deletes it with all that is in it, as far as that is possible. */
    void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            path.toFile().deleteOnExit();
        }
    }
}
