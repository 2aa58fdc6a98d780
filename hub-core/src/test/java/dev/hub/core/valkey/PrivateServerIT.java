package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Resp;
import dev.hub.core.valkey.PrivateServerOptions.Listen;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@OnEachEngine
@Timeout(60)
class PrivateServerIT {
    private final Engine engine;
    private final Vertx vertx = Vertx.vertx();
    private final Queue<PrivateServerEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<PrivateServer> running = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path data;

    private PrivateServerOptions options;

    PrivateServerIT(Engine engine) {
        this.engine = engine;
        this.options = PrivateServerOptions.in(Path.of("unset"));
    }

    @BeforeEach
    void chooseTheEngine() {
        options = PrivateServerOptions.in(data).withBinary(engine.program()).withListener(events::add);
    }

    @AfterEach
    void stopAll() throws Exception {
        for (PrivateServer server : running) {
            finished(server.stop());
        }
        finished(vertx.close());
    }

    private static <T> T finished(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private PrivateServer start(PrivateServerOptions how) throws Exception {
        PrivateServer server = finished(PrivateServer.start(vertx, how));
        running.add(server);
        return server;
    }

    private static String ask(String url, String... command) throws IOException {
        try (Resp resp = Resp.connect(url)) {
            return resp.text(command);
        }
    }

    private static ProcessHandle process(String url) throws IOException {
        String pid = ask(url, "INFO", "server")
                .lines()
                .filter(line -> line.startsWith("process_id:"))
                .findFirst()
                .orElseThrow()
                .substring("process_id:".length());
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String password(String url) {
        return URI.create(url).getQuery().replace("password=", "");
    }

    private static Path socket(String url) {
        return Path.of(URI.create(url).getPath());
    }

    @Test
    void listensOnAUnixSocketThatOnlyItsUserCanReach() throws Exception {
        PrivateServer server = start(options);

        assertThat(ask(server.url(), "PING")).isEqualTo("PONG");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(socket(server.url()).getParent())))
                .isEqualTo("rwx------");
        assertThat(server.describe())
                .contains(engine.program().toString(), data.toString(), "unix socket")
                .doesNotContain(password(server.url()));
        assertThat(server).hasToString(server.describe());
    }

    @Test
    void listensOnALoopbackPortWithAPassword() throws Exception {
        PrivateServer server = start(options.withListen(Listen.LOOPBACK_PORT));

        assertThat(server.url()).matches("redis://:[^@]{32}@127\\.0\\.0\\.1:\\d+");
        assertThat(ask(server.url(), "PING")).isEqualTo("PONG");
        assertThatThrownBy(() -> ask(server.url().replaceFirst(":[^@]{32}@", ""), "PING"))
                .isInstanceOf(Resp.RespError.class)
                .hasMessageStartingWith("NOAUTH");
    }

    @Test
    void answersOnTheContextThatAsked() throws Exception {
        Context context = vertx.getOrCreateContext();
        Future<Boolean> sameContext =
                Future.future(promise -> context.runOnContext(v -> PrivateServer.start(vertx, options)
                        .onSuccess(running::add)
                        .map(server -> context.equals(Vertx.currentContext()))
                        .onComplete(promise)));

        assertThat(finished(sameContext)).isTrue();
    }

    @Test
    void keepsItsDataAndItsAddressWhenItIsKilled() throws Exception {
        PrivateServer server = start(options);
        String url = server.url();
        try (Resp resp = Resp.connect(url)) {
            for (int i = 0; i < 1000; i++) {
                resp.call("XADD", "stream", "*", "n", Integer.toString(i));
            }
        }

        process(url).destroyForcibly();
        await().until(() -> events.size() == 2);

        assertThat(ask(url, "XLEN", "stream")).isEqualTo("1000");
        assertThat(events)
                .satisfiesExactly(
                        crash -> assertThat(crash).isInstanceOfSatisfying(PrivateServerEvent.Crashed.class, crashed -> {
                            assertThat(crashed.exitCode()).isEqualTo(128 + 9);
                            assertThat(crashed.lastOutput()).contains("eady to accept connections");
                        }),
                        restart -> assertThat(restart).isInstanceOf(PrivateServerEvent.Restarted.class));
    }

    @Test
    void isReplacedWhenTheShellBetweenIsKilled() throws Exception {
        PrivateServer server = start(options);
        ask(server.url(), "SET", "k", "v");
        ProcessHandle first = process(server.url());

        first.parent().orElseThrow().destroyForcibly();
        await().until(() -> events.size() == 2);

        assertThat(process(server.url())).isNotEqualTo(first);
        assertThat(ask(server.url(), "GET", "k")).isEqualTo("v");
    }

