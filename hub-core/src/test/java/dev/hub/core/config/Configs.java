package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads configurations out of texts. */
final class Configs {
    /** What relative paths start from here. */
    static final Path HOME = Path.of("/srv/hub");

    private Configs() {}

    /** The configuration that the file {@code yaml} alone makes. */
    static HubConfig of(String yaml) {
        return load(yaml, Map.of()).config();
    }

    /** The configuration out of the file {@code yaml}, the variables {@code environment} and {@code flags}. */
    static LoadedConfig load(String yaml, Map<String, String> environment, String... flags) {
        try {
            Path file = Files.createTempFile("hub", ".yaml");
            try {
                Files.writeString(file, yaml);
                return new ConfigLoader(environment, HOME, Path.of("/home/ann"))
                        .load(Optional.of(file), List.of(flags));
            } finally {
                Files.delete(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What is wrong with the file {@code yaml}, without its name. */
    static List<String> faultsOf(String yaml) {
        return faultsOf(yaml, Map.of());
    }

    /** What is wrong with these sources, without the name of the file. */
    static List<String> faultsOf(String yaml, Map<String, String> environment, String... flags) {
        try {
            load(yaml, environment, flags);
            return List.of();
        } catch (ConfigException invalid) {
            return invalid.problems().stream()
                    .map(each -> each.toString().replaceAll("\\([^ ()]*\\.yaml", "(file"))
                    .toList();
        }
    }

    /** Every member of {@code changed} differs from its default: a new key that nobody maps in the test shows here. */
    static void assertEveryKeyIsMapped(Record changed, Record defaults) {
        for (Member member : Member.of(defaults.getClass())) {
            Object value = member.valueIn(changed);
            Object standard = member.valueIn(defaults);
            if (value instanceof Record inner
                    && standard instanceof Record innerStandard
                    && !Conversion.isValue(value.getClass())) {
                assertEveryKeyIsMapped(inner, innerStandard);
            } else {
                assertThat(value).as(member.key()).isNotEqualTo(standard);
            }
        }
    }
}
