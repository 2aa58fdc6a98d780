package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ChildProcess;
import dev.hub.core.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The back ends that the documentation shows decide for clients of the official SDK. They check the hub's signature by code
 * that is not ours.
 */
class DecisionsSdkIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
    private static final Pattern LISTENING = Pattern.compile("listening on (\\d+)");

    private static int startBackend(ChildProcess process, Path log) {
        Awaitility.await().until(() -> !process.isAlive() || listening(log).find());
        Matcher listening = listening(log);
        assertThat(listening.find()).as(read(log)).isTrue();
        return Integer.parseInt(listening.group(1));
    }

    private static Matcher listening(Path log) {
        return LISTENING.matcher(read(log));
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static ChildProcess backend(String program, String script, Path directory, Path log) throws IOException {
        return ChildProcess.start(
                directory,
                log,
                List.of(
                        "env",
                        "PORT=0",
                        "SIGNING_SECRET=" + SECRET,
                        Programs.require(program).toString(),
                        DOCS.resolve("examples").resolve(script).toString()));
    }

    @Test
    void backEndsInPythonAndNodeDecide(@TempDir Path directory) throws IOException {
        Path pythonLog = directory.resolve("python.log");
        Path nodeLog = directory.resolve("node.log");
        ChildProcess python = backend("python3", "decisions.py", directory, pythonLog);
        ChildProcess node = backend("node", "decisions.mjs", directory, nodeLog);
        try (HubProcess hub = HubProcess.startConfigured(
                configuration(startBackend(python, pythonLog), startBackend(node, nodeLog)), List.of())) {
            SdkProgram.node("decisions.mjs", Map.of("HUB", hub.url()));

            assertThat(hub.log()).doesNotContain("gave no valid answer");
        } finally {
            python.signal("KILL");
            node.signal("KILL");
        }
    }

    private static String configuration(int python, int node) {
        return """
            callbacks:
              endpoints:
                - name: python
                  url: http://127.0.0.1:%1$d/hub
                  timeout: 3s
                  http-headers: [Cookie]
                  emulated-headers: [Cookie]
                  signing: {secret: %3$s}
                - name: node
                  url: http://127.0.0.1:%2$d/hub/{topic}
                  timeout: 3s
                  signing: {secret: "%4$s", previous-secret: %3$s}
              connect: python
              refresh: python
              rpc: node
            channels:
              namespaces:
                - name: chat
                  subscribe-callback: python
                  publish-callback: node
            """.formatted(python, node, SECRET, "whsec_" + "A".repeat(40));
    }

    @Test
    void theyAreQuotedAsTheyAreTested() throws IOException {
        String page = Files.readString(DOCS.resolve("decisions.md"));

        assertThat(page).contains("```python\n" + Files.readString(DOCS.resolve("examples/decisions.py")) + "```");
        assertThat(page).contains("(examples/decisions.mjs)");
    }
}