    @Test
    void isTriedAgainUntilItStarts() throws Exception {
        Path broken = data.resolve("broken");
        Path flaky = script("flaky", "[ -e '" + broken + "' ] && exit 3; exec '" + engine.program() + "' \"$@\"");
        PrivateServer server = start(options.withBinary(flaky));
        Files.createFile(broken);

        process(server.url()).destroyForcibly();
        await().until(() -> Files.exists(data.resolve("tried")));
        Files.delete(broken);

        await().until(() -> events.size() == 2);
        assertThat(ask(server.url(), "PING")).isEqualTo("PONG");
    }

    @Test
    void stopsAtOnceWhileItCannotBeRestarted() throws Exception {
        Path broken = data.resolve("broken");
        Path flaky = script("flaky", "[ -e '" + broken + "' ] && exit 3; exec '" + engine.program() + "' \"$@\"");
        PrivateServer server = start(options.withBinary(flaky));
        Files.createFile(broken);
        process(server.url()).destroyForcibly();
        await().until(() -> Files.exists(data.resolve("tried")));

        finished(server.stop());

        assertThat(events).hasSize(1);
        assertThat(socket(server.url()).getParent()).doesNotExist();
    }

    /** A program that notes when it is run in vain. */
    private Path script(String name, String body) throws IOException {
        Path script = data.resolve(name);
        Files.writeString(
                script,
                "#!/bin/sh\n" + body.replace("exit 3", "{ touch '" + data.resolve("tried") + "'; exit 3; }") + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    @Test
    void leavesNothingButItsDataWhenItIsStopped() throws Exception {
        PrivateServer server = start(options);
        ask(server.url(), "SET", "k", "v");
        ProcessHandle process = process(server.url());

        finished(server.stop());

        assertThat(process.isAlive()).isFalse();
        assertThat(socket(server.url()).getParent()).doesNotExist();
        assertThat(events).isEmpty();

        PrivateServer next = start(options);

        assertThat(ask(next.url(), "GET", "k")).isEqualTo("v");
        assertThat(password(next.url())).isNotEqualTo(password(server.url()));
    }

    @Test
    void endsWithItsJvmEvenAfterKill9() throws Exception {
        String url;
        ProcessHandle orphan;
        try (PrivateServerJvm jvm = PrivateServerJvm.start(data, engine.program())) {
            url = jvm.line();
            ask(url, "SET", "k", "v");
            orphan = process(url);
            jvm.kill9();
        }

        // Started at once: it has to wait for the end of the old one, which still writes.
        PrivateServer next = start(options);

        assertThat(orphan.isAlive()).isFalse();
        assertThat(ask(next.url(), "GET", "k")).isEqualTo("v");
        await().until(() -> Files.notExists(socket(url).getParent()));
    }

    @Test
    void refusesADirectoryThatAnotherHubUses() throws Exception {
        start(options);

        assertThatThrownBy(() -> start(options))
                .hasCauseInstanceOf(PrivateServerException.class)
                .hasMessageContaining("another hub uses this data directory: " + data);
        try (PrivateServerJvm other = PrivateServerJvm.start(data, engine.program())) {
            assertThat(other.line()).isEqualTo("failed:another hub uses this data directory: " + data);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsItsPasswordOutOfWhatOthersCanSee() throws Exception {
        PrivateServer server = start(options);
        String password = password(server.url());
        ProcessHandle process = process(server.url());
        List<ProcessHandle> family = ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();

        assertThat(family).hasSizeGreaterThanOrEqualTo(2).contains(process);
        for (ProcessHandle member : family) {
            for (String file : List.of("cmdline", "environ")) {
                assertThat(Files.readString(Path.of("/proc", Long.toString(member.pid()), file)))
                        .doesNotContain(password);
            }
        }
        assertThat(data).isDirectoryRecursivelyContaining("glob:**/engine");
        assertThat(filesWith(password)).isEmpty();
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isNotStruckByTheInterruptOfTheTerminal() throws Exception {
        PrivateServer server = start(options);

        assertThat(session(process(server.url()))).isNotEqualTo(session(ProcessHandle.current()));
    }

    /** The sixth field of stat; the second may hold blanks and ends with a parenthesis. */
    private static String session(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }
}
