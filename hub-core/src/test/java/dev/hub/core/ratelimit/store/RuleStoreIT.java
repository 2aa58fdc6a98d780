package dev.hub.core.ratelimit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.store.RuleStore.Change;
import dev.hub.core.ratelimit.store.RuleStore.Outcome;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rules and prices in a real server. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class RuleStoreIT {
    private static final Optional<String> ANY = Optional.empty();

    private final ServerProcess server;
    private final String prefix;
    private final Vertx vertx = Vertx.vertx();

    private RuleStore store;

    RuleStoreIT(Engine engine, SharedServers servers) {
        this.server = servers.on(engine);
        this.prefix = servers.prefix();
    }

    @BeforeEach
    void connect() {
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        get(valkey.whenReady());
        store = new RuleStore(valkey, new Keyspace(prefix));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private Change put(String name, String json) {
        return get(store.put(StoredKind.RULE, name, json, ANY, "anna"));
    }

    @Test
    void keepsRulesAndPricesUnderNamesOfTheirOwn() {
        assertThat(get(store.read())).isEqualTo(new StoredLimits("0", Map.of(), Map.of()));
        assertThat(get(store.version())).isEqualTo("0");

        Change rule = put("v", "{1}");
        Change price = get(store.put(StoredKind.PRICE, "v", "{2}", ANY, "anna"));

        assertThat(rule.outcome()).isEqualTo(Outcome.DONE);
        assertThat(price.version()).isGreaterThan(rule.version());
        assertThat(get(store.version())).isEqualTo(price.version());
        assertThat(get(store.read()))
                .isEqualTo(new StoredLimits(price.version(), Map.of("v", "{1}"), Map.of("v", "{2}")));
    }

    @Test
    void ofTwoChangesOnTheSameVersionOneWins() {
        String base = put("a", "{}").version();

        List<Future<Change>> rivals = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rivals.add(store.put(StoredKind.RULE, "a", "{" + i + "}", Optional.of(base), "rival" + i));
        }

        List<Outcome> outcomes =
                rivals.stream().map(RuleStoreIT::get).map(Change::outcome).toList();
        assertThat(outcomes).containsOnlyOnce(Outcome.DONE).contains(Outcome.CONFLICT);
        assertThat(get(store.log("", 100))).hasSize(2);
    }

    @Test
    void toDoItAgainChangesNothingAndIsNotLogged() {
        Change first = put("a", "{}");

        Change second = put("a", "{}");
        Change absent = get(store.remove(StoredKind.RULE, "b", ANY, "anna"));

        assertThat(second).isEqualTo(new Change(Outcome.SAME, first.version(), "{}"));
        assertThat(absent).isEqualTo(new Change(Outcome.ABSENT, first.version(), ""));
        assertThat(get(store.log("", 100))).hasSize(1);
    }

    @Test
    void theLogSaysWhoChangedWhatFromWhatToWhatLatestFirst() {
        put("a", "{1}");
        get(store.put(StoredKind.RULE, "a", "{2}", ANY, "bert"));
        get(store.put(StoredKind.PRICE, "m", "{3}", ANY, "carla"));
        get(store.remove(StoredKind.RULE, "a", ANY, "dora"));

        List<LoggedChange> log = get(store.log("", 3));

        assertThat(log)
                .extracting(
                        LoggedChange::who,
                        LoggedChange::kind,
                        LoggedChange::name,
                        LoggedChange::before,
                        LoggedChange::after)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("dora", StoredKind.RULE, "a", "{2}", ""),
                        org.assertj.core.groups.Tuple.tuple("carla", StoredKind.PRICE, "m", "", "{3}"),
                        org.assertj.core.groups.Tuple.tuple("bert", StoredKind.RULE, "a", "{1}", "{2}"));
        assertThat(get(store.log(log.getLast().id(), 3)))
                .extracting(LoggedChange::who)
                .containsExactly("anna");
        assertThat(log.getFirst().atMs()).isGreaterThan(1_600_000_000_000L);
    }

    @Test
    void takesNoMoreThanSoManyOfAKind() {
        List<String> command = new ArrayList<>(List.of("HSET", prefix + "{n}:limits"));
        for (int i = 0; i < RuleStore.MAX; i++) {
            command.addAll(List.of("r:rule" + i, "{}"));
        }
        server.ask(command.toArray(String[]::new));

        assertThat(put("one-more", "{}").outcome()).isEqualTo(Outcome.FULL);
        assertThat(put("rule7", "{7}").outcome()).isEqualTo(Outcome.DONE);
        assertThat(get(store.put(StoredKind.PRICE, "m", "{}", ANY, "anna")).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(get(store.remove(StoredKind.RULE, "rule1", ANY, "anna")).outcome())
                .isEqualTo(Outcome.DONE);
        assertThat(put("one-more", "{}").outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void theLogIsBounded() {
        for (int i = 0; i <= RuleStore.MAX_LOG; i++) {
            put("a", "{" + i + "}");
        }

        assertThat(server.ask("XLEN", prefix + "{n}:limits:log")).isEqualTo("1000");
    }
}
