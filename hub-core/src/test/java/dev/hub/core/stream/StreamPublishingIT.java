package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishing to streams of one healthy server. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class StreamPublishingIT {
    private static final Namespace TEN = Store.keeping(10);

    private final ServerProcess server;
    private final Store store;

    StreamPublishingIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
        store = Store.ready(server.url(), servers.prefix());
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void countsOffsetsFromOneAndKeepsThePublications() {
        StreamName.OfChannel news = Store.channel("news", TEN);
        List<Envelope> arrived = store.subscribe(news);

        StreamPosition first = store.publish(news, 1).position();
        StreamPosition second = store.publish(news, 2).position();
        StreamSlice slice = Store.await(store.streams.since(news, 0, 100));

        assertThat(first.epoch()).matches("[a-z]{8}");
        assertThat(first.offset()).isEqualTo(1);
        assertThat(second).isEqualTo(new StreamPosition(2, first.epoch()));
        assertThat(slice.top()).isEqualTo(second);
        assertThat(slice.entries())
                .containsExactly(
                        new StreamEntry(1, 0, false, "", Store.json(1)),
                        new StreamEntry(2, 1, false, "", Store.json(2)));
        Store.until("both arrived", () -> arrived.size() == 2);
        assertThat(arrived.stream().map(Envelope::entry)).isEqualTo(slice.entries());
        assertThat(arrived).allMatch(message -> message.epoch().equals(first.epoch()));
    }

    @Test
    void publishesOnceForAnIdempotencyKey() {
        StreamName.OfChannel stream = Store.channel("once", TEN);
        List<Envelope> arrived = store.subscribe(stream);
        NewPublication one =
                NewPublication.of(stream.channel(), TEN, Store.json(1)).withIdempotencyKey("k");

        Appended first = Store.await(store.streams.publish(one));
        store.publish(stream, 2);
        Appended again = Store.await(store.streams.publish(one));

        assertThat(first.kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(again).isEqualTo(new Appended(first.position(), Appended.Kind.REPEATED));
        assertThat(history(stream, -1, null, false)).containsExactly(1L, 2L);
        Store.until("both arrived", () -> arrived.size() >= 2);
        assertThat(store.publish(stream, 3).position().offset()).isEqualTo(3);
        Store.until("the last arrived", () -> arrived.getLast().offset() == 3);
        assertThat(arrived).hasSize(3);
    }

    @Test
    void remembersKeysAlsoWithoutHistory() {
        StreamName.OfChannel stream = Store.channel("unkept", Namespace.defaults(""));
        List<Envelope> arrived = store.subscribe(stream);
        NewPublication one = NewPublication.of(stream.channel(), stream.namespace(), Store.json(1));

        Appended first = Store.await(store.streams.publish(one.withIdempotencyKey("k")));
        Appended again = Store.await(store.streams.publish(one.withIdempotencyKey("k")));
        Appended plain = Store.await(store.streams.publish(one));
        Store.until("two arrived", () -> arrived.size() == 2);

        assertThat(first).isEqualTo(new Appended(StreamPosition.UNKNOWN, Appended.Kind.PUBLISHED));
        assertThat(again).isEqualTo(new Appended(StreamPosition.UNKNOWN, Appended.Kind.REPEATED));
        assertThat(plain).isEqualTo(first);
        assertThat(arrived).noneMatch(Envelope::isPositioned);
        assertThat(ownKeys()).singleElement().asString().endsWith("{c:unkept}:i:k");
    }

    @Test
    void dropsVersionsThatAreNotNewer() {
        StreamName.OfChannel stream = Store.channel("versions", TEN);

        assertThat(publishVersion(stream, 5, "a").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, 5, "a")).isEqualTo(new Appended(store.top(stream), Appended.Kind.OUTDATED));
        assertThat(publishVersion(stream, 4, "a").kind()).isEqualTo(Appended.Kind.OUTDATED);
        assertThat(publishVersion(stream, 10, "a").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, Long.MAX_VALUE - 1, "a").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, Long.MAX_VALUE - 2, "a").kind()).isEqualTo(Appended.Kind.OUTDATED);
        assertThat(publishVersion(stream, Long.MAX_VALUE, "a").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, 1, "b").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, 1, "").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(history(stream, -1, null, false))
                .containsExactly(5L, 10L, Long.MAX_VALUE - 1, Long.MAX_VALUE, 1L, 1L);
    }

    @Test
    void comparesVersionsAlsoWithoutHistory() {
        StreamName.OfChannel stream = Store.channel("unkept-versions", Namespace.defaults(""));

        assertThat(publishVersion(stream, 5, "").kind()).isEqualTo(Appended.Kind.PUBLISHED);
        assertThat(publishVersion(stream, 5, ""))
                .isEqualTo(new Appended(StreamPosition.UNKNOWN, Appended.Kind.OUTDATED));
    }

    private Appended publishVersion(StreamName.OfChannel stream, long version, String epoch) {
        return Store.await(
                store.streams.publish(NewPublication.of(stream.channel(), stream.namespace(), Store.json(version))
                        .withVersion(version, epoch)));
    }

    @Test
    void givesNoPlaceToWhatSkipsTheHistory() {
        StreamName.OfChannel stream = Store.channel("skip", TEN);
        List<Envelope> arrived = store.subscribe(stream);
        store.publish(stream, 1);
        Store.await(
                store.streams.publish(new NewPublication(stream.channel(), TEN, Store.json(2), "", 0, "", true, true)));
        store.publish(stream, 3);
        Store.until("all arrived", () -> arrived.size() == 3);

        assertThat(history(stream, -1, null, false)).containsExactly(1L, 3L);
        assertThat(arrived.stream().map(Envelope::offset)).containsExactly(1L, 0L, 2L);
        assertThat(arrived.get(1).delta()).isTrue();
    }

    @Test
    void carriesTheWishForADelta() {
        StreamName.OfChannel stream = Store.channel("delta", TEN);
        List<Envelope> arrived = store.subscribe(stream);
        Store.await(store.streams.publish(
                new NewPublication(stream.channel(), TEN, Store.json(1), "", 0, "", false, true)));
        Store.until("it arrived", () -> arrived.size() == 1);

        assertThat(arrived.getFirst().delta()).isTrue();
        assertThat(Store.await(store.streams.latest(stream)).entries())
                .containsExactly(new StreamEntry(1, 0, true, "", Store.json(1)));
    }

    @Test
    void feedsPatternsWithAllChannelsOfANamespace() {
        Namespace orders = Store.withFeed(TEN);
        StreamName.OfChannel one = Store.channel("orders:1", orders);
        StreamName.OfChannel two = Store.channel("orders:2 }{", orders);
        StreamName feed = StreamName.feed(orders);
        List<Envelope> arrived = store.subscribe(feed);
        List<Envelope> own = store.subscribe(two);

        store.publish(one, 1);
        store.publish(two, 2);
        store.publish(Store.channel("$orders:3", orders), 3);
        store.publish(Store.channel("orders#42", orders), 4);
        store.publish(one, 5);
        Store.until("all arrived", () -> arrived.size() == 3 && own.size() == 1);

        StreamSlice slice = Store.await(store.streams.since(feed, 0, 100));
        assertThat(slice.entries())
                .containsExactly(
                        new StreamEntry(1, 0, false, "orders:1", Store.json(1)),
                        new StreamEntry(2, 1, false, "orders:2 }{", Store.json(2)),
                        new StreamEntry(3, 2, false, "orders:1", Store.json(5)));
        assertThat(arrived.stream().map(Envelope::entry)).isEqualTo(slice.entries());
        assertThat(own.getFirst().position()).isEqualTo(store.top(two));
        assertThat(own.getFirst().channel()).isEmpty();
    }

    @Test
    void feedsPatternsAlsoWithoutHistory() {
        Namespace orders = Store.withFeed(Namespace.defaults(""));
        StreamName.OfChannel one = Store.channel("orders:1", orders);
        List<Envelope> arrived = store.subscribe(StreamName.feed(orders));
        List<Envelope> own = store.subscribe(one);

        store.publish(one, 1);
        Store.until("it arrived twice", () -> arrived.size() == 1 && own.size() == 1);

        assertThat(arrived).containsExactly(new Envelope(0, 0, "", false, "orders:1", Store.json(1)));
        assertThat(own).containsExactly(new Envelope(0, 0, "", false, "", Store.json(1)));
        assertThat(ownKeys()).isEmpty();
    }

    @Test
    void keepsChannelsApartWhateverTheirNames() {
        StreamName.OfChannel plain = Store.channel("a", TEN);
        StreamName.OfChannel tricky = Store.channel("a}:i:b", TEN);
        StreamName.OfChannel escaped = Store.channel("a%7D:i:b", TEN);
        StreamPosition first = store.publish(tricky, 1).position();

        Store.await(store.streams.publish(
                NewPublication.of(plain.channel(), TEN, Store.json(2)).withIdempotencyKey("b}:meta")));
        Store.await(store.streams.publish(
                NewPublication.of(plain.channel(), TEN, Store.json(3)).withIdempotencyKey("b}:stream")));
        store.publish(escaped, 4);

        assertThat(store.top(tricky)).isEqualTo(first);
        assertThat(history(tricky, -1, null, false)).containsExactly(1L);
        assertThat(history(escaped, -1, null, false)).containsExactly(4L);
        assertThat(history(plain, -1, null, false)).containsExactly(2L, 3L);
        assertThat(store.streams.pubSubKey(plain)).isNotEqualTo(store.streams.pubSubKey(tricky));
    }

    @Test
    void keepsEveryByteOfAPublication() {
        StringBuilder text = new StringBuilder("{\"data\":\"");
        for (int i = 0; i < 5_000; i++) {
            text.append("\\u0000 \u0001\u007f é 漢 😀 \\n {}%s");
        }
        Payload json = Payload.ofJson(text.append("\"}").toString());
        Payload broken = Payload.ofBytes(new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0, 0, '\t', '"', '}'});
        StreamName.OfChannel stream = Store.channel("bytes", TEN);
        List<Envelope> arrived = store.subscribe(stream);

        for (Payload payload : List.of(json, broken)) {
            Store.await(store.streams.publish(NewPublication.of(stream.channel(), TEN, payload)
                    .withIdempotencyKey("k\u0000 {}\n%" + payload.size())));
        }
        Store.until("both arrived", () -> arrived.size() == 2);

        assertThat(arrived.stream().map(Envelope::publication)).containsExactly(json, broken);
        assertThat(Store.await(store.streams.history(stream, -1, null, false)).entries().stream()
                        .map(StreamEntry::publication))
                .containsExactly(json, broken);
    }

    @Test
    void changesNothingWhenAKeyIsOfAnotherType() {
        StreamName.OfChannel stream = Store.channel("foreign", TEN);
        server.ask("SET", meta(stream), "text");

        assertThatThrownBy(() -> store.publish(stream, 1)).hasMessageContaining("WRONGTYPE");

        assertThat(server.ask("GET", meta(stream))).isEqualTo("text");
        assertThat(ownKeys()).hasSize(1);
    }

    private List<Long> history(StreamName stream, int limit, @Nullable StreamPosition since, boolean reverse) {
        return Store.numbers(Store.await(store.streams.history(stream, limit, since, reverse))
                .entries());
    }

    private String meta(StreamName stream) {
        return store.keys.meta(store.streams.pubSubKey(stream));
    }

    private List<?> ownKeys() {
        try (var resp = server.client()) {
            return resp.list("KEYS", store.keys.prefix() + "*");
        }
    }
}
