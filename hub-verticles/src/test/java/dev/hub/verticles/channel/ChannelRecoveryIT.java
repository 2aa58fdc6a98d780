package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.bus.Delivery;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Recovery, deltas and rules that change, between two instances. */
@OnEachEngine
class ChannelRecoveryIT {
    private static final int KEPT = 100;
    private static final Pattern CALLS = Pattern.compile("cmdstat_(?:xrange|xrevrange):calls=(\\d+)");

    private final Engine engine;

    private Standalone valkey;
    private Instance writer;
    private Instance reader;

    ChannelRecoveryIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        writer = Instance.start("writer", valkey.url(), "t:", namespaces());
        reader = Instance.start("reader", valkey.url(), "t:", namespaces());
        writer.awaitReady();
        reader.awaitReady();
    }

    private static Namespaces namespaces() {
        return Namespaces.of(
                Histories.keeping("", KEPT),
                List.of(
                        Histories.withDeltas(Histories.keeping("deltas", KEPT), true, false),
                        Histories.withDeltas(Namespace.defaults("latest"), true, true)));
    }

    @AfterEach
    void stop() {
        reader.close();
        writer.close();
        valkey.close();
    }

    private Published publish(String channel, String json) {
        return new Receiver(writer, channel).publish(json);
    }

    private long streamReads() {
        Matcher calls = CALLS.matcher(valkey.server().ask("INFO", "commandstats"));
        return calls.results().mapToLong(call -> Long.parseLong(call.group(1))).sum();
    }

    @Test
    void aStampedeReadsEachStreamOnceOrTwice() {
        Instance calm = Instance.start("calm", valkey.url(), "t:", namespaces(), Duration.ofHours(1));
        calm.awaitReady();
        reader.close();
        reader = calm;
        List<Receiver> channels = new ArrayList<>();
        List<String> epochs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String name = "herd" + i;
            for (int j = 0; j < 50; j++) {
                publish(name, Integer.toString(j));
            }
            Receiver receiver = new Receiver(reader, name);
            epochs.add(Receiver.position(get(receiver.attach())).epoch());
            channels.add(receiver);
        }
        long before = streamReads();

        List<Future<Recovered>> answers = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int at = random.nextInt(5);
            answers.add(channels.get(at).recovering(random.nextInt(51), epochs.get(at), 300, 1_000_000));
        }

        get(Future.all(answers));
        assertThat(answers)
                .allMatch(each -> each.result() instanceof Complete complete
                        && complete.position().offset() == 50);
        assertThat(streamReads() - before).isBetween(5L, 10L);
    }

    /** On one event loop, as sockets have it: whatever is delivered before an answer is in it, all else is not. */
    @Test
    void anAnswerEndsWhereTheNextDeliveryGoesOn() {
        ChannelName news = new ChannelName("news");
        List<Long> delivered = new CopyOnWriteArrayList<>();
        List<List<Long>> deliveredBefore = new CopyOnWriteArrayList<>();
        List<List<Long>> answered = new CopyOnWriteArrayList<>();
        Promise<String> attached = Promise.promise();
        Context loop = reader.vertx().getOrCreateContext();
        Runnable ask = () -> reader.bus()
                .recover(new Recover(news, StreamPosition.UNKNOWN, 300, 1_000_000))
                .onSuccess(answer -> {
                    deliveredBefore.add(List.copyOf(delivered));
                    answered.add(((Complete) answer)
                            .publications().stream().map(Offset::offset).toList());
                });
        loop.runOnContext(start -> {
            reader.bus().consume("test.loop", Delivery.class, delivery -> {
                delivered.add(Objects.requireNonNull(delivery.position()).offset());
                ask.run();
            });
            reader.bus()
                    .attach(new Attach(news, "test.loop", false))
                    .map(done -> "attached")
                    .onComplete(attached);
        });
        get(attached.future());

        for (int i = 0; i < KEPT; i++) {
            writer.client().publish(news, Payload.ofJson(Integer.toString(i))).onFailure(cause -> {
                throw new AssertionError(cause);
            });
        }

        await().until(() -> answered.size() == KEPT);
        assertThat(delivered).hasSize(KEPT).isSorted();
        assertThat(answered).isEqualTo(deliveredBefore);
    }

    @Test
    void aPatchGoesOnFromTheDeliveryBefore() {
        Receiver deltas = new Receiver(reader, "deltas:x");
        get(deltas.attach(true));
        Receiver plain = new Receiver(reader, "latest:x");
        get(plain.attach(true));
        Receiver without = new Receiver(reader, "news");
        get(without.attach(true));

        for (String channel : List.of("deltas:x", "latest:x", "news")) {
            for (int i = 0; i < 3; i++) {
                publish(channel, "\"" + "x".repeat(100) + i + "\"");
            }
        }

        await().until(() -> without.deliveries().size() == 3
                && deltas.deliveries().size() == 3
                && plain.deliveries().size() == 3);
        for (Receiver each : List.of(deltas, plain)) {
            assertThat(each.deliveries())
                    .extracting(delivery ->
                            delivery.delta() != null && delivery.delta().patch() != null)
                    .containsExactly(false, true, true);
        }
        assertThat(without.deliveries()).allMatch(delivery -> delivery.delta() == null);
    }

    @Test
    void afterAPublicationWithoutPlaceTheNextIsWholeForThoseWhoRecover() {
        Receiver deltas = new Receiver(reader, "deltas:x");
        get(deltas.attach(true));
        Receiver publisher = new Receiver(writer, "deltas:x");
        String json = "\"" + "x".repeat(100) + "\"";

        publisher.publish(json);
        publisher.publish(json, new PublishOptions(java.util.Map.of(), "", 0, "", true, false, false));
        publisher.publish(json);
        publisher.publish(json);

        await().until(() -> deltas.deliveries().size() == 4);
        assertThat(deltas.deliveries())
                .extracting(delivery -> delivery.position() == null)
                .containsExactly(false, true, false, false);
        assertThat(deltas.deliveries())
                .extracting(
                        delivery -> delivery.delta() != null && delivery.delta().patch() != null)
                .containsExactly(false, false, false, true);
    }

    @Test
    void whatIsPublishedAgainKeepsItsPlace() {
        Receiver publisher = new Receiver(writer, "news");
        PublishOptions keyed = PublishOptions.NONE.withIdempotencyKey("k1");
        PublishOptions versioned = new PublishOptions(java.util.Map.of(), "", 7, "", false, false, false);

        Published first = publisher.publish("1", keyed);
        Published again = publisher.publish("1", keyed);
        Published newer = publisher.publish("2", versioned);
        Published older = publisher.publish("3", versioned);

        assertThat(again).isEqualTo(first);
        assertThat(older).isEqualTo(newer);
        assertThat(newer.offset()).isEqualTo(2);
    }

    @Test
    void whoReceivesIsToldWhenTheChannelGetsOrLosesItsHistory() {
        Receiver news = new Receiver(reader, "news");
        get(news.attach());
        publish("news", "1");
        await().until(() -> news.deliveries().size() == 1);

        Namespaces none = Namespaces.of(Namespace.defaults(""), List.of());
        writer.namespaces().replace(none);
        reader.namespaces().replace(none);
        await().until(() -> news.interruptions().size() == 1);
        publish("news", "2");
        await().until(() -> news.deliveries().size() == 2);
        assertThat(news.deliveries().getLast().position()).isNull();

        writer.namespaces().replace(namespaces());
        reader.namespaces().replace(namespaces());
        await().until(() -> news.interruptions().size() == 2);
        publish("news", "3");
        await().until(() -> news.deliveries().size() == 3);
        assertThat(news.deliveries().getLast().position()).isEqualTo(new StreamPosition(2, epoch(news)));
    }

    private static String epoch(Receiver receiver) {
        return receiver.interruptions().getLast().position().epoch();
    }

    @Test
    void aVerticleReadsHistoriesAndGetsPlaces() {
        List<Publication> heard = new CopyOnWriteArrayList<>();
        get(reader.client().subscribe(new ChannelName("news"), heard::add).ready());
        List<Published> published = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            published.add(get(writer.client()
                    .publish(
                            new ChannelName("news"),
                            Payload.ofJson(Integer.toString(i)),
                            PublishOptions.tagged(java.util.Map.of("n", "x")))));
        }

        var latest = get(reader.client().latest(new ChannelName("news"), 2));
        var since = get(reader.client().since(new ChannelName("news"), new StreamPosition(3, ""), -1));

        assertThat(latest.publications()).extracting(Publication::offset).containsExactly(4L, 5L);
        assertThat(since.publications()).extracting(Publication::offset).containsExactly(4L, 5L);
        assertThat(latest.position().offset()).isEqualTo(published.getLast().offset());
        assertThat(latest.publications().getFirst().time()).isPositive();
        await().until(() -> heard.size() == 5);
        assertThat(heard).extracting(Publication::offset).containsExactly(1L, 2L, 3L, 4L, 5L);
    }
}
