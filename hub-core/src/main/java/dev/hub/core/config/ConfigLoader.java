package dev.hub.core.config;

import dev.hub.core.config.Raw.Fields;
import dev.hub.core.config.Raw.Nothing;
import dev.hub.core.config.Raw.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts the configuration together: defaults, below the customary variables for Valkey, below a YAML file, below the
 * variables {@code HUB_...}, below flags. Blocks while it reads files.
 */
public final class ConfigLoader {
    private static final int MAX_FILE = 1024 * 1024;

    private final Map<String, String> environment;
    private final Path home;
    private final Path directory;

    /**
     * A loader.
     *
     * @param environment the environment variables
     * @param home what relative paths in the file and in the defaults start from
     * @param directory what relative paths in variables and flags start from: where the user is
     */
    public ConfigLoader(Map<String, String> environment, Path home, Path directory) {
        this.environment = Map.copyOf(environment);
        this.home = home.toAbsolutePath().normalize();
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Loads the configuration.
     *
     * @param file the YAML file, if there is to be one; it must exist
     * @param settings flags of the form {@code server.port=8081}
     * @throws ConfigException with all that is wrong
     */
    public LoadedConfig load(Optional<Path> file, List<String> settings) {
        List<Problem> problems = new ArrayList<>();
        Raw fromFile = file.map(path -> read(path, problems)).orElseGet(() -> new Nothing(new Source("", home)));
        Raw given = layer(fromFile, problems);
        given = Raw.merge(
                given,
                layer(new Overlay(directory, problems).environment(environment).fields(), problems));
        given = Raw.merge(
                given, layer(new Overlay(directory, problems).flags(settings).fields(), problems));
        if (!givesUrl(given)) {
            Overlay customary = new Overlay(directory, problems);
            CustomaryVariables.apply(environment, customary);
            given = Raw.merge(layer(customary.fields(), problems), given);
        }
        Binder binder = new Binder(problems);
        HubConfig config = binder.section("", Schema.ROOT, given, defaults());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new LoadedConfig(
                config,
                binder.sources().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().where())));
    }

    private HubConfig defaults() {
        HubConfig defaults = HubConfig.defaults();
        return defaults.withValkey(
                defaults.valkey().withDataDir(home.resolve(defaults.valkey().dataDir())));
    }

    private static Raw layer(Raw raw, List<Problem> problems) {
        return raw instanceof Fields fields ? new SecretFiles(problems).resolve("", Schema.ROOT, fields) : raw;
    }

    private static boolean givesUrl(Raw raw) {
        return raw instanceof Fields all
                && all.fields().get("valkey") instanceof Fields valkey
                && valkey.fields().get("url") instanceof Raw.Text;
    }

    private Raw read(Path file, List<Problem> problems) {
        Source source = new Source(shown(file), home);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_FILE + 1);
            if (bytes.length > MAX_FILE) {
                problems.add(new Problem("the file must be at most 1 MiB", source.where()));
            } else {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                return YamlReader.file(text, source, problems);
            }
        } catch (NoSuchFileException absent) {
            problems.add(new Problem("there is no such file", source.where()));
        } catch (CharacterCodingException binary) {
            problems.add(new Problem("the file must be text in UTF-8", source.where()));
        } catch (IOException unreadable) {
            problems.add(new Problem("the file cannot be read: " + unreadable.getMessage(), source.where()));
        }
        return new Nothing(source);
    }

    /** Short where the file lies below the user's directory. */
    private String shown(Path file) {
        Path absolute = directory.resolve(file).normalize();
        return absolute.startsWith(directory) ? directory.relativize(absolute).toString() : absolute.toString();
    }
}
