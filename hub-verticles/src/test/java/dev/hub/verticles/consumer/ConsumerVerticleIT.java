package dev.hub.verticles.consumer;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumeOptions;
import dev.hub.core.bus.ConsumedPublication;
import dev.hub.core.bus.ConsumerCommand.Acknowledge;
import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerCommand.Delete;
import dev.hub.core.bus.ConsumerCommand.Deleted;
import dev.hub.core.bus.ConsumerCommand.Describe;
import dev.hub.core.bus.ConsumerCommand.Fetch;
import dev.hub.core.bus.Consumption;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.consumer.Settled;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verticles of two instances work for durable consumers. */
@OnEachEngine
class ConsumerVerticleIT {
    private static final ConsumerId WORK = new ConsumerId(new ChannelName("jobs:a"), "work");
    private static final ConsumerSettings SETTINGS = ConsumerSettings.DEFAULTS;
    private static final ConsumeOptions OPTIONS = new ConsumeOptions(10, Duration.ZERO);

    private final Standalone valkey;
    private final Instance first;
    private final Instance second;
    private final List<Integer> done = new CopyOnWriteArrayList<>();
    private final List<ConsumedPublication> seen = new CopyOnWriteArrayList<>();

    ConsumerVerticleIT(Engine engine) {
        valkey = Standalone.start(engine);
        first = Instance.start("first", valkey.url(), "c:", namespaces());
        second = Instance.start("second", valkey.url(), "c:", namespaces());
        first.awaitReady();
        second.awaitReady();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        valkey.close();
    }

    private static Namespaces namespaces() {
        HistoryRules none = HistoryRules.none();
        HistoryRules history = new HistoryRules(
                5,
                Duration.ofMinutes(5),
                none.historyMetaTtl(),
                false,
                false,
                false,
                false,
                none.forceRecoveryMode(),
                false,
                none.idempotencyTtl(),
                false);
        DeliveryRules feed = new DeliveryRules(
                List.of(),
                false,
                false,
                false,
                0,
                Duration.ZERO,
                false,
                DeliveryRules.SlowConsumer.DISCONNECT,
                "",
                true);
        return Namespaces.of(
                Namespace.defaults(""),
                List.of(
                        Namespace.defaults("jobs").withHistory(history),
                        Namespace.defaults("orders").withHistory(history).withDelivery(feed)));
    }

    private static void publish(Instance instance, String channel, int from, int to) {
        for (int i = from; i <= to; i++) {
            get(instance.client().publish(new ChannelName(channel), Payload.ofJson("{\"n\":" + i + "}")));
        }
    }

    private static int number(ConsumedPublication work) {
        String json = work.publication().data().toJson();
        return Integer.parseInt(json.substring(5, json.length() - 1));
    }

    private Future<?> finish(ConsumedPublication work) {
        seen.add(work);
        done.add(number(work));
        return Future.succeededFuture();
    }

    private static Consumption work(
            Instance instance, ConsumerId consumer, Function<ConsumedPublication, Future<?>> handler) {
        Consumption consumption = instance.client().consume(consumer, OPTIONS, handler);
        get(consumption.ready());
        return consumption;
    }

    private ConsumerInfo info() {
        return get(first.bus().request(Addresses.CONSUMER, new Describe(WORK), ConsumerInfo.class));
    }

