package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerifier;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub serve} as a process of its own. */
final class ServeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path home;

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void tellsWhereItIsAndMakesSecretsThatWork() throws IOException, InterruptedException {
        Process hub = serve("--set", "server.port=0");
        String banner = awaitBanner();

        assertThat(banner)
                .containsPattern("WebSocket +ws://127\\.0\\.0\\.1:\\d+/connection/websocket")
                .containsPattern("Try it +http://127\\.0\\.0\\.1:\\d+/#token=[\\w.-]+\\R")
                .containsPattern("Health +http://127\\.0\\.0\\.1:\\d+/health/ready")
                .containsPattern("Metrics +http://127\\.0\\.0\\.1:\\d+/metrics")
                .containsPattern(
                        "Valkey +.*" + Pattern.quote(home.resolve("data").toString()));
        String secret = Files.readString(home.resolve("data/hmac-secret")).strip();
        assertThat(banner).doesNotContain(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data/api-key"))))
                .isEqualTo("rw-------");
        assertThat(isAccepted(secret, group(banner, "(?m)^ +(eyJ\\S+)$"))).isTrue();
        assertThat(run("sh", "-c", group(banner, "(?m)^ +(curl .*)$") + " --fail --silent --show-error"))
                .isZero();
        String url = group(banner, "Health +(http://127\\.0\\.0\\.1:\\d+)/");
        CommandRun presence = CommandRun.of(home, "presence", "demo:lobby", "--url", url);
        assertThat(presence.out()).as(presence.err()).startsWith("clients: 0, users: 0");
        end(hub);
    }

    @Test
    void stopsOnSigtermWith0() throws IOException, InterruptedException {
        Process hub = serve("--set", "server.port=0", "--set", "server.drain-time=0s");
        awaitBanner();

        hub.destroy();

        assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hub.exitValue()).isZero();
        assertThat(log()).contains("hub: stopped");
    }

    @Test
    void saysThatThePortIsInUse() throws IOException, InterruptedException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Process hub = serve("--set", "server.port=" + other.getLocalPort());

            assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(hub.exitValue()).isEqualTo(1);
            assertThat(log())
                    .contains("hub: port " + other.getLocalPort() + " of 127.0.0.1 is in use by another program")
                    .contains("--set server.port=")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void saysThatTheAddressIsNotOfThisMachine() throws IOException, InterruptedException {
        Process hub = serve("--set", "server.host=192.0.2.1");

        assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hub.exitValue()).isEqualTo(1);
        assertThat(log()).contains("hub: server.host 192.0.2.1 is no address of this machine");
    }

    @Test
    void warnsLoudlyWhenItIsInsecure() throws IOException, InterruptedException {
        Process hub = serve("--set", "server.port=0", "--set", "auth.insecure=true", "--set", "api.insecure=true");
        String banner = awaitBanner();

        assertThat(banner)
                .contains("WARNING: auth.insecure is on: EVERYBODY")
                .contains("WARNING: api.insecure is on: EVERYBODY");
        assertThat(home.resolve("data/api-key")).doesNotExist();
        assertThat(run("sh", "-c", group(banner, "(?m)^ +(curl .*)$") + " --fail --silent --show-error"))
                .isZero();
        end(hub);
    }

    @Test
    void showsNoSecretThatWasConfigured() throws IOException, InterruptedException {
        Process hub = serve(
                "--set", "server.port=0",
                "--set", "auth.hmac-secret=0123456789abcdef0123456789abcdef",
                "--set", "api.key=fedcba9876543210");
        String banner = awaitBanner();

        assertThat(banner)
                .doesNotContain("0123456789abcdef")
                .doesNotContain("fedcba9876543210")
                .doesNotContain("eyJ");
        end(hub);
    }

    @Test
    void endsWith78OnAWrongConfiguration() throws IOException, InterruptedException {
        Process hub = serve("--set", "server.port=x");

        assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hub.exitValue()).isEqualTo(78);
    }

    private Process serve(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(HubProgram.ofThisClassPath().command("-Dhub.home=" + home));
        command.add("serve");
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(HUB|VALKEY|REDIS)_.*"));
        Process process = builder.redirectOutput(home.resolve("log").toFile()).start();
        started.add(process);
        return process;
    }

    private String awaitBanner() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> log().contains("Ctrl-C stops the hub.")
                        || started.stream().noneMatch(Process::isAlive));
        assertThat(log()).contains("is ready");
        return log();
    }

    private String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /** Waits until it has ended, so that it no longer writes into the directory that the test removes. */
    private static void end(Process hub) throws InterruptedException {
        hub.destroy();
        assertThat(hub.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String group(String text, String regex) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertThat(matcher.find()).as("%s in %s", regex, text).isTrue();
        return matcher.group(1);
    }

    private static boolean isAccepted(String secret, String token) {
        Vertx vertx = Vertx.vertx();
        try {
            return new TokenVerifier(vertx, TokenKeys.of(secret), InstantSource.system())
                            .verifyConnection(token)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join()
                    instanceof Accepted;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
