package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cluster in the middle of an upgrade: one node knows sharded pub/sub, the other does not. */
class MixedClusterIT {

    private final ServerProcess modern = start(Engine.VALKEY);
    private final ServerProcess old = start(Engine.REDIS62);

    MixedClusterIT() {
        modern.ask("CLUSTER", "SET-CONFIG-EPOCH", "1");
        old.ask("CLUSTER", "SET-CONFIG-EPOCH", "2");
        modern.ask(addSlots(0, KeySlot.COUNT / 2));
        old.ask(addSlots(KeySlot.COUNT / 2, KeySlot.COUNT));
        modern.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(old.port()));
        for (ServerProcess node : List.of(modern, old)) {
            Client.until(
                    "the cluster is formed", () -> node.ask("CLUSTER", "INFO").contains("cluster_state:ok"));
        }
    }

    @AfterEach
    void stop() {
        modern.close();
        old.close();
    }

    @Test
    void deliversEveryMessageOnceWhicheverNodeOwnsTheChannel() {
        String modernChannel = channelBelow(KeySlot.COUNT / 2);
        String oldChannel = channelFrom(KeySlot.COUNT / 2);
        try (Client client = Client.ready("valkey+cluster://" + modern.address())) {
            Client.Heard heard = client.subscriber();
            heard.subscribe(modernChannel, oldChannel);

            assertThat(client.valkey.pubSubMode(modernChannel)).isEqualTo(PubSubMode.SHARDED);
            assertThat(client.valkey.pubSubMode(oldChannel)).isEqualTo(PubSubMode.CLASSIC);
            publish(client, modernChannel, "1");
            publish(client, oldChannel, "2");
            // A hub that has not noticed a move yet publishes at the old node, by the commands that this one has.
            old.ask("PUBLISH", modernChannel, "3");
            old.ask("PUBLISH", oldChannel, "4");

            Client.until("all came", () -> heard.messages.size() == 4);
            assertThat(heard.messages)
                    .containsExactlyInAnyOrder(
                            modernChannel + "=1", oldChannel + "=2", modernChannel + "=3", oldChannel + "=4");
        }
    }

    @Test
    void followsAChannelFromTheOldNodeToTheModernOne() {
        String channel = channelFrom(KeySlot.COUNT / 2);
        try (Client client = Client.ready("valkey+cluster://" + modern.address())) {
            Client.Heard heard = client.subscriber();
            heard.subscribe(channel);
            String slot = Integer.toString(KeySlot.of(channel));
            modern.ask("CLUSTER", "SETSLOT", slot, "NODE", modern.ask("CLUSTER", "MYID"));
            modern.ask("CLUSTER", "BUMPEPOCH");
            old.ask("CLUSTER", "SETSLOT", slot, "NODE", modern.ask("CLUSTER", "MYID"));

            Client.until("the move is noticed", () -> heard.events.size() >= 2);
            publish(client, channel, "after");
            Client.until("it came", () -> heard.messages.contains(channel + "=after"));

            assertThat(heard.events).startsWith("interrupted " + channel, "restored " + channel);
            assertThat(client.valkey.pubSubMode(channel)).isEqualTo(PubSubMode.SHARDED);
        }
    }

    private static void publish(Client client, String channel, String text) {
        Client.await(client.valkey.publish(channel, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String channelBelow(int slot) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "c" + i)
                .filter(channel -> KeySlot.of(channel) < slot)
                .findFirst()
                .orElseThrow();
    }

    private static String channelFrom(int slot) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "c" + i)
                .filter(channel -> KeySlot.of(channel) >= slot)
                .findFirst()
                .orElseThrow();
    }

    private static ServerProcess start(Engine engine) {
        return ServerProcess.start(ServerSpec.of(engine)
                .set("cluster-enabled yes")
                .set("cluster-config-file nodes.conf")
                .set("cluster-node-timeout 2000"));
    }

    private static String[] addSlots(int from, int to) {
        List<String> words = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
        IntStream.range(from, to).mapToObj(Integer::toString).forEach(words::add);
        return words.toArray(String[]::new);
    }
}
