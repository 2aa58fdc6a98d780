package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.config.ConfigLoader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code docker/} as far as it can be checked without Docker. */
final class ContainerFilesTest {
    private static final Path TOP =
            Path.of("").toAbsolutePath().resolveSibling(".").normalize();

    @Test
    void theImageIsMadeOfFilesThatExistAndReachTheBuilder() throws IOException {
        List<String> allowed = Files.readAllLines(TOP.resolve(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();

        List<String> sources = copiedFromTheTree();

        assertThat(sources).contains("hub", "conf", "hub-core/pom.xml", "hub-verticles/src/main");
        assertThat(sources).allSatisfy(source -> {
            assertThat(TOP.resolve(source)).exists();
            assertThat(allowed).anyMatch(pattern -> matches(pattern, source));
        });
    }

    @Test
    void theImageKnowsEveryModule() throws IOException {
        List<String> modules = Files.readAllLines(TOP.resolve("pom.xml")).stream()
                .filter(line -> line.contains("<module>"))
                .map(line -> line.replaceAll(".*<module>(.*)</module>.*", "$1/pom.xml"))
                .toList();

        assertThat(copiedFromTheTree()).containsAll(modules);
    }

    @Test
    void theImageRunsAsNobodySpecialAndTellsItsHealth() throws IOException {
        String file = Files.readString(TOP.resolve("docker/Dockerfile"));

        assertThat(file)
                .contains("\nUSER hub\n")
                .contains("HEALTHCHECK")
                .contains("\"health\", \"--live\"")
                .contains("ENTRYPOINT [\"./hub\"]");
        assertThat(file.indexOf("\nUSER hub\n")).isGreaterThan(file.lastIndexOf("\nRUN "));
    }

    @Test
    void composeMountsFilesThatExistAndSecretsThatItDeclares() throws IOException {
        Map<?, ?> compose = compose();
        Map<?, ?> services = map(compose.get("services"));

        assertThat(services.keySet()).isEqualTo(Set.of("valkey", "hub"));
        for (Object service : services.values()) {
            assertThat(list(map(service).get("secrets"))).allMatch(map(compose.get("secrets"))::containsKey);
            for (Object volume : list(map(service).get("volumes"))) {
                String source = volume.toString().split(":", -1)[0];
                if (source.startsWith(".")) {
                    assertThat(TOP.resolve("docker").resolve(source)).exists();
                } else {
                    assertThat(map(compose.get("volumes")).containsKey(source)).isTrue();
                }
            }
        }
        assertThat(map(map(services.get("valkey")).get("healthcheck"))).isNotEmpty();
        assertThat(map(map(services.get("hub")).get("depends_on")).toString()).contains("service_healthy");
    }

    @Test
    void composeConfiguresTheHubWithKeysThatItHas(@TempDir Path secrets) throws IOException {
        Map<String, String> environment = new HashMap<>();
        map(map(map(compose().get("services")).get("hub")).get("environment")).forEach((name, value) -> {
            String text = value.toString();
            environment.put(name.toString(), text.replace("/run/secrets", secrets.toString()));
        });
        for (String name : List.of("valkey-password", "hmac-secret", "api-key")) {
            Files.writeString(secrets.resolve(name), "0123456789abcdef0123456789abcdef\n");
        }
        Files.readAllLines(TOP.resolve("docker/Dockerfile")).stream()
                .map(line -> line.replaceFirst("^ENV ", "").strip().replaceFirst(" \\\\$", ""))
                .filter(line -> line.matches("HUB_[A-Z_]+=.*"))
                .forEach(line ->
                        environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));

        var loaded = new ConfigLoader(environment, TOP, TOP).load(Optional.empty(), List.of());

        assertThat(loaded.config().server().host()).isEqualTo("0.0.0.0");
        assertThat(loaded.config().valkey().password().isEmpty()).isFalse();
        assertThat(loaded.sources()).containsKeys("valkey.url", "api.key", "auth.hmac-secret", "valkey.data-dir");
    }

    private static List<String> copiedFromTheTree() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<String> lines = Files.lines(TOP.resolve("docker/Dockerfile"))) {
            lines.filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                    .map(line -> List.of(line.substring("COPY ".length()).split(" ", -1)))
                    .forEach(words -> sources.addAll(words.subList(0, words.size() - 1)));
        }
        return sources;
    }

    /** Whether {@code pattern} lets {@code source} through, or the directory that it is in. */
    private static boolean matches(String pattern, String source) {
        return source.startsWith(pattern + "/")
                || FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(source));
    }

    private static Map<?, ?> compose() throws IOException {
        String text = Files.readString(TOP.resolve("docker/compose.yaml"));
        return map(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
