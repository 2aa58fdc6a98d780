package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation.Complete;
import dev.hub.core.stream.Continuation.Missing;
import dev.hub.core.stream.Continuation.OtherEpoch;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary that took over without the tail of its predecessor: nobody gets other data under a place that was used. */
@OnEachEngine
class LostTailIT {
    private static final long SKIPPED = 1L << 20;

    private final StreamName.OfChannel news = Store.channel("news", Store.keeping(100));
    private final Map<StreamPosition, Payload> published = new HashMap<>();
    private final Replicated servers;
    private final Store store;
    private long number;

    LostTailIT(Engine engine) {
        servers = Replicated.start(ServerSpec.of(engine), 2);
        store = Store.ready(servers.url(), "hub:");
    }

    @BeforeEach
    void loseATail() {
        publish(3);
        servers.sync();
        servers.cut();
    }

    @AfterEach
    void stop() {
        store.close();
        servers.close();
    }

    @Test
    void endsTheEpochOnceAnInstanceShowsThatItWasInTheLostTail() {
        StreamPosition kept = store.top(news);
        StreamPosition lost = publish(2);
        failOver();

        assertThat(store.top(news)).isEqualTo(kept);
        assertThat(store.recover(news, lost)).isEqualTo(new Missing());
        assertThat(store.top(news)).as("after a client's claim").isEqualTo(kept);
        assertThat(store.goOn(news, lost)).isEqualTo(new OtherEpoch());
        assertThat(store.top(news).epoch()).isNotEqualTo(kept.epoch());
        assertThat(store.recover(news, kept)).isEqualTo(new OtherEpoch());
        publish(1);
    }

    @Test
    void givesLostPlacesToNobodyElse() {
        StreamPosition kept = store.top(news);
        StreamPosition lost = publish(2);
        failOver();
        StreamPosition next = publish(2);

        assertThat(next.epoch()).isEqualTo(kept.epoch());
        assertThat(next.offset()).isGreaterThan(SKIPPED);
        for (long offset = kept.offset() + 1; offset <= lost.offset(); offset++) {
            assertThat(store.recover(news, new StreamPosition(offset, kept.epoch())))
                    .isEqualTo(new Missing());
        }
        assertThat(store.recover(news, kept))
                .isInstanceOfSatisfying(
                        Complete.class,
                        complete ->
                                assertThat(Store.numbers(complete.entries())).containsExactly(6L, 7L));
        assertThat(store.goOn(news, lost)).isEqualTo(new OtherEpoch());
        assertThat(store.recover(news, next)).isEqualTo(new OtherEpoch());
    }

    @Test
    void saysInTheMessageWhichOffsetCameBeforeTheJump() {
        List<Envelope> arrived = store.subscribe(news);
        publish(2);
        Store.until("they arrived", () -> arrived.size() == 2);
        failOver();
        Store.until("the new primary is heard", () -> {
            publish(1);
            return arrived.size() > 2;
        });

        StreamSlice all = Store.await(store.streams.history(news, -1, null, false));
        Envelope after = arrived.get(2);
        assertThat(all.entries()).contains(after.entry());
        assertThat(all.entries().get(3).previous()).isEqualTo(3);
        assertThat(after.previous()).isNotEqualTo(5);
    }

    @Test
    void neverUsesAPlaceTwiceThoughTwoPrimariesLoseTheirTails() {
        publish(5);
        failOver();
        servers.sync();
        servers.cut();
        StreamPosition lostAgain = publish(5);
        failOver();
        StreamPosition next = publish(5);

        assertThat(next.epoch()).isEqualTo(lostAgain.epoch());
        assertThat(published).hasSize(3 + 5 + 5 + 5);
        assertThat(store.goOn(news, lostAgain)).isEqualTo(new OtherEpoch());
    }

    /** The socket stays open all the while; only the server's own account tells that its history is another one. */
    @Test
    void seesThatAServerWasReplicaForAWhile() {
        StreamPosition top = store.top(news);
        ServerProcess primary = servers.primary();
        primary.ask(
                "REPLICAOF",
                servers.replica().host(),
                Integer.toString(servers.replica().port()));
        primary.ask("REPLICAOF", "NO", "ONE");
        Store.until("the instance noticed", () -> publish(1).offset() > SKIPPED);

        assertThat(store.recover(news, top)).isInstanceOf(Complete.class);
    }

    /** Publishes so many, as soon as there is a primary, and checks that each has a place of its own. */
    private StreamPosition publish(int count) {
        StreamPosition last = StreamPosition.UNKNOWN;
        for (int i = 0; i < count; i++) {
            Store.await(store.valkey.whenReady());
            last = store.publish(news, ++number).position();
            assertThat(published.put(last, Store.json(number)))
                    .as("data at %s", last)
                    .isNull();
        }
        return last;
    }

    private void failOver() {
        servers.failOver();
        Store.until("the new primary is used", () -> store.isUsing(servers.primary()));
    }
}
