package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions by pattern, on another instance than the publisher's. */
@OnEachEngine
class PatternIT {
    private static final int KEPT = 2000;

    private final Engine engine;

    private Standalone valkey;
    private FaultProxy proxy;
    private Instance writer;
    private Instance reader;

    PatternIT(Engine engine) {
        this.engine = engine;
    }

    private static Namespaces namespaces() {
        return Namespaces.of(
                Namespace.defaults(""),
                List.of(
                        Histories.withWildcards(Histories.keeping("orders", KEPT)),
                        Histories.withWildcards(Namespace.defaults("plain")),
                        Histories.keeping("closed", KEPT)));
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        proxy = FaultProxy.before(valkey.server());
        writer = Instance.start("writer", valkey.url(), "t:", namespaces());
        reader = Instance.start("reader", "redis://" + proxy.address(), "t:", namespaces());
        writer.awaitReady();
        reader.awaitReady();
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
        proxy.close();
        valkey.close();
    }

    private Receiver attached(String pattern) {
        Receiver receiver = new Receiver(reader, pattern);
        await().ignoreExceptions().until(() -> {
            get(receiver.attach());
            return true;
        });
        return receiver;
    }

    private void publish(String channel, String json) {
        new Receiver(writer, channel).publish(json);
    }

    private static List<String> channels(Receiver receiver) {
        return receiver.deliveries().stream()
                .map(Delivery::publication)
                .map(JsonPublications::decode)
                .map(publication ->
                        publication.channel() + "=" + publication.data().toJson())
                .toList();
    }

    @Test
    void bringsThePublicationsOfAllChannelsThatMatch() {
        Receiver orders = attached("orders:*");
        Receiver alerts = attached("*:alerts");

        publish("orders:1", "1");
        publish("orders:eu:2", "2");
        publish("orders:alerts", "3");
        publish("plain:alerts", "4");
        publish("plain:other", "5");
        publish("closed:alerts", "6");

        await().untilAsserted(() ->
                assertThat(channels(orders)).containsExactly("orders:1=1", "orders:eu:2=2", "orders:alerts=3"));
        await().untilAsserted(() ->
                assertThat(channels(alerts)).containsExactlyInAnyOrder("orders:alerts=3", "plain:alerts=4"));
        assertThat(orders.deliveries()).allMatch(each -> each.position() == null);
        assertThat(new String(orders.deliveries().getFirst().push().frame(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("{\"push\":{\"channel\":\"orders:*\",\"pub\":{\"data\":1,")
                .endsWith(",\"channel\":\"orders:1\"}}}");
    }

    @Test
    void refusesAPatternThatNoFeedCanServe() {
        for (String pattern : List.of("closed:*", "unknown:*")) {
            assertThatThrownBy(() -> get(new Receiver(reader, pattern).attach()))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(108));
        }
        assertThatThrownBy(() -> get(new Receiver(reader, "or*").attach()))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(107));
    }

    @Test
    void losesNothingWhenItsSubscriptionIsCut() {
        Receiver orders = attached("orders:*");

        for (int i = 0; i < 100; i++) {
            publish("orders:" + i % 7, Integer.toString(i));
            if (i % 25 == 10) {
                valkey.server().ask("CLIENT", "KILL", "TYPE", "pubsub");
            }
        }

        List<String> published = IntStream.range(0, 100)
                .mapToObj(i -> "orders:" + i % 7 + "=" + i)
                .toList();
        await().untilAsserted(() -> assertThat(channels(orders)).isEqualTo(published));
        assertThat(orders.interruptions()).isEmpty();
    }

    @Test
    void tellsAllPatternsOfAFeedThatCannotBeHealed() {
        Receiver orders = attached("orders:*");
        Receiver all = attached("*");
        publish("orders:1", "1");
        await().until(() -> orders.deliveries().size() == 1);

        proxy.refuse();
        proxy.cut();
        String feed = writer.keys().feed("orders");
        valkey.server().ask("DEL", writer.keys().stream(feed), writer.keys().meta(feed));
        publish("orders:1", "2");
        proxy.pass();

        await().until(() ->
                orders.interruptions().size() == 1 && all.interruptions().size() == 1);
        publish("orders:1", "3");
        await().untilAsserted(() -> assertThat(channels(orders)).contains("orders:1=3"));
    }

    @Test
    void followsAFeedOnlyAsLongAsAPatternNeedsIt() {
        Receiver orders = attached("orders:*");
        assertThat(subscribers()).isEqualTo(1);

        orders.detach();

        await().until(() -> subscribers() == 0);
        orders.events().clear();
        attached("orders:*");
        assertThat(subscribers()).isEqualTo(1);
    }

    @Test
    void heedsANamespaceThatGetsItsFeedLater() {
        Receiver all = attached("*");
        Namespaces more = Namespaces.of(
                Namespace.defaults(""), List.of(Histories.withWildcards(Histories.keeping("closed", KEPT))));

        writer.namespaces().replace(more);
        reader.namespaces().replace(more);

        await().untilAsserted(() -> {
            publish("closed:1", "1");
            assertThat(channels(all)).contains("closed:1=1");
        });
    }

    private int subscribers() {
        String answer = valkey.server().ask("PUBSUB", "NUMSUB", writer.keys().feed("orders"));
        return Integer.parseInt(answer.replaceAll(".*\\D(\\d+)\\D*$", "$1"));
    }
}
