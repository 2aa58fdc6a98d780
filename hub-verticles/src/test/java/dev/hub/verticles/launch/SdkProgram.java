package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program under src/test/sdk that uses an official client SDK. {@code ./check} installs what it needs. */
final class SdkProgram {
    private static final Path HOME = Path.of("src", "test", "sdk").toAbsolutePath();
    private static final long TIMEOUT_SECONDS = 90;

    private SdkProgram() {}

    /** Runs {@code script} with Node. */
    static void node(String script, Map<String, String> environment) {
        Path node = Programs.require("node");
        Programs.requireFile(
                "centrifuge SDK for JavaScript (./check installs it)", HOME.resolve("node_modules/centrifuge"));
        run(new ProcessBuilder(node.toString(), script), environment);
    }

    /** Runs {@code script} with Python. */
    static void python(String script, Map<String, String> environment) {
        Path python = HOME.resolve(".venv/bin/python");
        Programs.requireFile("centrifuge SDK for Python (./check installs it)", python);
        run(new ProcessBuilder(python.toString(), script), environment);
    }

    /** It must print "ok" and end with 0; what it printed is shown when it does not. */
    private static void run(ProcessBuilder builder, Map<String, String> environment) {
        builder.directory(HOME.toFile()).redirectErrorStream(true).environment().putAll(environment);
        try {
            Path output = Files.createTempFile("sdk", ".log");
            Process process = builder.redirectOutput(output.toFile()).start();
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            assertThat(ended).as("ends in time; it printed:%n%s", printed).isTrue();
            assertThat(process.exitValue())
                    .as("exit code; it printed:%n%s", printed)
                    .isZero();
            assertThat(printed).contains("ok");
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
