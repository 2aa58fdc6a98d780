package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import dev.hub.core.testkit.TlsCertificate;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with address, name, password or certificate is said in one sentence, and heals when it is mended. */
@OnEachEngine
class ClearErrorsIT {

    private final Engine engine;

    @TempDir
    private Path directory = Path.of("");

    ClearErrorsIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void namesAWrongPasswordAndHealsWhenItIsMended() {
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).password("right"))) {
            ServerProcess server = standalone.server();
            ValkeyOptions wrong = ValkeyUrl.parse("valkey://:wr0ng-secret@" + server.address());
            try (Client client = Client.begun(wrong)) {
                assertThat(error(client))
                        .isEqualTo("valkey " + server.address() + ": wrong user or password (WRONGPASS)");
                assertThat(client.health().toString()).doesNotContain("wr0ng-secret");
                assertThat(client.health().nodes().getFirst().state())
                        .isEqualTo(new LinkState.Waiting(error(client), true));

                server.ask("ACL", "SETUSER", "default", ">wr0ng-secret");
                Client.await(client.valkey.whenReady());
            }
        }
    }

    @Test
    void doesNotHammerAServerThatRefusesThePassword() {
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).password("right"))) {
            ServerProcess server = standalone.server();
            LinkSettings production = LinkSettings.DEFAULT;
            try (Client client = Client.begun(ValkeyUrl.parse("valkey://:wrong@" + server.address()), production)) {
                error(client);
                long first = connections(server);
                Awaitility.await()
                        .pollDelay(Duration.ofSeconds(2))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> true);

                // Each question of the test is a connection, too; the waits are at least 0.5 s and 1 s.
                assertThat(connections(server) - first).isLessThanOrEqualTo(4);
            }
        }
    }

    @Test
    void namesAMissingPassword() {
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).password("right"));
                Client client = Client.begun(
                        ValkeyUrl.parse("valkey://" + standalone.server().address()))) {
            assertThat(error(client)).endsWith("the server wants a password and none is configured (NOAUTH)");
        }
    }

    @Test
    void namesAMissingRight() {
        try (Standalone standalone = Standalone.start(engine)) {
            standalone.server().ask("ACL", "SETUSER", "hub", "on", ">pw", "~*", "+@all", "-role");
            try (Client client = Client.begun(
                    ValkeyUrl.parse("valkey://hub:pw@" + standalone.server().address()))) {
                assertThat(error(client))
                        .contains("the user lacks a right that the hub needs: NOPERM")
                        .contains("role");
            }
        }
    }

    @Test
    void saysThatNobodyListens() {
        try (FaultProxy nobody = FaultProxy.before("127.0.0.1", 1)) {
            nobody.refuse();
            try (Client client = Client.begun(ValkeyUrl.parse("valkey://" + nobody.address()))) {
                assertThat(error(client))
                        .isEqualTo("valkey " + nobody.address() + ": connection refused, no server listens there");
            }
        }
    }

    @Test
    void saysThatTheHostIsUnknown() {
        try (Client client = Client.begun(ValkeyUrl.parse("valkey://no-such-host.invalid:6379"))) {
            assertThat(error(client))
                    .isEqualTo("valkey no-such-host.invalid:6379: the host name is unknown (no DNS entry)");
        }
    }

    @Test
    void talksTlsToAServerWhoseAuthorityItTrusts() {
        TlsCertificate certificate = TlsCertificate.create(directory.resolve("server"));
        try (Standalone standalone =
                Standalone.start(ServerSpec.of(engine).tls(certificate).password("pw"))) {
            ValkeyOptions options = ValkeyUrl.parse(
                    "valkeys://:pw@localhost:" + standalone.server().port());
            try (Client client = Client.begun(options.withTls(Tls.DEFAULT.trusting(certificate.certificate())))) {
                Client.await(client.valkey.whenReady());
                Client.Heard heard = client.subscriber();
                heard.subscribe("c");
                Client.await(client.valkey.publish("c", new byte[] {'x'}));

                Client.until("it came", () -> heard.messages.equals(List.of("c=x")));
                assertThat(client.ask(Command.ECHO, "hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void namesACertificateThatItDoesNotTrust() {
        TlsCertificate certificate = TlsCertificate.create(directory.resolve("server"));
        TlsCertificate other = TlsCertificate.create(directory.resolve("other"));
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).tls(certificate))) {
            ValkeyOptions options =
                    ValkeyUrl.parse("valkeys://localhost:" + standalone.server().port());
            for (Tls tls : List.of(Tls.DEFAULT, Tls.DEFAULT.trusting(other.certificate()))) {
                try (Client client = Client.begun(options.withTls(tls))) {
                    assertThat(error(client))
                            .contains("the server's certificate is not signed by an authority that the hub trusts");
                }
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs 127.0.0.2")
    void namesACertificateOfAnotherHostUnlessToldNotToLook() {
        TlsCertificate certificate = TlsCertificate.create(directory.resolve("server"));
        ServerSpec spec = ServerSpec.of(engine).tls(certificate).set("bind 127.0.0.1 127.0.0.2");
        try (Standalone standalone = Standalone.start(spec)) {
            ValkeyOptions options =
                    ValkeyUrl.parse("valkeys://127.0.0.2:" + standalone.server().port());
            Tls tls = Tls.DEFAULT.trusting(certificate.certificate());
            try (Client client = Client.begun(options.withTls(tls))) {
                assertThat(error(client)).contains("the server's certificate is for another host name");
            }
            for (Tls lax : List.of(tls.withoutHostnameVerification(), Tls.DEFAULT.withoutAnyVerification())) {
                try (Client client = Client.begun(options.withTls(lax))) {
                    Client.await(client.valkey.whenReady());
                }
            }
        }
    }

    @Test
    void namesAFileThatDoesNotExist() {
        Path absent = directory.resolve("absent.pem");
        ValkeyOptions options = ValkeyUrl.parse("valkeys://localhost:6379").withTls(Tls.DEFAULT.trusting(absent));
        try (Client client = Client.begun(options)) {
            assertThat(error(client)).isEqualTo("valkey localhost:6379: the file " + absent + " does not exist");
        }
    }

    @Test
    void namesAFileThatIsNoCertificate() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.pem"), "hello");
        ValkeyOptions options = ValkeyUrl.parse("valkeys://localhost:6379").withTls(Tls.DEFAULT.trusting(broken));
        try (Client client = Client.begun(options)) {
            assertThat(error(client)).startsWith("valkey localhost:6379: ").contains("PEM");
        }
    }

    @Test
    void saysThatThePortTalksNoTls() {
        try (Standalone standalone = Standalone.start(engine);
                Client client = Client.begun(ValkeyUrl.parse(
                        "valkeys://localhost:" + standalone.server().port()))) {
            assertThat(error(client)).contains("talk TLS at this port");
        }
    }

    @Test
    void saysThatThePortMayTalkTls() {
        TlsCertificate certificate = TlsCertificate.create(directory.resolve("server"));
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).tls(certificate));
                Client client = Client.begun(ValkeyUrl.parse(
                        "valkey://localhost:" + standalone.server().port()))) {
            assertThat(error(client)).endsWith("is this its TLS port? Then use valkeys://");
        }
    }

    @Test
    void connectsByUnixSocketWithAPasswordAndADatabase() {
        try (Standalone standalone =
                Standalone.start(ServerSpec.of(engine).onUnixSocket().password("p%&=+ w"))) {
            try (Client client = Client.ready(standalone.url() + "&db=3")) {
                client.ask(Command.SET, "k", "v");

                assertThat(standalone.server().ask("INFO", "keyspace")).contains("db3:keys=1");
            }
        }
    }

    @Test
    void refusesAReplica() {
        try (Standalone primary = Standalone.start(engine);
                Standalone replica = Standalone.start(ServerSpec.of(engine)
                        .set("replicaof 127.0.0.1 " + primary.server().port()))) {
            String address = replica.server().address();
            try (Client client = Client.begun(ValkeyUrl.parse("valkey://" + address))) {
                assertThat(error(client)).isEqualTo("valkey " + address + ": is not a primary (its role is slave)");
                replica.server().ask("REPLICAOF", "NO", "ONE");
                Client.await(client.valkey.whenReady());
            }
        }
    }

    @Test
    void findsThePrimaryAmongSeveralAddresses() {
        try (Standalone primary = Standalone.start(engine);
                Standalone replica = Standalone.start(ServerSpec.of(engine)
                        .set("replicaof 127.0.0.1 " + primary.server().port()))) {
            String url = "valkey://" + replica.server().address() + ","
                    + primary.server().address();
            try (Client client = Client.ready(url)) {
                client.ask(Command.SET, "k", "v");

                replica.server().ask("REPLICAOF", "NO", "ONE");
                primary.server().kill9();
                Client.until("it moved", () -> serves(client, replica.server()));
                Client.await(client.valkey.whenReady());

                assertThat(client.ask(Command.PING, "here")).isEqualTo("here");
            }
        }
    }

    private static boolean serves(Client client, ServerProcess server) {
        return client.health().nodes().stream()
                .anyMatch(node -> node.endpoint().toString().equals(server.address()));
    }

    private static String error(Client client) {
        AtomicReference<String> text = new AtomicReference<>("");
        Client.until("an error shows", () -> {
            client.health().nodes().forEach(node -> text.set(node.lastError()));
            return !text.get().isEmpty();
        });
        return text.get();
    }

    private static long connections(ServerProcess server) {
        String info = server.ask("INFO", "stats");
        return Long.parseLong(info.replaceAll("(?s).*total_connections_received:(\\d+).*", "$1"));
    }
}
