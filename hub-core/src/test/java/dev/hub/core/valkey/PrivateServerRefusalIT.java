package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Resp;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which program a private server takes, and what it says when it can take none. */
@Timeout(60)
class PrivateServerRefusalIT {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path temp;

    @AfterEach
    void closeVertx() throws Exception {
        finished(vertx.close());
    }

    private static <T> T finished(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private PrivateServerOptions options() {
        return PrivateServerOptions.in(temp.resolve("data"));
    }

    private void writes(Engine engine) throws Exception {
        PrivateServer server = finished(PrivateServer.start(vertx, options().withBinary(engine.program())));
        try (Resp resp = Resp.connect(server.url())) {
            resp.call("SET", "k", "v");
        }
        finished(server.stop());
    }

    /** A program of that name in a directory to search. */
    private Path program(String name, String body) throws IOException {
        Path directory = Files.createDirectories(temp.resolve("path"));
        Path script = directory.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return directory;
    }

    /** The text with which a start fails; a server that starts all the same ends with this JVM. */
    private String refusal(PrivateServerOptions options) {
        Future<PrivateServer> start = PrivateServer.start(vertx, options);
        await().until(start::isComplete);

        assertThat(start.cause()).isInstanceOf(PrivateServerException.class);
        return String.valueOf(start.cause());
    }

    @Test
    void refusesADirectoryThatANewerEngineWrote() throws Exception {
        writes(Engine.VALKEY);

        String text = refusal(options().withBinary(Engine.REDIS62.program()));

        assertThat(text)
                .contains("data directory " + temp.resolve("data") + " was written by valkey ")
                .contains("which redis 6.2.", "cannot read")
                .contains("Install valkey");
        writes(Engine.VALKEY);
    }

    @Test
    void refusesANewerEnginesDirectoryWithoutItsMarker() throws Exception {
        writes(Engine.VALKEY);
        Files.delete(temp.resolve("data").resolve("engine"));

        assertThat(refusal(options().withBinary(Engine.REDIS62.program()))).contains("was written by redis 7.0.0");
    }

    @Test
    void takesOverWhatAnOlderEngineWrote() throws Exception {
        writes(Engine.REDIS62);

        PrivateServer server = finished(PrivateServer.start(vertx, options().withBinary(Engine.VALKEY.program())));

        try (Resp resp = Resp.connect(server.url())) {
            assertThat(resp.text("GET", "k")).isEqualTo("v");
        } finally {
            finished(server.stop());
        }
    }

    @Test
    void refusesAMarkerThatItDoesNotUnderstand() throws Exception {
        Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("data").resolve("engine"), "dragonfly 1");

        assertThat(refusal(options()))
                .contains("must hold an engine and its version like \"valkey 8.0.1\", got \"dragonfly 1\"");
    }

    @Test
    void takesTheBundledServerWhenThePathHasNone() throws Exception {
        PrivateServer server = finished(PrivateServer.start(vertx, options().withSearchPath(List.of())));

        assertThat(server.describe())
                .startsWith("redis 6.2.")
                .contains(temp.resolve("data/bin").toString());
        finished(server.stop());
    }

    @Test
    void passesOverProgramsThatDoNotRunOrAreTooOld() throws Exception {
        program("valkey-server", "echo 'error while loading shared libraries: libssl.so.3: cannot open'; exit 127");
        Path directory = program("redis-server", "echo 'Redis server v=5.0.14 sha=0'");

        PrivateServer server = finished(PrivateServer.start(vertx, options().withSearchPath(List.of(directory))));

        assertThat(server.describe()).startsWith("redis 6.2.");
        finished(server.stop());
    }

    @Test
    void prefersValkeyOnThePath() throws Exception {
        program("redis-server", "exec '" + Engine.REDIS62.program() + "' \"$@\"");
        Path directory = program("valkey-server", "exec '" + Engine.VALKEY.program() + "' \"$@\"");

        PrivateServer server = finished(PrivateServer.start(vertx, options().withSearchPath(List.of(directory))));

        assertThat(server.describe()).startsWith("valkey ");
        finished(server.stop());
    }

    @Test
    void saysWhatToInstallWhenNoProgramRuns() throws Exception {
        Path directory = program(
                "valkey-server", "echo 'error while loading shared libraries: libssl.so.3: cannot open'; exit 127");
        Files.createDirectories(temp.resolve("data"));
        Files.createFile(temp.resolve("data").resolve("bin"));

        String text = refusal(options().withSearchPath(List.of(directory)));

        assertThat(text)
                .contains("no Valkey or Redis server runs on this machine")
                .contains("needs the library libssl.so.3 (package libssl3), which is not installed")
                .contains("redis-server: not on the PATH")
                .contains("bundled server: cannot be extracted into " + temp.resolve("data/bin"))
                .contains("sudo apt-get install libssl3")
                .contains("valkey.url");
    }

    @Test
    void saysThatTheGivenProgramIsMissing() {
        assertThat(refusal(options().withBinary(temp.resolve("nowhere"))))
                .contains("the given program " + temp.resolve("nowhere") + ": there is no such file");
    }

    @Test
    void quotesTheServersLastWordsWhenItDoesNotStart() throws Exception {
        Files.createDirectories(temp.resolve("data/appendonly.aof"));

        assertThat(refusal(options().withBinary(Engine.REDIS62.program())))
                .contains("ended at its start with exit code 1", "append");
    }
}
