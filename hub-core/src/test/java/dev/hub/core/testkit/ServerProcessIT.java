package dev.hub.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a single server of the kit can be and suffer, on each engine. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
@Timeout(60)
class ServerProcessIT {
    private final Engine engine;
    private final SharedServers shared;

    ServerProcessIT(Engine engine, SharedServers shared) {
        this.engine = engine;
        this.shared = shared;
    }

    @Test
    void isTheEngineThatWasAskedFor() {
        String info = shared.on(engine).ask("INFO", "server");

        switch (engine) {
            case VALKEY -> assertThat(info).contains("valkey_version:");
            case REDIS62 -> assertThat(info).contains("redis_version:6.2.");
        }
    }

    @Test
    void isSharedByAllWhoAsk() {
        assertThat(shared.on(engine)).isSameAs(shared.on(engine));
        assertThat(shared.prefix()).isNotEqualTo(shared.prefix());
    }

    @Test
    void keepsPortAndDataOverKillAndRestart() {
        try (ServerProcess server = ServerProcess.start(ServerSpec.of(engine).set("appendonly yes"))) {
            String url = server.url();
            server.ask("SET", "k", "v");

            server.kill9();
            assertThat(server.isAlive()).isFalse();
            assertThatThrownBy(() -> server.ask("PING")).isInstanceOf(UncheckedIOException.class);
            server.restart();

            assertThat(server.ask("GET", "k")).isEqualTo("v");
            assertThat(server.url()).isEqualTo(url);
        }
    }

    @Test
    void answersOnlyAfterItsPauseIsOver() throws IOException {
        try (ServerProcess server = ServerProcess.start(ServerSpec.of(engine));
                Resp resp = Resp.connect(server.url())) {
            server.pause();
            Thread asking = Thread.ofVirtual().start(() -> resp.call("PING"));

            await().until(() ->
                    asking.getState() == Thread.State.WAITING || asking.getState() == Thread.State.TIMED_WAITING);
            assertThat(server.isAlive()).isTrue();

            server.resume();
            await().until(() -> !asking.isAlive());
        }
    }

    @Test
    void asksForItsPassword() {
        try (ServerProcess server = ServerProcess.start(ServerSpec.of(engine).password("a b@c:d"))) {
            assertThat(server.url()).startsWith("redis://:a%20b%40c%3Ad@127.0.0.1:");
            assertThat(server.ask("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> Resp.connect("redis://" + server.address()).call("PING"))
                    .isInstanceOf(Resp.RespError.class)
                    .hasMessageStartingWith("NOAUTH");
        }
    }

    @Test
    void knowsAclUsers() throws IOException {
        ServerSpec spec = ServerSpec.of(engine).user("alice", "on >wonder ~hub:* resetchannels &hub:* +@all");
        try (ServerProcess server = ServerProcess.start(spec);
                Resp alice = server.client()) {
            alice.call("AUTH", "alice", "wonder");

            assertThat(alice.text("SET", "hub:k", "v")).isEqualTo("OK");
            assertThatThrownBy(() -> alice.call("SET", "other", "v")).hasMessageStartingWith("NOPERM");
            assertThatThrownBy(() -> alice.call("SUBSCRIBE", "other")).hasMessageStartingWith("NOPERM");
        }
    }

    @Test
    void speaksTlsWithASelfMadeCertificate(@TempDir Path directory) {
        TlsCertificate certificate = TlsCertificate.create(directory);
        try (ServerProcess server =
                ServerProcess.start(ServerSpec.of(engine).tls(certificate).password("p"))) {
            assertThat(server.url()).startsWith("rediss://:p@127.0.0.1:");
            assertThat(server.ask("PING")).isEqualTo("PONG");
            assertThatThrownBy(() -> Resp.connect("redis://" + server.address()).call("PING"))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void listensOnAUnixSocket() throws IOException {
        ServerSpec spec = ServerSpec.of(engine).onUnixSocket().password("p w");
        try (ServerProcess server = ServerProcess.start(spec);
                Resp resp = Resp.connect(server.url())) {
            assertThat(server.url()).isEqualTo("unix://" + server.unixSocket() + "?password=p%20w");
            assertThat(resp.text("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void saysWhyItDidNotStart() {
        assertThatThrownBy(() -> ServerProcess.start(ServerSpec.of(engine).set("no-such-directive 1")))
                .hasMessageContaining("ended at its start")
                .hasMessageContaining("no-such-directive");
    }

    @Test
    void leavesNoProcessAndNoFilesWhenItIsClosed() {
        ServerProcess server = ServerProcess.start(ServerSpec.of(engine));
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();

        server.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(server.directory()).doesNotExist();
    }

    @Test
    void diesWithAJvmThatIsKilled() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        engine.name())
                .redirectErrorStream(true)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8));
        ProcessHandle server = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
        Path directory = Path.of(out.readLine());

        jvm.destroyForcibly();

        await().until(() -> !server.isAlive() && Files.notExists(directory));
    }

    /** The JVM that is killed: starts a server, says its process and directory, and waits. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            ServerProcess server = ServerProcess.start(ServerSpec.of(Engine.valueOf(args[0])));
            System.out.println(server.pid());
            System.out.println(server.directory());
            System.in.read();
        }
    }
}
