package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
    @Test
    void letsLaterSourcesWin() {
        Map<String, String> environment = Map.of("HUB_SERVER_PORT", "2", "HUB_SERVER_NAME", "env");

        HubConfig config = Configs.load("server: {port: 1, name: file, host: 127.0.0.9}", environment, "server.port=3")
                .config();

        assertThat(config.server().port()).isEqualTo(3);
        assertThat(config.server().name()).isEqualTo("env");
        assertThat(config.server().host()).isEqualTo("127.0.0.9");
        assertThat(config.server().eventLoops()).isZero();
    }

    @Test
    void tellsAllProblemsAtOnceWithTheirSources() {
        List<String> faults = Configs.faultsOf(
                """
                server:
                  port: 70000
                  prot: 1
                client:
                  ping-interval: 5s
                  pong-timeout: soon
                """, Map.of("HUB_SERVER_EVENT_LOOPS", "many", "HUB_SERVER_HSOT", "x"), "api.key=short", "nonsense");

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "server.port must be 0 to 65535, got 70000 (file:2)",
                        "server.prot is unknown; did you mean server.port? (file:3)",
                        "client.pong-timeout must be a duration with its unit, such as 300ms, 25s, 5m, 1h or 30d, got soon (file:6)",
                        "server.event-loops must be a whole number, got many (HUB_SERVER_EVENT_LOOPS)",
                        "HUB_SERVER_HSOT is unknown: it is not a key of the configuration; did you mean HUB_SERVER_HOST? (environment)",
                        "api.key must have at least 16 characters, got 5 (openssl rand -hex 32 makes one) (--set api.key)",
                        "--set needs key=value, got \"nonsense\" (--set)");
    }

    @ParameterizedTest
    @CsvSource({
        "server.prot,server.port",
        "server.pingInterval,client.ping-interval",
        "client.ping_interval,client.ping-interval",
        "prot,''",
        "port,server.port",
        "hmacSecret,auth.hmac-secret",
        "auht.insecure,auth",
        "channel.namespaces,channels"
    })
    void guessesWhatAnUnknownKeyMeans(String key, String meant) {
        String question = meant.isEmpty() ? "" : "; did you mean " + meant + "?";

        assertThat(Configs.faultsOf("", Map.of(), key + "=x"))
                .singleElement()
                .asString()
                .contains(" is unknown")
                .satisfies(fault -> assertThat(fault.endsWith(question + " (--set " + key + ")"))
                        .as(fault)
                        .isTrue());
    }

    @Test
    void takesListsSeparatedByCommas() {
        assertThat(Configs.load("", Map.of("HUB_AUTH_ALLOWED_ORIGINS", "https://a, https://b,"))
                        .config()
                        .auth()
                        .allowedOrigins())
                .containsExactly("https://a", "https://b");
        assertThat(Configs.load("verticles: [A, B]", Map.of("HUB_VERTICLES_1", "C"))
                        .config()
                        .verticles())
                .containsExactly("A", "C");
    }

    @Test
    void takesEmptyVariablesForAbsentAndLeavesThoseOfOthersAlone() {
        Map<String, String> environment = Map.of(
                "HUB_SERVER_PORT", "",
                "HUB_LOG_LEVEL", "DEBUG",
                "HUB_PORT_8000_TCP_ADDR", "10.0.0.7",
                "HUB_SERVER_SERVICE_HOST", "10.0.0.7",
                "SERVER_PORT", "7");

        assertThat(Configs.load("server: {port: 1}", environment)
                        .config()
                        .server()
                        .port())
                .isEqualTo(1);
    }

    @Test
    void resolvesPathsFromTheHubsHomeInFilesAndFromTheUsersDirectoryElsewhere() {
        assertThat(Configs.of("valkey: {data-dir: state}").valkey().dataDir()).isEqualTo(Path.of("/srv/hub/state"));
        assertThat(Configs.load("", Map.of(), "valkey.data-dir=state")
                        .config()
                        .valkey()
                        .dataDir())
                .isEqualTo(Path.of("/home/ann/state"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    VALKEY_URL=valkey://a:1/2                                              | valkey://a:1/2
                    REDIS_URL=redis://a                                                    | redis://a
                    REDIS_URL=redis://a VALKEY_HOST=b                                      | valkey://b
                    VALKEY_HOST=b VALKEY_PORT=7 VALKEY_DB=3                                | valkey://b:7/3
                    REDIS_HOST=b REDIS_PORT=tcp://10.0.0.1:6379 REDIS_TLS=true             | valkeys://b
                    VALKEY_HOST=::1 VALKEY_PORT=7                                          | valkey://[::1]:7
                    VALKEY_CLUSTER_NODES=a:1,b:2 VALKEY_TLS=1                              | valkeys+cluster://a:1,b:2
                    VALKEY_PORT=tcp://10.0.0.1:6379                                        | ''
                    """)
    void takesTheCustomaryVariablesOfValkey(String variables, String url) {
        Map<String, String> environment = new HashMap<>();
        for (String each : variables.split(" ", -1)) {
            environment.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }

        assertThat(Configs.load("", environment).config().valkey().url().reveal())
                .isEqualTo(url);
    }

    @Test
    void takesUserAndPasswordFromTheCustomaryVariables() {
        Map<String, String> environment = Map.of(
                "REDIS_HOST", "b",
                "REDIS_USERNAME", "ann",
                "REDIS_PASSWORD", "p:@/ss",
                "HUB_VALKEY_USERNAME", "bob");

        ValkeyConfig valkey = Configs.load("", environment).config().valkey();

        assertThat(valkey.username()).isEqualTo("bob");
        assertThat(valkey.password().reveal()).isEqualTo("p:@/ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"valkey: {url: ''}", "valkey: {url: 'valkey://file'}"})
    void leavesTheCustomaryVariablesAloneWhenAnUrlIsGiven(String yaml) {
        ValkeyConfig valkey = Configs.load(yaml, Map.of("VALKEY_URL", "valkey://env", "VALKEY_PASSWORD", "x"))
                .config()
                .valkey();

        assertThat(valkey.url().reveal()).isNotEqualTo("valkey://env");
        assertThat(valkey.password().isEmpty()).isTrue();
    }

    @Test
    void readsSecretsFromFiles(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "0123456789abcdef\n");
        Path password = Files.writeString(directory.resolve("password"), "pass word \r\n");

        HubConfig config = Configs.load(
                        "{api: {key-file: " + key + "}, valkey: {url: 'valkey://h'}}",
                        Map.of("HUB_VALKEY_PASSWORD_FILE", password.toString()))
                .config();

        assertThat(config.api().key().reveal()).isEqualTo("0123456789abcdef");
        assertThat(config.valkey().password().reveal()).isEqualTo("pass word ");
    }

    @Test
    void letsASecretOfALaterSourceReplaceTheFileOfAnEarlierOne(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "0123456789abcdef");

        HubConfig config = Configs.load("api: {key-file: " + key + "}", Map.of("HUB_API_KEY", "fedcba9876543210"))
                .config();

        assertThat(config.api().key().reveal()).isEqualTo("fedcba9876543210");
    }

    @Test
    void refusesASecretThatIsGivenTwiceOrCannotBeRead() {
        assertThat(Configs.faultsOf("api: {key: 0123456789abcdef, key-file: /x}"))
                .containsExactly("api.key and api.key-file are both given; one must go (file:1)");
        assertThat(Configs.faultsOf("", Map.of("HUB_API_KEY_FILE", "/nowhere")))
                .containsExactly(
                        "api.key-file must name a readable file of at most 64 KiB, got /nowhere (HUB_API_KEY_FILE)");
    }

    @Test
    void tellsWhereEachValueComesFromAndKeepsSecrets() {
        LoadedConfig loaded = Configs.load(
                "channels: {namespaces: [{name: chat}]}",
                Map.of("HUB_SERVER_PORT", "8081", "HUB_AUTH_ALLOWED_ORIGINS", "https://a"),
                "api.key=0123456789abcdef");

        String yaml = loaded.toYaml();

        assertThat(yaml)
                .contains("\n  port: 8081  # HUB_SERVER_PORT\n")
                .contains("\n  key: \"***\"  # --set api.key\n")
                .contains("\n  allowed-origins: [\"https://a\"]  # HUB_AUTH_ALLOWED_ORIGINS\n")
                .contains("\n  event-loops: 0\n")
                .contains("name: chat  # /")
                .doesNotContain("0123456789abcdef");
        assertThat(Configs.of(yaml.replaceAll("(?m)^  key: .*", "  key: 0123456789abcdef")))
                .isEqualTo(loaded.config());
    }

    @Test
    void neverPrintsSecretsWithTheConfiguration() {
        HubConfig config = Configs.of("{api: {key: 0123456789abcdef}, valkey: {url: 'valkey://u:s3cret@h'}}");

        assertThat(config.toString()).doesNotContain("0123456789abcdef").doesNotContain("s3cret");
    }

    @Test
    void saysThatTheFileIsNotThere() {
        ConfigLoader loader = new ConfigLoader(Map.of(), Configs.HOME, Path.of("/home/ann"));

        assertThatThrownBy(() -> loader.load(Optional.of(Path.of("/nowhere/hub.yaml")), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("there is no such file (/nowhere/hub.yaml)");
    }

    @Test
    void needsNoFile() {
        HubConfig config = new ConfigLoader(Map.of(), Configs.HOME, Configs.HOME)
                .load(Optional.empty(), List.of())
                .config();

        assertThat(config).isEqualTo(Configs.of(""));
    }
}
