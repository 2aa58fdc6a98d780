package dev.hub.core.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When a published key set is fetched, and what holds while it cannot be. */
final class RemoteKeysTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final PublicKey OLD = TestKeys.ed25519().getPublic();
    private static final PublicKey NEW = TestKeys.elliptic("secp256r1").getPublic();
    private static final RemoteKeySettings SETTINGS =
            new RemoteKeySettings(Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(1));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000L));
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<Future<byte[]>> published =
            new AtomicReference<>(Future.succeededFuture(TestKeys.set(TestKeys.jwk("old", OLD))));
    private final RemoteKeys keys = new RemoteKeys(VERTX, this::fetch, SETTINGS, now::get);

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<byte[]> fetch() {
        fetches.incrementAndGet();
        return published.get();
    }

    private void publish(String id, PublicKey key) {
        published.set(Future.succeededFuture(TestKeys.set(TestKeys.jwk(id, key))));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static KeySet await(Future<KeySet> set) throws Exception {
        return set.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void assertUndecided(Future<KeySet> set) {
        assertThat(set.toCompletionStage().toCompletableFuture())
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.isTemporary()).isTrue());
    }

    @Test
    void areFetchedOnceForAllWhoAsk() throws Exception {
        Promise<byte[]> answer = Promise.promise();
        published.set(answer.future());
        List<Future<KeySet>> asked = List.of(keys.lookUp("old"), keys.lookUp("old"), keys.lookUp(""));

        answer.complete(TestKeys.set(TestKeys.jwk("old", OLD)));

        for (Future<KeySet> each : asked) {
            assertThat(await(each).knows("old")).isTrue();
        }
        assertThat(keys.lookUp("old").isComplete()).isTrue();
        assertThat(fetches).hasValue(1);
        assertThat(keys.generation()).isEqualTo(1);
    }

    @Test
    void areFetchedAtOnceForAKeyThatIsNotKnown() throws Exception {
        await(keys.lookUp("old"));
        pass(Duration.ofSeconds(10));
        publish("new", NEW);

        KeySet set = await(keys.lookUp("new"));

        assertThat(set.candidates("new", TokenAlgorithm.ES256)).hasSize(1);
        assertThat(set.knows("old")).isFalse();
        assertThat(keys.generation()).isEqualTo(2);
    }

    @Test
    void areNotFetchedMoreOftenWhateverIsAskedFor() throws Exception {
        await(keys.lookUp("old"));

        for (int i = 0; i < 100; i++) {
            assertUndecided(keys.lookUp("made up " + i));
        }

        assertThat(fetches).hasValue(1);
        pass(Duration.ofSeconds(10));
        assertThat(await(keys.lookUp("made up")).knows("made up")).isFalse();
        assertThat(fetches).hasValue(2);
        assertThat(keys.generation()).isEqualTo(1);
    }

    @Test
    void serveOnWhileTheyAreFetchedAnew() throws Exception {
        await(keys.lookUp("old"));
        Promise<byte[]> answer = Promise.promise();
        published.set(answer.future());
        pass(Duration.ofMinutes(10));

        assertThat(keys.lookUp("old").result().knows("old")).isTrue();

        answer.complete(TestKeys.set(TestKeys.jwk("new", NEW)));
        Awaitility.await().until(() -> keys.generation() == 2);
    }

    @Test
    void serveOnThroughAnOutageForABoundedTime() throws Exception {
        await(keys.lookUp("old"));
        published.set(Future.failedFuture("refused"));
        pass(Duration.ofMinutes(59));
        assertThat(keys.lookUp("old").result().knows("old")).isTrue();

        pass(Duration.ofMinutes(1));
        assertUndecided(keys.lookUp("old"));

        pass(Duration.ofSeconds(10));
        publish("old", OLD);
        assertThat(await(keys.lookUp("old")).knows("old")).isTrue();
        assertThat(keys.generation()).isEqualTo(1);
    }

    @Test
    void surviveGarbage() throws Exception {
        await(keys.lookUp("old"));
        for (String garbage : List.of("", "<html>", "{}", "[]", "{\"keys\":[]}", "{\"keys\":7}", "{\"keys\":[{}]}")) {
            published.set(Future.succeededFuture(garbage.getBytes(StandardCharsets.UTF_8)));
            pass(Duration.ofSeconds(10));

            assertUndecided(keys.lookUp("other"));

            assertThat(keys.lookUp("old").result().knows("old")).as(garbage).isTrue();
        }
    }

    @Test
    void failForNowWhenTheyWereNeverThere() {
        published.set(Future.failedFuture("refused"));

        assertUndecided(keys.lookUp("old"));
        assertUndecided(keys.lookUp("old"));

        assertThat(fetches).hasValue(1);
    }

    @Test
    void surviveASourceThatThrows() throws Exception {
        RemoteKeys broken = new RemoteKeys(
                VERTX,
                () -> {
                    throw new IllegalStateException("broken");
                },
                SETTINGS,
                now::get);

        assertUndecided(broken.lookUp("old"));
    }
}
