package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code conf/hub.yaml} and {@code docs/configuration.md} say what the records say, no less and no more. */
final class ConfigReferenceTest {
    private static final Path TOP =
            Path.of("").toAbsolutePath().resolveSibling(".").normalize();
    private static final Path DOCS = TOP.resolve("docs/configuration.md");

    private final ConfigReference reference = ConfigReference.read(TOP.resolve("conf/hub.yaml"));

    @Test
    void theFileAsItStandsChangesNothing() {
        LoadedConfig loaded = load(TOP.resolve("conf/hub.yaml"));

        assertThat(loaded.config())
                .isEqualTo(new ConfigLoader(Map.of(), TOP, TOP)
                        .load(Optional.empty(), List.of())
                        .config());
        assertThat(loaded.sources().keySet()).doesNotContainAnyElementsOf(Schema.keys());
    }

    @Test
    void theFileShowsTheDefaultOfEachKey() throws IOException {
        Path file = Files.createTempFile("hub", ".yaml");
        try {
            Files.writeString(file, reference.uncommented());

            assertThat(load(file).config())
                    .isEqualTo(load(TOP.resolve("conf/hub.yaml")).config());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theFileNamesEachKeyAndNoOther() {
        List<String> keys = Schema.keys().stream()
                .map(key -> key.replaceAll("\\[].*", ""))
                .distinct()
                .toList();

        assertThat(reference.entries().stream().map(ConfigReference.Entry::key))
                .containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void theFileExplainsEachKeyAndNamesItsRange() {
        Map<String, String> ranges = new TreeMap<>();
        Schema.visit(
                "",
                Schema.ROOT,
                (key, member) ->
                        member.range().ifPresent(range -> ranges.put(key, range.min() + " to " + range.max())));

        for (ConfigReference.Entry entry : reference.entries()) {
            assertThat(entry.text())
                    .as(entry.key())
                    .hasSizeGreaterThan(20)
                    .contains(ranges.getOrDefault(entry.key(), ""));
        }
        assertThat(ranges).hasSizeGreaterThan(10);
    }

    @Test
    void thePageIsMadeOutOfTheFile() throws IOException {
        String page = reference.page();
        if (Boolean.getBoolean("hub.docs.write")) {
            Files.writeString(DOCS, page);
        }

        assertThat(Files.readString(DOCS))
                .as("docs/configuration.md; -Dhub.docs.write=true makes it anew")
                .isEqualTo(page);
    }

    @Test
    void eachKeyHasAVariableOfItsOwn() {
        List<String> variables = new ArrayList<>();
        for (String key : Schema.keys()) {
            String name = Schema.variable(key.replace("[].", "-0-"));
            variables.add(name);
            assertThat(Schema.pathOf(name).map(path -> String.join(".", path))).contains(key.replace("[].", ".0."));
        }

        assertThat(variables).doesNotHaveDuplicates();
    }

    private static LoadedConfig load(Path file) {
        return new ConfigLoader(Map.of(), TOP, TOP).load(Optional.of(file), List.of());
    }
}
