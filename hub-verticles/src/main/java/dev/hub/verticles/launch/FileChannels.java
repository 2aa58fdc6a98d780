package dev.hub.verticles.launch;

import dev.hub.core.config.ChannelsConfig;
import dev.hub.core.config.ConfigSource;
import dev.hub.core.config.HubConfig;
import dev.hub.verticles.namespace.ChannelsSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The namespaces of the configuration that a hub was started with. What else changes in it waits for the next start. */
final class FileChannels implements ChannelsSource {
    private static final Logger LOG = LoggerFactory.getLogger(FileChannels.class);

    private final ConfigSource source;
    private final HubConfig started;
    private List<String> told = List.of();

    /** Those of a hub that was {@code started} with what {@code source} said then. */
    FileChannels(ConfigSource source, HubConfig started) {
        this.source = source;
        this.started = started;
    }

    @Override
    public Optional<Path> file() {
        return source.file();
    }

    @Override
    public synchronized ChannelsConfig reload() {
        HubConfig now = source.load().config();
        List<String> waiting = started.changesThatNeedARestart(now);
        if (!waiting.isEmpty() && !waiting.equals(told)) {
            LOG.warn("Changed in the configuration, but needs a restart: {}", String.join(", ", waiting));
        }
        told = waiting;
        return DemoChannels.open(started.withChannels(now.channels())).channels();
    }
}
