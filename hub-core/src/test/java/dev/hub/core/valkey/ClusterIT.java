package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.SlotMove;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster: commands and subscriptions follow their slot. */
@OnEachEngine
class ClusterIT {

    private final Engine engine;
    private final ClusterSetup cluster;

    ClusterIT(Engine engine) {
        this.engine = engine;
        this.cluster = ClusterSetup.start(
                ServerSpec.of(engine).set("cluster-require-full-coverage no"), Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void bringsEachKeyAndChannelToItsOwner() {
        try (Client client = Client.ready(cluster.url())) {
            Client.Heard heard = client.subscriber();
            String[] channels =
                    IntStream.range(0, 100).mapToObj(i -> "{c:" + i + "}").toArray(String[]::new);
            heard.subscribe(channels);
            for (String channel : channels) {
                assertThat(client.ask(Command.SET, channel + "k", "v")).isEqualTo("OK");
                Client.await(client.valkey.publish(channel, "m".getBytes(StandardCharsets.UTF_8)));
            }
            Client.until("all came", () -> heard.messages.size() >= 100);

            assertThat(heard.messages).hasSize(100).doesNotHaveDuplicates();
            PubSubMode expected = engine == Engine.VALKEY ? PubSubMode.SHARDED : PubSubMode.CLASSIC;
            assertThat(client.valkey.pubSubMode("{c:1}")).isEqualTo(expected);
        }
    }

    @Test
    void keepsTheOrderOfEachChannel() {
        try (Client client = Client.ready(cluster.url())) {
            Client.Heard heard = client.subscriber();
            heard.subscribe("{a}", "{b}", "{c}");
            List<Future<Void>> published = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                String channel = List.of("{a}", "{b}", "{c}").get(i % 3);
                published.add(client.valkey.publish(channel, Integer.toString(i).getBytes(StandardCharsets.UTF_8)));
            }
            published.forEach(Client::await);
            Client.until("all came", () -> heard.messages.size() == 1_500);

            for (String channel : List.of("{a}", "{b}", "{c}")) {
                List<Integer> numbers = heard.messages.stream()
                        .filter(message -> message.startsWith(channel))
                        .map(message -> Integer.valueOf(message.substring(channel.length() + 1)))
                        .toList();
                assertThat(numbers).hasSize(500).isSorted();
            }
        }
    }

    @Test
    void survivesAKillAndAFailoverByHandWhileTheOtherShardsGoOn() {
        int slot = KeySlot.of("steady");
        try (Client client = Client.ready(cluster.url());
                Heartbeats steady = new Heartbeats(client);
                Heartbeats elsewhere = new Heartbeats(client, otherShard("steady"))) {
            Client.Heard heard = client.subscriber();
            heard.subscribe("{steady}");
            elsewhere.awaitSuccess();

            ServerProcess killed = cluster.kill9Primary(slot);
            steady.awaitGapAndReturn();
            assertDelivers(client, heard, "after the kill");
            killed.restart();
            cluster.awaitHealthy();
            cluster.softFailover(slot);
            steady.awaitSuccess();
            assertDelivers(client, heard, "after the failover");

            assertThat(heard.events).startsWith("interrupted {steady}", "restored {steady}");
            assertThat(steady.longestGap()).isLessThan(Duration.ofSeconds(10));
            assertThat(elsewhere.failures()).isZero();
            assertThat(elsewhere.unexpected()).isNull();
        }
    }

    @Test
    void losesNoWriteWhileSlotsMoveUnderLoad() {
        int slot = KeySlot.of("{steady}");
        ServerProcess from = cluster.primaryOf(slot);
        ServerProcess to = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
        try (Client client = Client.ready(cluster.url());
                Heartbeats steady = new Heartbeats(client, "{steady}")) {
            Client.Heard heard = client.subscriber();
            heard.subscribe("{steady}");
            for (int round = 0; round < 3; round++) {
                steady.awaitSuccess();
                SlotMove move = cluster.beginMove(slot, round % 2 == 0 ? from : to, round % 2 == 0 ? to : from);
                steady.awaitSuccess();
                move.migrateKeys();
                steady.awaitSuccess();
                move.finish();
                steady.awaitSuccess();
                assertDelivers(client, heard, "round " + round);
            }
            steady.stop();
            Client.until(
                    "all writes are counted",
                    () -> client.ask(Command.GET, "{steady}").equals(Integer.toString(steady.acknowledged())));

            assertThat(steady.failures()).isZero();
            assertThat(steady.unexpected()).isNull();
        }
    }

    @Test
    void learnsTheOwnersAgainWhenAllItsSeedsAreGone() {
        String seed = cluster.primaryOf(0).address();
        try (Client client = Client.ready("valkey+cluster://" + seed)) {
            ServerProcess killed = cluster.kill9Primary(0);
            cluster.awaitPrimaryOtherThan(0, killed);

            Client.await(client.valkey.whenReady());
            Client.until(
                    "slot 0 is served",
                    () -> Client.await(client.valkey
                            .send("{06S}", Request.cmd(Command.GET).arg("{06S}"))
                            .map(reply -> true)
                            .otherwise(false)));
        }
    }

    private String otherShard(String key) {
        ServerProcess own = cluster.primaryOf(KeySlot.of(key));
        return IntStream.range(0, 100)
                .mapToObj(i -> "other" + i)
                .filter(other -> cluster.primaryOf(KeySlot.of(other)) != own)
                .findFirst()
                .orElseThrow();
    }

    private static void assertDelivers(Client client, Client.Heard heard, String text) {
        Client.until("a message arrives", () -> {
            client.valkey
                    .publish("{steady}", text.getBytes(StandardCharsets.UTF_8))
                    .otherwiseEmpty();
            return heard.messages.contains("{steady}=" + text);
        });
    }
}
