package dev.hub.load.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"suite", "fan-out", "fan-out-open", "idle", "connect-storm"})
    void explainsEveryCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: run " + command)
                .contains("--servers")
                .contains("--hub-url");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fan-out --servers nginx | --servers must be of hub, floor, floor-batch, ws, socketio, got nginx",
                "idle --servers ws --rounds 0 | --rounds must be 1 or more, got 0",
                "suite --servers ws --measure 0 | --measure must be more than 0 and at most 3600 seconds, got 0.0",
                "fan-out --burst 16 --window 15 | --window must be 16 to 1000000, got 15",
                "fan-out-open --payload 31 | --payload must be 32 to 60000, got 31",
                "fan-out-open --rate 0 | --rate must be 1 to 1000000, got 0",
                "idle --connections 0 | --connections must be 1 to 1000000, got 0",
                "idle --channels some | expected one of [SHARED, OWN] (case-insensitive) but was 'some'",
                "connect-storm --at-once 0 | --at-once must be 1 to 10000, got 0",
                "fan-out --nonsense | Unknown option: '--nonsense'"
            })
    void saysWhatIsWrongWithAnOption(String arguments, String message) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void namesItsCommandsWhenNoneIsGiven() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required subcommand");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
