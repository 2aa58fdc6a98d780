package dev.hub.verticles.namespace;

import dev.hub.core.config.ChannelsConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Where an instance's own namespaces come from. */
public interface ChannelsSource {
    /** The file to watch; empty when nothing can change. */
    Optional<Path> file();

    /**
     * Reads it again. Blocks.
     *
     * @throws dev.hub.core.config.ConfigException with all that is wrong; what held before is to stay then
     */
    ChannelsConfig reload();

    /** Always {@code channels}. */
    static ChannelsSource fixed(ChannelsConfig channels) {
        return new ChannelsSource() {
            @Override
            public Optional<Path> file() {
                return Optional.empty();
            }

            @Override
            public ChannelsConfig reload() {
                return channels;
            }
        };
    }
}
