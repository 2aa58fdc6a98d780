package dev.hub.core.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.revocation.Revocation.OneToken;
import dev.hub.core.revocation.Revocation.UserBlock;
import dev.hub.core.revocation.Revocation.UserTokens;
import dev.hub.core.revocation.RevocationStore.Change;
import dev.hub.core.revocation.RevocationStore.Outcome;
import dev.hub.core.revocation.RevocationStore.Stored;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is taken back, in a real server. */
@OnEachEngine
class RevocationStoreIT {
    private static final long LATER = 4_000_000_000L;

    private final Engine engine;
    private final Vertx vertx = Vertx.vertx();

    private Standalone server;
    private RevocationStore store;

    RevocationStoreIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        server = Standalone.start(engine);
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        get(valkey.whenReady());
        store = new RevocationStore(valkey, new Keyspace("t:"));
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
    void keepsWhatWasTakenBackUntilItIsRemoved() {
        assertThat(get(store.read())).isEqualTo(new Stored("0", List.of()));
        UserBlock block = new UserBlock("eve", 0);
        OneToken token = new OneToken("a b", LATER);
        UserTokens tokens = new UserTokens("eve", 7, LATER);

        Change first = get(store.put(block));
        Change second = get(store.put(token));
        Change third = get(store.put(tokens));

        assertThat(first.outcome()).isEqualTo(Outcome.DONE);
        assertThat(first.base()).isEqualTo("0");
        assertThat(second.base()).isEqualTo(first.version());
        assertThat(get(store.version())).isEqualTo(third.version());
        assertThat(get(store.read()).version()).isEqualTo(third.version());
        assertThat(get(store.read()).revocations()).containsExactlyInAnyOrder(block, token, tokens);
        assertThat(get(store.remove(block.field())).outcome()).isEqualTo(Outcome.DONE);
        assertThat(get(store.remove(token.field())).outcome()).isEqualTo(Outcome.DONE);
        assertThat(get(store.read()).revocations()).containsExactly(tokens);
        assertThat(server.server().ask("ZCARD", "t:{n}:revoked:due")).isEqualTo("1");
    }

    @Test
    void toDoItAgainChangesNothing() {
        Change first = get(store.put(new UserBlock("eve", 0)));
        Change second = get(store.put(new UserBlock("eve", 0)));
        Change absent = get(store.remove("b:ann"));

        assertThat(second).isEqualTo(new Change(Outcome.SAME, first.version(), first.version(), List.of()));
        assertThat(absent.outcome()).isEqualTo(Outcome.SAME);
        Change longer = get(store.put(new UserBlock("eve", LATER)));
        assertThat(longer.outcome()).isEqualTo(Outcome.DONE);
        assertThat(longer.version()).isGreaterThan(first.version());
        assertThat(get(store.read()).revocations()).containsExactly(new UserBlock("eve", LATER));
    }

    @Test
    void whatIsOverGoesWithTheNextChangeAndIsTold() {
        get(store.put(new UserBlock("over", 1)));
        get(store.put(new OneToken("past", 2)));

        Change change = get(store.put(new UserBlock("eve", LATER)));

        assertThat(change.expired()).containsExactly("t:past");
        assertThat(get(store.read()).revocations()).containsExactly(new UserBlock("eve", LATER));
        assertThat(server.server().ask("ZCARD", "t:{n}:revoked:due")).isEqualTo("1");
    }

    @Test
    void whatComesBackBeforeItWasForgottenStays() {
        get(store.put(new UserBlock("eve", 1)));

        Change change = get(store.put(new UserBlock("eve", LATER)));

        assertThat(change.outcome()).isEqualTo(Outcome.DONE);
        assertThat(change.expired()).isEmpty();
        assertThat(get(store.read()).revocations()).containsExactly(new UserBlock("eve", LATER));
    }

    @Test
    void passesOverWhatANewerVersionWrote() {
        server.server().ask("HSET", "t:{n}:revoked", "x:new", "1");
        server.server().ask("HSET", "t:{n}:revoked", "b:eve", "0");

        assertThat(get(store.read()).revocations()).containsExactly(new UserBlock("eve", 0));
    }
}