    private Future<Batch> fetch(int max, int waitMillis) {
        return first.bus()
                .request(
                        Addresses.CONSUMER,
                        new Fetch(WORK, max, waitMillis),
                        Batch.class,
                        Duration.ofMillis(waitMillis));
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void bringEverythingOnceAndInOrderToOneWorker() {
        get(first.client().createConsumer(WORK, SETTINGS));
        publish(second, "jobs:a", 1, 20);
        work(first, WORK, this::finish);
        publish(second, "jobs:a", 21, 60);

        await().until(() -> done.size() == 60);

        assertThat(done).isEqualTo(range(1, 60));
        await().untilAsserted(() -> assertThat(info().unacknowledged()).isZero());
        assertThat(info().lag()).isZero();
    }

    @Test
    void shareTheWorkOfTwoInstances() {
        get(first.client().createConsumer(WORK, SETTINGS));
        List<Integer> byFirst = new CopyOnWriteArrayList<>();
        List<Integer> bySecond = new CopyOnWriteArrayList<>();
        List<Promise<Void>> open = new CopyOnWriteArrayList<>();
        work(first, WORK, task -> hold(byFirst, open, task));
        work(second, WORK, task -> hold(bySecond, open, task));

        publish(first, "jobs:a", 1, 40);
        await().until(() -> byFirst.size() == 10 && bySecond.size() == 10);
        for (int settled = 0; settled < 40; settled++) {
            int index = settled;
            await().until(() -> open.size() > index);
            open.get(index).complete();
        }

        await().untilAsserted(() -> assertThat(info().unacknowledged()).isZero());
        Set<Integer> all = new TreeSet<>(byFirst);
        all.addAll(bySecond);
        assertThat(all).containsExactlyElementsOf(range(1, 40));
        assertThat(byFirst.size() + bySecond.size()).as("no publication twice").isEqualTo(40);
    }

    private static Future<Void> hold(List<Integer> seen, List<Promise<Void>> open, ConsumedPublication work) {
        seen.add(number(work));
        Promise<Void> promise = Promise.promise();
        open.add(promise);
        return promise.future();
    }

    @Test
    void bringAgainWhatFailed() {
        get(first.client().createConsumer(WORK, SETTINGS));
        work(first, WORK, task -> {
            seen.add(task);
            return number(task) % 2 == 0 && task.attempt() < 3
                    ? Future.failedFuture("not yet")
                    : Future.succeededFuture();
        });
        publish(first, "jobs:a", 1, 4);

        await().until(() -> info().counts().acknowledgements() == 4);

        assertThat(seen).hasSize(8);
        assertThat(seen)
                .filteredOn(task -> number(task) == 4)
                .extracting(ConsumedPublication::attempt)
                .containsExactly(1, 2, 3);
        assertThat(info().counts().redeliveries()).isEqualTo(4);
        assertThat(info().counts().refusals()).isEqualTo(4);
    }

    @Test
    void giveAtOnceToOthersWhatAWorkerLeavesBehind() {
        get(first.client().createConsumer(WORK, SETTINGS));
        List<Integer> stuck = new CopyOnWriteArrayList<>();
        Consumption idler = work(first, WORK, task -> hold(stuck, new CopyOnWriteArrayList<>(), task));
        publish(first, "jobs:a", 1, 8);
        await().until(() -> stuck.size() == 8);
        work(second, WORK, this::finish);

        get(idler.end());
        await().until(() -> done.size() == 8);

        assertThat(seen).extracting(ConsumedPublication::attempt).containsOnly(2);
    }

    @Test
    void giveToOthersWhatAnInstanceLeavesBehind() {
        get(first.client().createConsumer(WORK, SETTINGS));
        List<Integer> stuck = new CopyOnWriteArrayList<>();
        work(second, WORK, task -> hold(stuck, new CopyOnWriteArrayList<>(), task));
        publish(first, "jobs:a", 1, 8);
        await().until(() -> stuck.size() == 8);
        work(first, WORK, this::finish);

        second.close();

        await().until(() -> done.size() == 8);
    }

    @Test
    void takeUpAgainWhatTookTooLong() {
        get(first.client().createConsumer(WORK, SETTINGS.withAckTimeoutMillis(300)));
        work(first, WORK, task -> {
            seen.add(task);
            return task.attempt() == 1 ? Promise.<Void>promise().future() : Future.succeededFuture();
        });
        publish(first, "jobs:a", 1, 15);

        await().until(() -> info().counts().acknowledgements() == 15);

        assertThat(seen).hasSize(30);
    }

    @Test
    void consumePatterns() {
        ConsumerId all = new ConsumerId(new ChannelName("orders:*"), "work");
        get(first.client().createConsumer(all, SETTINGS));
        work(first, all, this::finish);

        publish(second, "orders:eu", 1, 1);
        publish(second, "orders:us", 2, 2);

        await().until(() -> done.size() == 2);
        assertThat(seen).extracting(task -> task.publication().channel()).containsExactly("orders:eu", "orders:us");
    }

    @Test
    void waitForDeliveriesAsLongAsAsked() {
        get(first.client().createConsumer(WORK, SETTINGS));
        Future<Batch> waiting = fetch(5, 20_000);
        publish(second, "jobs:a", 1, 1);

        Batch batch = get(waiting);

        assertThat(batch.deliveries()).hasSize(1);
        assertThat(get(fetch(5, 0)).deliveries()).isEmpty();
        assertThat(get(fetch(5, 100)).deliveries()).isEmpty();
        Settled settled = get(first.bus()
                .request(Addresses.CONSUMER, new Acknowledge(WORK, batch.epoch(), List.of(1L)), Settled.class));
        assertThat(settled.count()).isEqualTo(1);
    }

    @Test
    void tellWorkersWhenTheirConsumerIsDeleted() {
        get(first.client().createConsumer(WORK, SETTINGS));
        Consumption consumption = work(first, WORK, this::finish);

        get(second.bus().request(Addresses.CONSUMER, new Delete(WORK), Deleted.class));

        get(consumption.ended());
        assertThatThrownBy(() -> work(first, WORK, this::finish)).hasMessage("unknown consumer");
    }

    @Test
    void refuseWhatHasNoHistory() {
        ConsumerId nowhere = new ConsumerId(new ChannelName("news"), "work");

        assertThatThrownBy(() -> get(first.client().createConsumer(nowhere, SETTINGS)))
                .hasMessageStartingWith("not available: namespace \"\" has no history");
    }

    @Test
    void goOnAfterAnOutage() {
        try (FaultProxy proxy = FaultProxy.before(valkey.server());
                Instance third = Instance.start("third", "redis://" + proxy.address(), "c:", namespaces())) {
            third.awaitReady();
            get(first.client().createConsumer(WORK, SETTINGS.withAckTimeoutMillis(1_000)));
            work(third, WORK, this::finish);
            publish(first, "jobs:a", 1, 5);
            await().until(() -> done.size() == 5);

            proxy.cut();
            publish(first, "jobs:a", 6, 30);

            await().until(() -> new TreeSet<>(done).size() == 30);
            assertThat(Collections.max(done)).isEqualTo(30);
        }
    }

    @Test
    void countWhatTheyDo() {
        get(first.client().createConsumer(WORK, SETTINGS));
        work(first, WORK, this::finish);
        publish(first, "jobs:a", 1, 3);

        await().until(() -> first.meters()
                        .get("hub.consumer.acknowledged")
                        .tags("namespace", "jobs", "consumer", "work")
                        .functionCounter()
                        .count()
                == 3);
        assertThat(first.meters()
                        .get("hub.consumer.deliveries")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
        assertThat(first.meters().get("hub.consumer.lag").gauge().value()).isZero();
    }
}
