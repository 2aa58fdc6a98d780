package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HubCommandTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "check-config",
                "token",
                "publish",
                "subscribe",
                "health",
                "completion",
                "version",
                "nodes",
                "connections",
                "channels",
                "presence",
                "disconnect"
            })
    void explainsEachCommandWithExamples(String command) {
        CommandRun run = CommandRun.of(home, command, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Usage: hub " + command)
                .contains("Example")
                .contains("  hub " + command);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void explainsItself() {
        CommandRun run = CommandRun.of(home, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("serve").contains("First steps").doesNotContain("\u001b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                      | a command is missing
        serv                    | Did you mean: hub serve
        serve --prot 1          | Unknown option
        serve extra             | Unmatched argument
        publish news            | Missing required parameter: 'JSON'
        publish news {          | the data must be JSON
        publish ä 1             | channel must be printable ASCII
        subscribe               | Missing required parameter: 'CHANNEL'
        subscribe --count 0 a   | --count must be 1 or more
        token --expires 5       | must be a duration with its unit
        token --info x          | --info must be JSON
        token --channel a --channels b | belong into one for a connection
        completion fish         | expected one of
        disconnect              | --user or --client is missing
        connections --limit -1  | --limit must be 0 or more, got -1
        user                    | a command is missing: status, block, unblock or blocks
        user block              | Missing required parameter: 'USER'
        token revoke            | give one of --jti and --user
        token revoke --jti a --user b | give one of --jti and --user
        user block a --for 5    | must be a duration with its unit
        """)
    void endsWith2OnWrongUsage(String line, String fault) {
        CommandRun run = CommandRun.of(home, line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(fault).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        CommandRun run = CommandRun.of(home, "version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("hub \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\)\\R");
    }

    @Test
    void findsTheConfigurationGoodOrTellsAllThatIsWrong() {
        CommandRun good = CommandRun.of(home, "check-config");
        CommandRun bad = CommandRun.of(home, "check-config", "--set", "server.port=x", "--set", "servr.port=1");

        assertThat(good).isEqualTo(new CommandRun(0, "ok" + System.lineSeparator(), ""));
        assertThat(bad.exitCode()).isEqualTo(78);
        assertThat(bad.err())
                .contains("2 problems")
                .contains("server.port must be a whole number, got x (--set server.port)")
                .contains("servr is unknown; did you mean server?");
    }

    @Test
    void takesTheConfigurationFromTheFlagThenTheVariableThenTheHubsDirectory() throws IOException {
        Files.createDirectory(home.resolve("conf"));
        Files.writeString(home.resolve("conf/hub.yaml"), "server: {name: usual}");
        Files.writeString(home.resolve("a.yaml"), "server: {name: variable}");
        Files.writeString(home.resolve("b.yaml"), "server: {name: flag}");

        assertThat(effective(Map.of())).contains("name: usual");
        assertThat(effective(Map.of("HUB_CONFIG", "a.yaml"))).contains("name: variable");
        assertThat(effective(Map.of("HUB_CONFIG", "a.yaml"), "--config", "b.yaml"))
                .contains("name: flag");
    }

    private String effective(Map<String, String> environment, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "check-config";
        arguments[1] = "--print-effective";
        System.arraycopy(options, 0, arguments, 2, options.length);
        return CommandRun.of(home, environment, arguments).out();
    }

    @Test
    void printsSecretsOfTheConfigurationNowhere() {
        CommandRun run =
                CommandRun.of(home, Map.of("HUB_API_KEY", "a-key-nobody-sees"), "check-config", "--print-effective");

        assertThat(run.out()).contains("key: \"***\"  # HUB_API_KEY").doesNotContain("a-key-nobody-sees");
    }

    @Test
    void showsStackTracesOnlyWhenAsked() {
        assertThat(CommandRun.of(home, "token").err())
                .startsWith("hub: there is no secret")
                .doesNotContain("\tat ");
        assertThat(CommandRun.of(home, "token", "--verbose").err()).contains("\tat dev.hub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void writesACompletionScript(String shell) {
        CommandRun run = CommandRun.of(home, "completion", shell);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("complete -F").contains("check-config").contains("--print-effective");
    }
}
