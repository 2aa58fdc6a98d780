package dev.hub.core.config;

import java.util.Map;

/**
 * A configuration, and where it came from.
 *
 * @param config the configuration
 * @param sources for each key that some source gives, which one does; other keys have their defaults
 */
public record LoadedConfig(HubConfig config, Map<String, String> sources) {
    /** Copies {@code sources}. */
    public LoadedConfig {
        sources = Map.copyOf(sources);
    }

    /** All keys with their values and sources as YAML, secrets left out. */
    public String toYaml() {
        return EffectiveConfig.yaml(this);
    }
}
