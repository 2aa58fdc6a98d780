package dev.hub.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.namespace.NamespaceStore.Change;
import dev.hub.core.namespace.NamespaceStore.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The namespaces in a real server. */
@OnEachEngine
class NamespaceStoreIT {
    private final Engine engine;
    private final Vertx vertx = Vertx.vertx();

    private Standalone server;
    private NamespaceStore store;

    NamespaceStoreIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        server = Standalone.start(engine);
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        get(valkey.whenReady());
        store = new NamespaceStore(valkey, new Keyspace("t:"));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
        server.close();
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void beginsEmpty() {
        assertThat(get(store.version())).isEqualTo("0");
        assertThat(get(store.read())).isEqualTo(StoredNamespaces.none());
        assertThat(server.server().ask("EXISTS", "t:{n}:namespaces")).isEqualTo("0");
    }

    @Test
    void setsAndTakesAway() {
        Outcome set = get(store.put("chat", "{\"durable\":true}", "0"));
        Outcome taken = get(store.remove("chat", set.namespaces().version()));

        assertThat(set.change()).isEqualTo(Change.DONE);
        assertThat(set.namespaces().options()).isEqualTo(Map.of("chat", "{\"durable\":true}"));
        assertThat(taken.change()).isEqualTo(Change.DONE);
        assertThat(taken.namespaces().options()).isEmpty();
        assertThat(taken.namespaces().version()).isGreaterThan(set.namespaces().version());
        assertThat(get(store.read())).isEqualTo(taken.namespaces());
        assertThat(get(store.version())).isEqualTo(taken.namespaces().version());
    }

    @Test
    void refusesAChangeThatIsBasedOnAnOlderVersionAndTellsTheNewOne() {
        Outcome first = get(store.put("chat", "{}", "0"));

        Outcome second = get(store.put("news", "{}", "0"));

        assertThat(second).isEqualTo(new Outcome(Change.CONFLICT, first.namespaces()));
    }

    @Test
    void doesNotTakeAwayWhatIsNotThere() {
        assertThat(get(store.remove("chat", "0"))).isEqualTo(new Outcome(Change.ABSENT, StoredNamespaces.none()));
    }

    @Test
    void takesNoMoreThanItsLimit() {
        String[] fields = IntStream.range(0, NamespaceStore.MAX - 1)
                .boxed()
                .flatMap(i -> java.util.stream.Stream.of("space" + i, "{}"))
                .toArray(String[]::new);
        String[] command = new String[fields.length + 2];
        command[0] = "HSET";
        command[1] = "t:{n}:namespaces";
        System.arraycopy(fields, 0, command, 2, fields.length);
        server.server().ask(command);

        Outcome last = get(store.put("last", "{}", "0"));
        Outcome tooMany = get(store.put("toomany", "{}", last.namespaces().version()));
        Outcome changed =
                get(store.put("last", "{\"durable\":true}", last.namespaces().version()));

        assertThat(last.change()).isEqualTo(Change.DONE);
        assertThat(tooMany.change()).isEqualTo(Change.FULL);
        assertThat(changed.change()).isEqualTo(Change.DONE);
        assertThat(changed.namespaces().options()).hasSize(NamespaceStore.MAX);
    }

    @Test
    void neverUsesAVersionTwiceEvenAfterAllWasLost() {
        String before = get(store.put("chat", "{}", "0")).namespaces().version();
        server.server().ask("FLUSHALL");

        String after = get(store.put("chat", "{}", "0")).namespaces().version();

        assertThat(after).isNotEqualTo(before);
    }
}
