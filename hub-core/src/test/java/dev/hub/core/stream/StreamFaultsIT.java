package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams on one server that is hurt. */
@OnEachEngine
class StreamFaultsIT {
    private static final long SKIPPED = 1L << 20;

    private final StreamName.OfChannel news = Store.channel("news", Store.keeping(10_000));
    private final Standalone standalone;
    private final Store store;

    StreamFaultsIT(Engine engine) {
        standalone =
                Standalone.start(ServerSpec.of(engine).set("appendonly yes").set("appendfsync always"));
        store = Store.ready(standalone.url(), "hub:");
    }

    @AfterEach
    void stop() {
        store.close();
        standalone.close();
    }

    @Test
    void skipsOffsetsAfterARestartAndSaysWhatCameBefore() {
        StreamPosition before = store.publishMany(news, 3);

        StreamPosition first = publishAfterARestart(4);
        StreamPosition second = store.publish(news, 5).position();
        StreamPosition third = publishAfterARestart(6);

        assertThat(first.epoch()).isEqualTo(before.epoch());
        assertThat(first.offset()).isGreaterThan(3 + SKIPPED).isLessThan(3 + (1L << 37));
        assertThat(second.offset()).isEqualTo(first.offset() + 1);
        assertThat(third.offset()).isGreaterThan(second.offset() + SKIPPED);
        assertThat(store.goOn(news, before))
                .isInstanceOfSatisfying(
                        Complete.class,
                        complete ->
                                assertThat(Store.numbers(complete.entries())).containsExactly(4L, 5L, 6L));
        assertThat(store.recover(news, new StreamPosition(0, "")))
                .isInstanceOfSatisfying(
                        Complete.class,
                        complete -> assertThat(complete.entries()).hasSize(6));
    }

    private StreamPosition publishAfterARestart(long number) {
        restart();
        return store.publish(news, number).position();
    }

    private void restart() {
        standalone.server().kill9();
        Store.until("the loss is seen", () -> !store.valkey.isReady());
        standalone.server().restart();
        Store.await(store.valkey.whenReady());
    }

    @Test
    void losesNothingThatWasAcknowledgedByAKilledServer() {
        Writer writer = new Writer(store, news, false);
        writer.awaitMore(100);
        restart();
        writer.awaitMore(100);
        restart();
        writer.awaitMore(100);

        writer.assertEachOnceInOrder();
    }

    @Test
    void publishesOnceEachWhileScriptsAreForgotten() {
        List<Future<Appended>> sent = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            sent.add(store.streams.publish(NewPublication.of(news.channel(), news.namespace(), Store.json(i))
                    .withIdempotencyKey("k" + i)));
            if (i % 200 == 0) {
                standalone.server().ask("SCRIPT", "FLUSH");
            }
        }
        sent.forEach(Store::await);

        List<StreamEntry> entries =
                Store.await(store.streams.since(news, 0, 10_000)).entries();
        List<Long> all = LongStream.rangeClosed(1, 2_000).boxed().toList();
        assertThat(Store.numbers(entries)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(Store.offsets(entries)).isEqualTo(all);
    }
}
