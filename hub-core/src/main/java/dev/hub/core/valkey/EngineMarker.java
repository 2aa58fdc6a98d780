package dev.hub.core.valkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file {@code engine} in a data directory, which says who wrote there last. Without it an older server would find
 * nothing that it knows in a newer one's directory, start empty, and not say a word.
 */
final class EngineMarker {
    private static final String NAME = "engine";
    /** Where servers since Redis 7.0 keep their append-only files; older ones have one file. */
    private static final String SINCE_7_0 = "appendonlydir";

    private EngineMarker() {}

    /**
     * Lets a server into a directory, and notes that it was there. Blocks.
     *
     * @throws PrivateServerException when it could not read what is there
     */
    static void admit(ServerBinary server, Path directory) throws IOException {
        Optional<EngineVersion> writer = lastWriter(directory);
        if (writer.isPresent() && !server.version().readsFilesOf(writer.get())) {
            throw new PrivateServerException("data directory " + directory + " was written by " + writer.get()
                    + ", which " + server + " cannot read. Install "
                    + writer.get().engine() + " "
                    + writer.get().major() + "." + writer.get().minor()
                    + " or newer, or choose another data directory");
        }
        write(server.version(), directory);
    }

    private static Optional<EngineVersion> lastWriter(Path directory) throws IOException {
        Path marker = directory.resolve(NAME);
        if (Files.exists(marker)) {
            String text = Files.readString(marker);
            return Optional.of(EngineVersion.parse(text)
                    .orElseThrow(() -> new PrivateServerException(
                            marker + " must hold an engine and its version like \"valkey 8.0.1\", got \"" + text.strip()
                                    + "\"")));
        }
        return Files.isDirectory(directory.resolve(SINCE_7_0))
                ? Optional.of(new EngineVersion("redis", 7, 0, 0))
                : Optional.empty();
    }

    /** Written before the server starts: from then on its files may be there. */
    private static void write(EngineVersion version, Path directory) throws IOException {
        Path aside = directory.resolve(NAME + ".new");
        Files.writeString(aside, version + "\n");
        Files.move(aside, directory.resolve(NAME), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
