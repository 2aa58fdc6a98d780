package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions against one server, healthy and not. */
@OnEachEngine
class SubscriberIT {

    private final Standalone standalone;
    private final ServerProcess server;
    private final Client client;

    SubscriberIT(Engine engine) {
        this.standalone = Standalone.start(engine);
        this.server = standalone.server();
        this.client = Client.begun(ValkeyUrl.parse(standalone.url()));
    }

    @BeforeEach
    void isReady() {
        Client.await(client.valkey.whenReady());
    }

    @AfterEach
    void stop() {
        client.close();
        standalone.close();
    }

    @Test
    void deliversFromTheMomentThatTheServerConfirmed() {
        Client.Heard heard = client.subscriber();
        for (int i = 0; i < 50; i++) {
            heard.subscribe("c" + i);
            publish("c" + i, "first");
        }

        Client.until("all came", () -> heard.messages.size() == 50);
        assertThat(heard.messages).first().isEqualTo("c0=first");
        assertThat(heard.events).isEmpty();
    }

    @Test
    void asksForManyChannelsOfOneTurnInOneCommand() {
        Client.Heard heard = client.subscriber();
        long before = calls("subscribe");

        Client.await(client.onLoop(() -> Future.all(IntStream.range(0, 1_200)
                .mapToObj(i -> heard.subscriber.subscribe("c" + i))
                .toList())));

        // Three chunks of at most 512, and a heartbeat or two.
        assertThat(calls("subscribe") - before).isBetween(3L, 3L + 10L);
        assertThat(server.ask("PUBSUB", "NUMSUB", "c0")).contains("1");
        assertThat(server.ask("PUBSUB", "NUMSUB", "c1199")).contains("1");
    }

    @Test
    void closesAlsoWhileThoseWhoWaitedUnsubscribeForItsSake() {
        Subscriber subscriber = client.subscriber().subscriber;
        List<String> refused = new ArrayList<>();

        Client.await(client.onLoop(() -> {
            for (String channel : List.of("a", "b", "c")) {
                subscriber.subscribe(channel).onFailure(closed -> {
                    refused.add(channel);
                    subscriber.unsubscribe(channel);
                });
            }
            return subscriber.close();
        }));

        assertThat(refused).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void refusesOnlyTheForbiddenChannelOfMany() {
        server.ask("ACL", "SETUSER", "hub", "on", ">pw", "~*", "+@all", "resetchannels", "&ok*", "&hub:*");
        try (Client hub = Client.ready("valkey://hub:pw@" + server.address())) {
            Client.Heard heard = hub.subscriber();
            Future<Void> ok1 = heard.subscriber.subscribe("ok1");
            Future<Void> forbidden = heard.subscriber.subscribe("secret");
            Future<Void> ok2 = heard.subscriber.subscribe("ok2");

            Client.await(ok1);
            Client.await(ok2);
            assertThat(Client.failure(forbidden))
                    .isInstanceOf(ValkeyReplyException.class)
                    .hasMessageStartingWith("NOPERM");
            publish("ok2", "works");
            Client.until("it came", () -> heard.messages.contains("ok2=works"));
        }
    }

    @Test
    void staysAliveWhenItsHeartbeatChannelIsForbidden() {
        server.ask("ACL", "SETUSER", "hub", "on", ">pw", "~*", "+@all", "resetchannels", "&ok");
        try (Client hub = Client.ready("valkey://hub:pw@" + server.address())) {
            Client.Heard heard = hub.subscriber();
            heard.subscribe("ok");
            long micros = hub.health().nodes().get(1).roundTripMicros();
            Client.until("some heartbeats were answered", () -> {
                long now = hub.health().nodes().get(1).roundTripMicros();
                return now >= 0 && now != micros;
            });

            assertThat(heard.events).isEmpty();
        }
    }

    @Test
    void deliversNothingAfterUnsubscribe() {
        Client.Heard heard = client.subscriber();
        heard.subscribe("a", "b");

        Client.await(heard.subscriber.unsubscribe("a"));
        publish("a", "no");
        publish("b", "yes");

        Client.until("b came", () -> heard.messages.contains("b=yes"));
        assertThat(heard.messages).containsExactly("b=yes");
        assertThat(server.ask("PUBSUB", "NUMSUB", "a")).contains("0");
    }

    @Test
    void endsSubscribedWhenUnsubscribeAndSubscribeFollowEachOther() {
        Client.Heard heard = client.subscriber();
        heard.subscribe("a");
        for (int i = 0; i < 20; i++) {
            Future<Void> left = heard.subscriber.unsubscribe("a");
            heard.subscribe("a");
            Client.await(left);
        }
        publish("a", "once");
        publish("a", "end");

        Client.until("the end came", () -> heard.messages.contains("a=end"));
        assertThat(heard.messages).containsExactly("a=once", "a=end");
    }

    @Test
    void subscribesAgainAfterTheServerCameBackAndSaysSo() {
        Client.Heard heard = client.subscriber();
        heard.subscribe("a", "b");

        server.kill9();
        Client.until("the loss is told", () -> heard.events.size() == 2);
        server.restart();
        Client.until("the return is told", () -> heard.events.size() == 4);
        publish("a", "after");

        Client.until("it came", () -> heard.messages.contains("a=after"));
        assertThat(heard.events.subList(0, 2)).containsExactlyInAnyOrder("interrupted a", "interrupted b");
        assertThat(heard.events.subList(2, 4)).containsExactlyInAnyOrder("restored a", "restored b");
    }

    @Test
    void failsAtOnceToSubscribeWhileTheServerIsAway() {
        Client.Heard heard = client.subscriber();
        heard.subscribe("a");
        server.kill9();
        Client.until("the loss is told", () -> heard.events.contains("interrupted a"));

        Throwable failure = Client.failure(heard.subscriber.subscribe("b"));
        server.restart();
        Client.until("the return is told", () -> heard.events.contains("restored a"));

        assertThat(failure).isInstanceOf(ValkeyUnavailableException.class).hasMessageContaining(server.address());
        assertThat(server.ask("PUBSUB", "NUMSUB", "b")).contains("0");
    }

    @Test
    void noticesASilentLinkByItsHeartbeat() {
        try (FaultProxy proxy = FaultProxy.before(server);
                Client cut = Client.ready("valkey://" + proxy.address())) {
            Client.Heard heard = cut.subscriber();
            heard.subscribe("a");

            proxy.blackhole();
            Client.until("the loss is told", () -> heard.events.contains("interrupted a"));
            proxy.pass();
            Client.until("the return is told", () -> heard.events.contains("restored a"));
            publish("a", "after");

            Client.until("it came", () -> heard.messages.contains("a=after"));
        }
    }

    @Test
    void deliversEveryMessageInOrderUnderLoad() {
        Client.Heard heard = client.subscriber();
        heard.subscribe("a");
        List<Future<Void>> published = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            published.add(publishing("a", Integer.toString(i)));
        }
        published.forEach(Client::await);

        Client.until("all came", () -> heard.messages.size() == 3_000);
        assertThat(heard.messages)
                .containsExactlyElementsOf(
                        IntStream.range(0, 3_000).mapToObj(i -> "a=" + i).toList());
    }

    private long calls(String command) {
        return server.ask("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceAll(".*:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private void publish(String channel, String text) {
        isReady();
        Client.await(publishing(channel, text));
    }

    private Future<Void> publishing(String channel, String text) {
        return client.valkey.publish(channel, text.getBytes(StandardCharsets.UTF_8));
    }
}
