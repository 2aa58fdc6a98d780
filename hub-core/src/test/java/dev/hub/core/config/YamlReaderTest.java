package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
    private static final Raw.Source SOURCE = new Raw.Source("hub.yaml", Configs.HOME);

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "# nothing\n", "---\n", "~", "server:\nclient: null\n", "server:\n  tls:\n"})
    void takesNothingForDefaults(String yaml) {
        assertThat(Configs.of(yaml)).isEqualTo(Configs.of("{}"));
    }

    @Test
    void takesJson() {
        assertThat(Configs.of("{\"server\":{\"port\":7,\"tls\":{\"enabled\":false}}}")
                        .server()
                        .port())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    server: [                             | is no valid YAML:
                    server: {port: 1, port: 2}            | the key "port" is given twice (file:1)
                    server: &a {port: 1, tls: *a}         | YAML aliases (*name) are not supported (file:1)
                    just words                            | the file must hold sections such as server: (file:1)
                    [1, 2]                                | the file must hold sections such as server: (file:1)
                    {? [a] : b}                           | a key must be a plain word (file:1)
                    """)
    void refuses(String yaml, String fault) {
        assertThat(Configs.faultsOf(yaml)).singleElement().asString().contains(fault);
    }

    @Test
    void refusesASecondDocument() {
        assertThat(Configs.faultsOf("server: {port: 1}\n---\nserver: {port: 2}\n"))
                .containsExactly("a second YAML document begins; there must be only one (file:2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: "})
    void refusesDeepNestingInsteadOfOverflowingTheStack(String opening) {
        assertThat(Configs.faultsOf("server: " + opening.repeat(100_000)))
                .containsExactly("is nested more than 16 deep (file:1)");
    }

    @Test
    void refusesAHugeFileAndABinaryOne(@TempDir Path directory) throws IOException {
        Path huge = Files.writeString(directory.resolve("huge.yaml"), "#".repeat(1_100_000));
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThat(problemsOf(huge)).singleElement().asString().contains("at most 1 MiB");
        assertThat(problemsOf(binary)).singleElement().asString().contains("text in UTF-8");
        assertThat(problemsOf(directory)).singleElement().asString().contains("cannot be read");
    }

    @Property(tries = 500)
    void neverFailsInAnyOtherWay(@ForAll String text) {
        YamlReader.file(text, SOURCE, new ArrayList<>());
        YamlReader.file("server:\n  " + text, SOURCE, new ArrayList<>());
    }

    private static List<Problem> problemsOf(Path file) {
        try {
            new ConfigLoader(Map.of(), Configs.HOME, Configs.HOME).load(Optional.of(file), List.of());
            return List.of();
        } catch (ConfigException invalid) {
            return invalid.problems();
        }
    }
}
