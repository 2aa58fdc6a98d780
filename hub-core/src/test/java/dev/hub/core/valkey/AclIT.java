package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rights that docs/valkey.md names are enough, and are no more than it says. */
@OnEachEngine
class AclIT {

    private static final Path DOCS = Path.of("..", "docs", "valkey.md");

    private final Engine engine;

    AclIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void sufficeForOneServer() throws IOException {
        try (Standalone standalone = Standalone.start(ServerSpec.of(engine).user("hub", rights("user hub ")))) {
            exercise("valkey://hub:secret@" + standalone.server().address());

            assertThat(standalone.server().ask("ACL", "GETUSER", "hub")).contains("-@all");
        }
    }

    @Test
    void sufficeForACluster() throws IOException {
        ServerSpec spec = ServerSpec.of(engine).user("hub", rights("user hub "));
        try (ClusterSetup cluster = ClusterSetup.start(spec, Duration.ofMillis(500))) {
            exercise(cluster.url().replace("://", "://hub:secret@"));
        }
    }

    @Test
    void sufficeForSentinels() throws IOException {
        String words = rights("user hub-sentinel ");
        try (SentinelSetup setup = SentinelSetup.start(engine)) {
            for (ServerProcess sentinel : setup.sentinels()) {
                String[] command = Stream.concat(Stream.of("ACL", "SETUSER", "hub"), Stream.of(words.split(" ", -1)))
                        .toArray(String[]::new);
                sentinel.ask(command);
            }
            try (Client client = Client.ready(setup.url() + "?sentinel-user=hub&sentinel-password=secret")) {
                Client.until(
                        "the sentinels are watched",
                        () -> client.health().nodes().stream()
                                .filter(node -> node.use().equals("sentinel"))
                                .allMatch(node -> node.roundTripMicros() >= 0));
                ServerProcess killed = setup.kill9Primary();
                setup.awaitPrimaryOtherThan(killed);
                Client.await(client.valkey.whenReady());

                assertThat(client.ask(Command.SET, "k", "v")).isEqualTo("OK");
            }
        }
    }

    /** The rest of the line of an ACL file in the documentation. */
    private static String rights(String start) throws IOException {
        return Files.readAllLines(DOCS).stream()
                .filter(line -> line.startsWith(start))
                .findFirst()
                .orElseThrow()
                .substring(start.length());
    }

    private static void exercise(String url) {
        try (Client client = Client.ready(url)) {
            Client.Heard heard = client.subscriber();
            heard.subscribe("hub:{c}");
            Client.await(client.valkey.publish("hub:{c}", "m".getBytes(StandardCharsets.UTF_8)));
            String counter =
                    Client.text(client.valkey.run(Client.ADD, List.of("hub:{c}:n", "hub:{c}:ids"), List.of(1, "op")));
            Client.until("it came", () -> heard.messages.contains("hub:{c}=m"));
            // Scripts go by the server's clock.
            Client.await(client.valkey.run(
                    Script.resource("node_heartbeat"),
                    List.of("hub:{n}:nodes", "hub:{n}:dead"),
                    List.of("uid", "{}", 1000, 0, 0, 500, 1000, 0)));
            Client.until(
                    "heartbeats are answered",
                    () -> client.health().nodes().stream().allMatch(node -> node.roundTripMicros() >= 0));

            assertThat(counter).isEqualTo("1");
            assertThat(client.ask(Command.XADD, "hub:{c}:s", "*", "a", "b")).contains("-");
            assertThat(Client.failure(client.command(Command.GET, "other"))).hasMessageStartingWith("NOPERM");
            assertThat(Client.failure(heard.subscriber.subscribe("other"))).hasMessageStartingWith("NOPERM");
            assertThat(Client.failure(client.command(Command.CONFIG, "GET", "*")))
                    .hasMessageStartingWith("NOPERM");
        }
    }
}
