package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A primary with replicas under sentinels: commands and subscriptions follow the primary. */
@OnEachEngine
class SentinelIT {

    private final SentinelSetup setup;

    SentinelIT(Engine engine) {
        this.setup = SentinelSetup.start(ServerSpec.of(engine).password("data-pw"));
    }

    @AfterEach
    void stop() {
        setup.close();
    }

    @Test
    void followsThePrimaryAfterAKillAndAfterAFailoverByHand() {
        try (Client client = Client.ready(url());
                Heartbeats steady = new Heartbeats(client)) {
            Client.Heard heard = client.subscriber();
            heard.subscribe("c");

            ServerProcess killed = setup.kill9Primary();
            steady.awaitGapAndReturn();
            assertDelivers(client, heard, "after the kill");
            assertThat(setup.primary()).isNotSameAs(killed);

            killed.restart();
            setup.awaitHealthy();
            ServerProcess now = setup.softFailover();
            Client.until("it follows", () -> serves(client, now));
            assertDelivers(client, heard, "after the failover");

            assertThat(heard.events).startsWith("interrupted c", "restored c");
            assertThat(steady.longestGap()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void followsThePrimaryWhenOneSentinelIsSilent() {
        ServerProcess silent = setup.sentinels().get(0);
        try (FaultProxy proxy = FaultProxy.before(silent)) {
            String url = url().replace(silent.address(), proxy.address());
            try (Client client = Client.ready(url);
                    Heartbeats steady = new Heartbeats(client)) {
                proxy.blackhole();
                setup.kill9Primary();
                steady.awaitGapAndReturn();

                assertThat(client.ask(Command.SET, "k", "v")).isEqualTo("OK");
            }
        }
    }

    @Test
    void saysThatNoSentinelKnowsTheName() {
        String wrong = url().replace("/" + SentinelSetup.NAME, "/other");
        try (Client client = Client.begun(ValkeyUrl.parse(wrong))) {
            Client.until(
                    "the problem is named",
                    () -> client.health().problem().contains("knows no primary named \"other\""));
            Throwable failure = Client.failure(client.command(Command.GET, "k"));

            assertThat(failure).isInstanceOf(ValkeyUnavailableException.class).hasMessageContaining("\"other\"");
        }
    }

    private String url() {
        return setup.url().replace("://", "://:data-pw@");
    }

    private static boolean serves(Client client, ServerProcess server) {
        List<NodeHealth> commands = client.health().nodes().stream()
                .filter(node -> node.use().equals("commands"))
                .toList();
        return commands.size() == 1
                && commands.getFirst().endpoint().toString().equals(server.address())
                && client.valkey.isReady();
    }

    static void assertDelivers(Client client, Client.Heard heard, String text) {
        Client.until("a message arrives", () -> {
            client.valkey.publish("c", text.getBytes(StandardCharsets.UTF_8)).otherwiseEmpty();
            return heard.messages.contains("c=" + text);
        });
    }
}
