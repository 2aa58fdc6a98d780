package dev.hub.core.leader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.leader.Candidacy.Elected;
import dev.hub.core.leader.Candidacy.Refused;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who gets the leadership, and when. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class LeaderStoreIT {
    private static final LeaderTerms LONG = new LeaderTerms(Duration.ofMinutes(1), Duration.ofSeconds(1));

    private final Vertx vertx = Vertx.vertx();
    private final ServerProcess server;
    private final Keyspace keys;
    private final Valkey valkey;
    private final LeaderStore store;

    LeaderStoreIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
        keys = new Keyspace(servers.prefix());
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        store = with(LONG);
        await(valkey.whenReady());
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private LeaderStore with(LeaderTerms terms) {
        return new LeaderStore(valkey, keys, terms);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private long elected(String uid, long term) {
        return ((Elected) await(store.take(uid, term))).term();
    }

    private Refused refused(String uid) {
        return (Refused) await(store.take(uid, 0));
    }

    @Test
    void theFirstWhoAsksGetsItAndKeepsItsTerm() {
        long term = elected("a", 0);

        assertThat(elected("a", term)).isEqualTo(term);
        assertThat(refused("b").leader()).isEqualTo(new Leader("a", term));
        assertThat(refused("b").freeInMillis()).isBetween(59_000L, 61_000L);
    }

    @Test
    void whatWasGivenBackIsTakenAtOnceForAHigherTerm() {
        long first = elected("a", 0);

        assertThat(await(store.release("b"))).isFalse();
        assertThat(await(store.release("a"))).isTrue();
        assertThat(await(store.release("a"))).isFalse();

        assertThat(elected("b", 0)).isGreaterThan(first);
        assertThat(refused("a").leader().uid()).isEqualTo("b");
    }

    @Test
    void aLeaseThatRanOutIsTakenAfterTheLockDelayOnly() {
        LeaderStore brief = with(new LeaderTerms(Duration.ofMillis(60), Duration.ofMillis(300)));
        long first = ((Elected) await(brief.take("a", 0))).term();
        long start = System.nanoTime();

        Elected next = Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> await(brief.take("b", 0)) instanceof Elected won ? won : null, won -> won != null);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(340));
        assertThat(next.term()).isGreaterThan(first);
    }

    @Test
    void whoDoesNotTrustInItsLeaseAnyMoreLeadsInAnotherTerm() {
        long first = elected("a", 0);

        long second = elected("a", 0);

        assertThat(second).isGreaterThan(first);
        assertThat(elected("a", first)).isGreaterThan(second);
    }

    @Test
    void termsGoUpAlsoWhenTheServerLostWhatItKnew() {
        long first = elected("a", 0);
        server.ask("DEL", keys.leader());

        long second = elected("b", 0);

        assertThat(second).isGreaterThan(first);
        assertThat(refused("a").leader()).isEqualTo(new Leader("b", second));
    }

    @Test
    void aClockThatWasPutBackDoesNotMakeALeaseLonger() {
        long first = elected("a", 0);
        String tomorrow = Long.toString(first + Duration.ofDays(1).toNanos() / 1000);
        server.ask("HSET", keys.leader(), "until", tomorrow, "term", tomorrow);

        assertThat(refused("b").freeInMillis()).isLessThanOrEqualTo(61_000);
        assertThat(await(store.release("a"))).isTrue();
        assertThat(elected("b", 0)).isGreaterThan(Long.parseLong(tomorrow));
    }
}
