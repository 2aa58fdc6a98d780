package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules that change while channels and patterns are received. Nothing but the news of the change lets them be looked at. */
@ExtendWith(SharedServers.Provider.class)
class LiveRulesIT {
    private static final Namespace PLAIN = Namespace.defaults("live");
    private static final Namespace KEEPING = Histories.keeping("live", 10);

    private final String url;
    private final String prefix;
    private Instance writer;
    private Instance reader;

    LiveRulesIT(SharedServers servers) {
        this.url = servers.on(Engine.REDIS62).url();
        this.prefix = servers.prefix();
    }

    @BeforeEach
    void start() {
        writer = Instance.start("writer", url, prefix, of(PLAIN), Duration.ofHours(1));
        reader = Instance.start("reader", url, prefix, of(PLAIN), Duration.ofHours(1));
        writer.awaitReady();
        reader.awaitReady();
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
    }

    private static Namespaces of(Namespace namespace) {
        return Namespaces.of(Namespace.defaults(""), List.of(namespace));
    }

    private void rule(Namespace namespace) {
        reader.rule(of(namespace));
        writer.rule(of(namespace));
        awaitNews(reader);
        awaitNews(writer);
    }

    /** What is asked after the news was sent is answered after it was heard; the answer does not matter. */
    private static void awaitNews(Instance instance) {
        get(new Receiver(instance, "live:1").recovering(0, "", 1, 1).transform(done -> Future.succeededFuture()));
    }

    private Receiver attached(String channel, boolean delta) {
        Receiver receiver = new Receiver(reader, channel);
        get(receiver.attach(delta));
        return receiver;
    }

    private void publish(String json) {
        new Receiver(writer, "live:1").publish(json);
    }

    private static void awaitInterruptions(Receiver receiver, int count) {
        await().until(() -> receiver.interruptions().size() == count);
    }

    private static void awaitDeliveries(Receiver receiver, int count) {
        await().until(() -> receiver.deliveries().size() == count);
    }

    @Test
    void aChannelGetsAHistoryAndLosesItWithoutMissingAnything() {
        Receiver receiver = attached("live:1", false);
        publish("1");
        awaitDeliveries(receiver, 1);

        rule(KEEPING);
        awaitInterruptions(receiver, 1);
        publish("2");
        awaitDeliveries(receiver, 2);
        rule(PLAIN);
        awaitInterruptions(receiver, 2);
        publish("3");
        awaitDeliveries(receiver, 3);

        assertThat(receiver.deliveries().get(0).position()).isNull();
        assertThat(Objects.requireNonNull(receiver.deliveries().get(1).position())
                        .offset())
                .isEqualTo(1);
        assertThat(receiver.deliveries().get(2).position()).isNull();
    }

    @Test
    void aLargerHistoryInterruptsNobody() {
        rule(KEEPING);
        Receiver receiver = attached("live:1", false);
        publish("1");

        rule(Histories.keeping("live", 20));
        publish("2");

        awaitDeliveries(receiver, 2);
        assertThat(receiver.offsets()).containsExactly(1L, 2L);
        assertThat(receiver.interruptions()).isEmpty();
    }

    @Test
    void aChannelFollowsItsNamespaceIntoAndOutOfTheFeed() {
        Receiver receiver = attached("live:1", false);

        rule(Histories.withWildcards(PLAIN));
        awaitInterruptions(receiver, 1);
        publish("1");
        awaitDeliveries(receiver, 1);
        rule(PLAIN);
        awaitInterruptions(receiver, 2);
        publish("2");

        awaitDeliveries(receiver, 2);
    }

    @Test
    void aPatternHearsOfANamespaceAsSoonAsItHasWildcards() {
        rule(Histories.withWildcards(PLAIN));
        Receiver receiver = attached("*:1", false);
        Namespace second = Histories.withWildcards(Namespace.defaults("second"));
        Namespaces both = Namespaces.of(Namespace.defaults(""), List.of(Histories.withWildcards(PLAIN), second));

        reader.rule(both);
        writer.rule(both);

        await().until(() -> {
            new Receiver(writer, "second:1").publish("1");
            return !receiver.deliveries().isEmpty();
        });
    }

    @Test
    void deltasBeginAndEnd() {
        Namespace withDeltas = Histories.withDeltas(KEEPING, true, false);
        rule(KEEPING);
        Receiver receiver = attached("live:1", true);
        publishLong(1);
        awaitDeliveries(receiver, 1);

        rule(withDeltas);
        publishLong(2);
        publishLong(3);
        awaitDeliveries(receiver, 3);
        rule(KEEPING);
        publishLong(4);
        awaitDeliveries(receiver, 4);
        rule(withDeltas);
        publishLong(5);
        publishLong(6);
        awaitDeliveries(receiver, 6);

        assertThat(receiver.deliveries().stream().map(each -> {
                    var deltas = each.delta();
                    return deltas == null ? "none" : deltas.patch() == null ? "whole" : "patch";
                }))
                .containsExactly("none", "whole", "patch", "none", "whole", "patch");
    }

    private void publishLong(int number) {
        publish("\"" + "the same in all of them ".repeat(20) + number + "\"");
    }
}
