package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import dev.hub.core.stream.Continuation.Missing;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reading streams of one healthy server: what is recovered, and when an epoch ends. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class StreamReadingIT {
    private static final Namespace TEN = Store.keeping(10);

    private final ServerProcess server;
    private final Store store;

    StreamReadingIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
        store = Store.ready(server.url(), servers.prefix());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void recoversByTheTableOfTheDocumentation() {
        assertRecovered(0, 0, 0);
        assertRecovered(10, 8, 2);
        assertRecovered(7, 7, 0);
        assertRecovered(4, 0, 4);
        assertRecovered(20, 8, -1);
        assertRecovered(20, 10, 10);
        assertRecovered(20, 108, -1);
    }

    private void assertRecovered(int published, long since, int recovered) {
        StreamName.OfChannel stream = Store.channel("table-" + published + "-" + since, TEN);
        store.publishMany(stream, published);
        String epoch = store.top(stream).epoch();

        Continuation.Verdict verdict = store.recover(stream, new StreamPosition(since, epoch));

        if (recovered < 0) {
            assertThat(verdict).isEqualTo(new Missing());
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Complete.class,
                            complete -> assertThat(Store.numbers(complete.entries()))
                                    .isEqualTo(LongStream.rangeClosed(since + 1, since + recovered)
                                            .boxed()
                                            .toList()));
        }
        assertThat(store.top(stream)).isEqualTo(new StreamPosition(published, epoch));
    }

    @Test
    void keepsExactlyTheSizeAndThePositionWhenAllHasExpired() {
        StreamName.OfChannel brief = Store.channel("brief", Store.keeping(3, Duration.ofMillis(300)));
        StreamPosition top = store.publishMany(brief, 8);
        assertThat(Store.numbers(Store.await(store.streams.history(brief, -1, null, false))
                        .entries()))
                .containsExactly(6L, 7L, 8L);

        Store.until(
                "the publications expired",
                () -> Store.await(store.streams.latest(brief)).entries().isEmpty());

        assertThat(store.recover(brief, top)).isEqualTo(new Complete(List.of()));
        assertThat(store.recover(brief, new StreamPosition(7, top.epoch()))).isEqualTo(new Missing());
        assertThat(store.publish(brief, 9).position()).isEqualTo(new StreamPosition(9, top.epoch()));
        assertThat(store.recover(brief, top)).isInstanceOf(Complete.class);
    }

    @Test
    void readsForwardsAndBackwardsInParts() {
        StreamName.OfChannel stream = Store.channel("parts", TEN);
        StreamPosition top = store.publishMany(stream, 6);

        assertThat(history(stream, 2, null, false)).containsExactly(1L, 2L);
        assertThat(history(stream, 2, new StreamPosition(2, ""), false)).containsExactly(3L, 4L);
        assertThat(history(stream, 2, null, true)).containsExactly(6L, 5L);
        assertThat(history(stream, 2, new StreamPosition(5, ""), true)).containsExactly(4L, 3L);
        assertThat(history(stream, 0, null, false)).isEmpty();
        assertThat(history(stream, -1, null, true)).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        assertThat(Store.numbers(Store.await(store.streams.latest(stream)).entries()))
                .containsExactly(6L);
        assertThat(Continuation.of(new StreamPosition(0, ""), Store.await(store.streams.since(stream, 0, 4))))
                .isInstanceOf(Continuation.Partial.class);
        assertThat(store.top(stream)).isEqualTo(top);
    }

    @Test
    void beginsANewEpochWhenTheMetadataIsGone() {
        StreamName.OfChannel stream = Store.channel("evicted", TEN);
        StreamPosition before = store.publishMany(stream, 4);
        server.ask("DEL", meta(stream));

        StreamPosition after = store.publish(stream, 5).position();

        assertThat(after.offset()).isEqualTo(1);
        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(history(stream, -1, null, false)).containsExactly(5L);
        assertThat(store.recover(stream, before)).isEqualTo(new Continuation.OtherEpoch());
    }

    @Test
    void beginsANewEpochAlsoWhenReading() {
        StreamName.OfChannel stream = Store.channel("evicted-read", TEN);
        StreamPosition before = store.publishMany(stream, 4);
        server.ask("DEL", meta(stream));

        StreamPosition top = store.top(stream);

        assertThat(top.offset()).isZero();
        assertThat(top.epoch()).isNotEqualTo(before.epoch());
        assertThat(store.publish(stream, 5).position()).isEqualTo(new StreamPosition(1, top.epoch()));
    }

    @Test
    void forgetsPublicationsButNotWhereItIs() {
        StreamName.OfChannel stream = Store.channel("forgotten", TEN);
        StreamPosition top = store.publishMany(stream, 4);

        assertThat(Store.await(store.streams.remove(stream))).isEqualTo(top);

        assertThat(history(stream, -1, null, false)).isEmpty();
        assertThat(store.recover(stream, top)).isEqualTo(new Complete(List.of()));
        assertThat(store.recover(stream, new StreamPosition(3, top.epoch()))).isEqualTo(new Missing());
        assertThat(store.publish(stream, 5).position()).isEqualTo(new StreamPosition(5, top.epoch()));
    }

    @Test
    void endsTheEpochWhenAnInstanceStandsWhereTheStreamNeverWas() {
        StreamName.OfChannel stream = Store.channel("ahead", TEN);
        StreamPosition top = store.publishMany(stream, 4);
        StreamPosition ahead = new StreamPosition(6, top.epoch());

        assertThat(store.recover(stream, ahead)).isEqualTo(new Missing());
        assertThat(store.top(stream)).as("a claim ends nothing").isEqualTo(top);
        assertThat(store.goOn(stream, top)).isEqualTo(new Complete(List.of()));
        assertThat(store.goOn(stream, ahead)).isEqualTo(new Continuation.OtherEpoch());

        StreamPosition next = store.top(stream);
        assertThat(next.epoch()).isNotEqualTo(top.epoch());
        assertThat(store.recover(stream, top)).isEqualTo(new Continuation.OtherEpoch());
        assertThat(history(stream, -1, null, false)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(store.publish(stream, 5).position()).isEqualTo(new StreamPosition(5, next.epoch()));
        assertThat(store.recover(stream, next)).isInstanceOf(Complete.class);
    }

    @Test
    void keepsWhatConsumersNeedUpToTheirCap() {
        StreamName.OfChannel stream = Store.channel("consumed", Store.keeping(3));
        store.publishMany(stream, 3);
        server.ask("HSET", meta(stream), "k", "2", "kc", "6");

        store.publish(stream, 4);
        assertThat(history(stream, -1, null, false)).containsExactly(2L, 3L, 4L);
        store.publish(stream, 5);
        store.publish(stream, 6);
        assertThat(history(stream, -1, null, false)).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(server.ask("TTL", meta(stream))).isEqualTo("-1");
        assertThat(server.ask("TTL", meta(stream).replace(":meta", ":stream"))).isEqualTo("-1");
        for (int i = 7; i <= 9; i++) {
            store.publish(stream, i);
        }
        assertThat(history(stream, -1, null, false)).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);

        server.ask("HSET", meta(stream), "k", "8");
        Store.await(store.streams.remove(stream));
        assertThat(history(stream, -1, null, false)).containsExactly(8L, 9L);
        server.ask("HSET", meta(stream), "k", "9");
        store.publish(stream, 10);
        store.publish(stream, 11);
        assertThat(history(stream, -1, null, false)).containsExactly(9L, 10L, 11L);
    }

    @Test
    void outlivesItsLastUse() {
        StreamName.OfChannel stream = Store.channel("lives", TEN);
        store.publish(stream, 1);

        long seconds = Long.parseLong(server.ask("TTL", meta(stream)));
        assertThat(Duration.ofSeconds(seconds)).isBetween(Duration.ofDays(30), Duration.ofDays(34));
        assertThat(Long.parseLong(server.ask("TTL", entries(stream)))).isBetween(600L, 619L);

        server.ask("PEXPIRE", entries(stream), "100000");
        server.ask("PEXPIRE", meta(stream), Long.toString(Duration.ofDays(30).toMillis()));
        store.publish(stream, 2);
        assertThat(Long.parseLong(server.ask("TTL", entries(stream)))).isBetween(600L, 619L);

        server.ask("PEXPIRE", meta(stream), "100000");
        store.top(stream);
        assertThat(Long.parseLong(server.ask("TTL", meta(stream)))).isGreaterThan(2_000_000L);
        server.ask("PEXPIRE", meta(stream), "100000");
        store.publish(stream, 3);
        assertThat(Long.parseLong(server.ask("TTL", meta(stream)))).isGreaterThan(2_000_000L);
    }

    @Test
    void refusesToReadWhereThereIsNoHistory() {
        StreamName.OfChannel none = Store.channel(
                "none", Namespace.defaults("").withHistory(Store.keeping(0).history()));

        assertThatThrownBy(() -> store.streams.since(none, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("history-size and history-ttl must be above 0");
        assertThatThrownBy(() -> StreamName.feed(TEN)).hasMessageContaining("only a namespace with wildcards");
    }

    private List<Long> history(StreamName stream, int limit, @Nullable StreamPosition since, boolean reverse) {
        return Store.numbers(Store.await(store.streams.history(stream, limit, since, reverse))
                .entries());
    }

    private String entries(StreamName stream) {
        return meta(stream).replace(":meta", ":stream");
    }

    private String meta(StreamName stream) {
        return store.keys.meta(store.streams.pubSubKey(stream));
    }
}
