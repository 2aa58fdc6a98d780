package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Resp;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What receivers notice when the way from Valkey breaks: nothing, or the truth. One instance publishes, the other receives. */
@OnEachEngine
class HealingIT {
    private static final int KEPT = 500;

    private final Engine engine;

    private Standalone valkey;
    private FaultProxy proxy;
    private Instance writer;
    private Instance reader;

    HealingIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(ServerSpec.of(engine).set("appendonly yes").set("appendfsync always"));
        proxy = FaultProxy.before(valkey.server());
        writer = Instance.start("writer", valkey.url(), "t:", Histories.ofSize(KEPT));
        writer.awaitReady();
        startReader(Duration.ofHours(1));
    }

    /** Where nothing else is said, quiet channels are not compared: what heals is what the test is about. */
    private void startReader(Duration positionCheckInterval) {
        reader = Instance.start(
                "reader", "redis://" + proxy.address(), "t:", Histories.ofSize(KEPT), positionCheckInterval);
        reader.awaitReady();
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
        proxy.close();
        valkey.close();
    }

    private Receiver attached(String channel) {
        Receiver receiver = new Receiver(reader, channel);
        get(receiver.attach());
        return receiver;
    }

    private List<Long> publish(String channel, int count) {
        List<Long> offsets = new ArrayList<>();
        Receiver publisher = new Receiver(writer, channel);
        for (int i = 0; i < count; i++) {
            offsets.add(publisher.publish(Integer.toString(i)).offset());
        }
        return offsets;
    }

    private void cutSubscriptions() {
        valkey.server().ask("CLIENT", "KILL", "TYPE", "pubsub");
    }

    private double counted(HubMetrics metric, String tag, String value) {
        return reader.meters().find(metric.meterName()).tag(tag, value).functionCounters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void aCutSubscriptionLosesNothingAndNobodyNotices() {
        Receiver news = attached("news");
        Receiver sport = attached("sport");
        List<Long> published = new ArrayList<>();
        List<Long> too = new ArrayList<>();

        for (int round = 0; round < 5; round++) {
            published.addAll(publish("news", 20));
            cutSubscriptions();
            published.addAll(publish("news", 20));
            too.addAll(publish("sport", 5));
        }

        await().untilAsserted(() -> assertThat(news.offsets()).isEqualTo(published));
        await().untilAsserted(() -> assertThat(sport.offsets()).isEqualTo(too));
        assertThat(news.interruptions()).isEmpty();
        assertThat(sport.interruptions()).isEmpty();
        assertThat(counted(HubMetrics.PUBLICATIONS_HEALED, "shard", "0")
                        + counted(HubMetrics.PUBLICATIONS_HEALED, "shard", "1"))
                .isPositive();
    }

    @Test
    void whatWasRemovedWhileNobodyHeardIsNotRecovered() {
        Receiver news = attached("news");
        String epoch = Receiver.position(get(news.attach())).epoch();
        publish("news", 5);
        await().until(() -> news.deliveries().size() == 5);
        assertThat(news.recovered(2, epoch)).containsExactly(3L, 4L, 5L);

        proxy.refuse();
        proxy.cut();
        await().until(() -> deaf() > 0);
        new Receiver(writer, "news").removeHistory();
        proxy.pass();
        await().until(() -> deaf() == 0);

        // The link for commands comes back by itself, before or after that for subscriptions.
        await().ignoreExceptionsInstanceOf(HubException.class)
                .until(() -> news.recover(2, epoch) instanceof Recovered.Refused);
        assertThat(news.recovered(5, epoch)).isEmpty();
    }

    private double deaf() {
        return reader.meters().find(HubMetrics.CHANNELS_DEAF.meterName()).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    @Test
    void whatWasPublishedBehindABlackHoleComesAfterIt() {
        Receiver news = attached("news");
        List<Long> published = new ArrayList<>(publish("news", 10));

        proxy.blackhole();
        published.addAll(publish("news", 50));
        await().until(() -> deaf() > 0);
        published.addAll(publish("news", 50));
        proxy.pass();

        await().untilAsserted(() -> assertThat(news.offsets()).isEqualTo(published));
        assertThat(news.interruptions()).isEmpty();
    }

    @Test
    void aServerThatIsKilledAndComesBackLosesNothingThatItKept() {
        Receiver news = attached("news");
        List<Long> published = new ArrayList<>(publish("news", 10));

        valkey.server().kill9();
        valkey.server().restart();
        writer.awaitReady();
        published.addAll(publish("news", 10));

        await().untilAsserted(() -> assertThat(news.offsets()).isEqualTo(published));
        assertThat(published.getLast()).isGreaterThan(20);
        assertThat(news.interruptions()).isEmpty();
    }

    @Test
    void tellsWhenTheHistoryIsShorterThanTheOutage() {
        Receiver news = attached("news");
        publish("news", 1);
        await().until(() -> news.deliveries().size() == 1);

        proxy.refuse();
        proxy.cut();
        List<Long> missed = publish("news", KEPT + 1);
        proxy.pass();

        await().until(() -> news.interruptions().size() == 1);
        StreamPosition position = news.interruptions().getFirst().position();
        assertThat(position.offset()).isEqualTo(missed.getLast());
        publish("news", 1);
        await().untilAsserted(() -> assertThat(news.offsets()).containsExactly(1L, position.offset() + 1));
    }

    @Test
    void findsWhatAQuietChannelMissedWithoutASign() {
        reader.close();
        startReader(Duration.ofSeconds(1));
        Receiver news = attached("news");
        publish("news", 1);
        await().until(() -> news.deliveries().size() == 1);

        appendWithoutTelling("news", 2);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(news.offsets()).containsExactly(1L, 2L));
        assertThat(counted(HubMetrics.GAPS, "cause", "probe")).isEqualTo(1);
    }

    @Test
    void findsAGapWithTheNextPublication() {
        Receiver news = attached("news");
        publish("news", 1);
        appendWithoutTelling("news", 2);
        publish("news", 1);

        await().untilAsserted(() -> assertThat(news.offsets()).containsExactly(1L, 2L, 3L));
        assertThat(news.interruptions()).isEmpty();
    }

    private void appendWithoutTelling(String channel, long offset) {
        String base = writer.keys().channel(new ChannelName(channel));
        try (Resp client = valkey.server().client()) {
            client.call("XADD", writer.keys().stream(base), offset + "-0", "d", "{\"data\":\"lost\"}");
            client.call("HSET", writer.keys().meta(base), "o", Long.toString(offset));
        }
    }

    @Test
    void endsWithTheStreamWhenItsMetadataIsGone() {
        Receiver news = attached("news");
        publish("news", 3);
        await().until(() -> news.deliveries().size() == 3);

        String base = writer.keys().channel(new ChannelName("news"));
        valkey.server().ask("DEL", writer.keys().meta(base));
        publish("news", 2);

        await().until(() -> news.interruptions().size() == 1);
        publish("news", 1);
        await().untilAsserted(() -> assertThat(news.offsets().getLast()).isEqualTo(3));
        assertThat(news.interruptions()).hasSize(1);
    }

    @Test
    void aChannelWithoutHistoryJustGoesOn() {
        Receiver plain = attached("plain:x");
        cutSubscriptions();

        await().untilAsserted(() -> {
            publish("plain:x", 1);
            assertThat(plain.deliveries()).isNotEmpty();
        });
        assertThat(plain.deliveries()).allMatch(delivery -> delivery.position() == null);
        assertThat(plain.interruptions()).isEmpty();
    }

    @Test
    void attachingWhileValkeyIsAwayIsRefusedForNow() {
        proxy.refuse();
        proxy.cut();

        await().untilAsserted(() -> {
            var refused = new Receiver(reader, "away").attach();
            await().until(refused::isComplete);
            assertThat(refused.cause()).isInstanceOfSatisfying(dev.hub.core.protocol.HubException.class, refusal -> {
                assertThat(refusal.code()).isEqualTo(100);
                assertThat(refusal.isTemporary()).isTrue();
            });
        });
        proxy.pass();
        await().ignoreExceptions()
                .until(() -> get(new Receiver(reader, "away").attach()).position() != null);
    }
}
