package dev.hub.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a hub's configuration comes from, so that it can be read again. Variables and flags stay what they were at the
 * start.
 *
 * @param file the YAML file, if there is to be one
 * @param settings flags of the form {@code server.port=8081}
 */
public record ConfigSource(ConfigLoader loader, Optional<Path> file, List<String> settings) {
    /** Copies {@code settings}. */
    public ConfigSource {
        settings = List.copyOf(settings);
    }

    /**
     * Reads it. Blocks.
     *
     * @throws ConfigException with all that is wrong
     */
    public LoadedConfig load() {
        return loader.load(file, settings);
    }
}
