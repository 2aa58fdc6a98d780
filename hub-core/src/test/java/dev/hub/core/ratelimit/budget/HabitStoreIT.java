package dev.hub.core.ratelimit.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was learned of calls, in a real server. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class HabitStoreIT {
    private final String url;
    private final Keyspace keys;
    private final Vertx vertx = Vertx.vertx();

    private HabitStore store;

    HabitStoreIT(Engine engine, SharedServers servers) {
        url = servers.on(engine).url();
        keys = new Keyspace(servers.prefix());
    }

    @BeforeEach
    void start() {
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        get(valkey.whenReady());
        store = new HabitStore(valkey, keys);
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Model model(String tenant) {
        return new Model("m}odel", tenant, Optional.empty());
    }

    @Test
    void theScriptLearnsAsJavaDoes() {
        SplittableRandom random = new SplittableRandom(3);
        Learned input = Learned.NOTHING;
        Learned output = Learned.NOTHING;
        for (int i = 0; i < 200; i++) {
            long sent = random.nextLong(1, i % 10 == 0 ? 1_000_000_000_000L : 5000);
            long received = random.nextLong(1, 100);
            input = input.with(sent);
            output = output.with(received);

            assertThat(get(store.learn(model("a"), Usage.tokens(sent, received))))
                    .isEqualTo(new Habits(input, output));
        }
        assertThat(get(store.read(model("a")))).isEqualTo(new Habits(input, output));
    }

    @Test
    void tellsOfATenantWithoutCallsWhatOthersUse() {
        get(store.learn(model("a"), Usage.tokens(10, 20)));
        get(store.learn(model("b"), Usage.input(30)));

        Habits ofB = get(store.read(model("b")));
        Habits ofC = get(store.read(model("c")));

        assertThat(ofB.input()).isEqualTo(Learned.NOTHING.with(30));
        assertThat(ofB.output()).isEqualTo(Learned.NOTHING.with(20));
        assertThat(ofC.input()).isEqualTo(Learned.NOTHING.with(10).with(30));
        assertThat(get(store.read(model("")))).isEqualTo(ofC);
    }

    @Test
    void learnsNothingFromACallThatFailed() {
        get(store.learn(model("a"), Usage.tokens(0, 0)));

        assertThat(get(store.read(model("a")))).isEqualTo(Habits.NONE);
    }
}
