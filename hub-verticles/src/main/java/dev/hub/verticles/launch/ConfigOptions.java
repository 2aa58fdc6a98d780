package dev.hub.verticles.launch;

import dev.hub.core.config.ConfigLoader;
import dev.hub.core.config.ConfigSource;
import dev.hub.core.config.LoadedConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds the configuration. */
final class ConfigOptions {
    private static final Pattern SECRET =
            Pattern.compile("(api\\.key|auth\\.hmac|valkey\\.url|valkey\\.(sentinel-)?password).*", Pattern.DOTALL);

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; default $HUB_CONFIG, else conf/hub.yaml.")
    @Nullable
    private Path file;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            description = "Set one key, before all other sources. May be repeated.")
    private List<String> settings = new ArrayList<>();

    /** Loads the configuration. */
    LoadedConfig load(Surroundings surroundings) {
        return source(surroundings).load();
    }

    /** Where the configuration comes from. */
    ConfigSource source(Surroundings surroundings) {
        ConfigLoader loader =
                new ConfigLoader(surroundings.environment(), surroundings.home(), surroundings.directory());
        return new ConfigSource(loader, file(surroundings), settings);
    }

    private Optional<Path> file(Surroundings surroundings) {
        if (file != null) {
            return Optional.of(surroundings.directory().resolve(file));
        }
        String named = surroundings.environment().getOrDefault("HUB_CONFIG", "");
        if (!named.isEmpty()) {
            return Optional.of(surroundings.directory().resolve(named));
        }
        return Optional.of(surroundings.home().resolve("conf/hub.yaml")).filter(Files::exists);
    }

    /** These options again, for another command that is to use the same configuration; without what may be secret. */
    String forExamples() {
        StringBuilder options = new StringBuilder();
        if (file != null) {
            options.append(" --config ").append(Shell.quote(file.toString()));
        }
        for (String setting : settings) {
            if (!SECRET.matcher(setting).matches()) {
                options.append(" --set ").append(Shell.quote(setting));
            }
        }
        return options.toString();
    }
}
