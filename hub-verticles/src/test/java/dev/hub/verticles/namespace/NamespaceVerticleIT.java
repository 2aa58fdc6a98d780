package dev.hub.verticles.namespace;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.NamespaceCommand.Define;
import dev.hub.core.bus.NamespaceCommand.Done;
import dev.hub.core.bus.NamespaceCommand.Entries;
import dev.hub.core.bus.NamespaceCommand.Entry;
import dev.hub.core.bus.NamespaceCommand.Forget;
import dev.hub.core.bus.NamespaceCommand.ListAll;
import dev.hub.core.bus.NamespaceCommand.Origin;
import dev.hub.core.bus.NamespacesChanged;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.NamingRules;
import dev.hub.core.channel.NamingRules.DataFormat;
import dev.hub.core.config.ChannelsConfig;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one server; the second one behind a proxy. */
@OnEachEngine
class NamespaceVerticleIT {
    private static final HistoryRules HISTORY = new HistoryRules(
            10,
            Duration.ofMinutes(5),
            Duration.ofDays(30),
            false,
            false,
            false,
            false,
            RecoveryMode.STREAM,
            false,
            Duration.ofMinutes(5),
            false);
    private static final Namespace KEPT = Namespace.defaults("chat").withHistory(HISTORY);
    private static final Map<String, Object> OPTIONS = Map.of("history_size", 10, "history_ttl", "5m");

    private final Engine engine;

    private Standalone valkey;
    private FaultProxy proxy;
    private Instance here;
    private Instance there;

    NamespaceVerticleIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        proxy = FaultProxy.before(valkey.server());
        here = instance("here", valkey.url());
        there = instance("there", "valkey://" + proxy.address());
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        proxy.close();
        valkey.close();
    }

    private static Instance instance(String name, String url) {
        ChannelsConfig file = ChannelsConfig.defaults().withNamespaces(List.of(Namespace.defaults("chat")));
        Instance instance = Instance.start(name, url, "t:", file.toNamespaces());
        instance.deploy(new NamespaceVerticle(
                instance.access(), instance.bus(), instance.namespaces(), ChannelsSource.fixed(file), file));
        await().until(() -> get(instance.bus()
                        .request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class))
                .isUp());
        return instance;
    }

    private static Optional<Namespace> named(Instance instance, String name) {
        return instance.namespaces().get().named(name);
    }

    private static Entry define(Instance instance, String name, Map<String, Object> options) {
        return get(instance.bus().request(Addresses.NAMESPACES, new Define(name, options), Entry.class));
    }

    private static void forget(Instance instance, String name) {
        get(instance.bus().request(Addresses.NAMESPACES, new Forget(name), Done.class));
    }

    @Test
    void whatIsSetHoldsHereAtOnceAndSoonThere() {
        Entry entry = define(here, "chat", OPTIONS);

        assertThat(entry).isEqualTo(new Entry(KEPT, Origin.API));
        assertThat(named(here, "chat")).contains(KEPT);
        await().atMost(Duration.ofSeconds(1)).until(() -> named(there, "chat").equals(Optional.of(KEPT)));
    }

    @Test
    void whatIsForgottenIsTheFilesAgain() {
        define(here, "chat", OPTIONS);
        await().until(() -> named(there, "chat").equals(Optional.of(KEPT)));

        forget(there, "chat");

        assertThat(named(there, "chat")).contains(Namespace.defaults("chat"));
        await().atMost(Duration.ofSeconds(1))
                .until(() -> named(here, "chat").equals(Optional.of(Namespace.defaults("chat"))));
        assertThatThrownBy(() -> forget(here, "chat"))
                .isInstanceOf(HubException.class)
                .hasMessage("bad request: name must be that of a namespace that was set by the API");
    }

    @Test
    void tellsWhoeverKeepsSomethingOfThem() {
        List<Set<String>> changed = new CopyOnWriteArrayList<>();
        there.bus().consume(Addresses.NAMESPACES_CHANGED, NamespacesChanged.class, each -> changed.add(each.names()));

        define(here, "chat", OPTIONS);
        define(here, "news", Map.of());
        define(here, "news", Map.of());

        await().untilAsserted(() ->
                assertThat(changed.stream().flatMap(Set::stream)).containsExactlyInAnyOrder("chat", "news"));
    }

    @Test
    void aLateInstanceFindsWhatWasSetBefore() {
        define(here, "chat", OPTIONS);

        try (Instance late = instance("late", valkey.url())) {
            assertThat(named(late, "chat")).contains(KEPT);
        }
    }

    @Test
    void anInstanceThatWasCutOffFindsItAfterwards() {
        proxy.refuse();
        proxy.cut();
        define(here, "chat", OPTIONS);
        assertThat(named(there, "chat")).contains(Namespace.defaults("chat"));

        proxy.pass();

        await().atMost(NamespaceVerticle.LOOK.multipliedBy(3))
                .until(() -> named(there, "chat").equals(Optional.of(KEPT)));
    }

    @Test
    void aChangeThatNobodyAnnouncedIsFoundAtTheNextLook() {
        valkey.server()
                .ask("HSET", "t:{n}:namespaces", "news", "{\"history_size\":10,\"history_ttl\":\"5m\"}", "v", "7");

        await().atMost(NamespaceVerticle.LOOK.multipliedBy(2))
                .until(() ->
                        named(here, "news").isPresent() && named(there, "news").isPresent());
    }

    @Test
    void whatAllLoseIsTheFilesAgain() {
        define(here, "chat", OPTIONS);

        valkey.server().ask("FLUSHALL");

        await().atMost(NamespaceVerticle.LOOK.multipliedBy(2))
                .until(() -> named(here, "chat").equals(Optional.of(Namespace.defaults("chat"))));
    }

    @Test
    void passesOverWhatItCannotRead() {
        valkey.server()
                .ask(
                        "HSET", "t:{n}:namespaces",
                        "noobject", "[]",
                        "nojson", "{",
                        "wrong", "{\"history_size\":-1}",
                        "newer", "{\"option_of_tomorrow\":true,\"history_size\":10,\"history_ttl\":\"5m\"}",
                        "x", "{}",
                        "news", "{\"durable\":null}",
                        "v", "strange");

        await().until(() -> named(here, "news").isPresent());
        assertThat(named(here, "noobject")).isEmpty();
        assertThat(named(here, "nojson")).isEmpty();
        assertThat(named(here, "wrong")).isEmpty();
        assertThat(named(here, "x")).isEmpty();
        assertThat(named(here, "newer")).contains(Namespace.defaults("newer").withHistory(HISTORY));
        assertThat(named(here, "chat")).contains(Namespace.defaults("chat"));
    }

    @Test
    void noneOfManyChangesAtOnceIsLost() {
        List<Future<Entry>> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (Instance each : List.of(here, there)) {
                changes.add(each.bus()
                        .request(Addresses.NAMESPACES, new Define("space" + changes.size(), OPTIONS), Entry.class));
            }
        }

        long acknowledged = changes.stream()
                .filter(each -> get(each.transform(done -> Future.succeededFuture(done.succeeded()))))
                .count();

        assertThat(acknowledged).isPositive();
        await().untilAsserted(() -> {
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).succeeded()) {
                    assertThat(named(here, "space" + i)).isPresent();
                    assertThat(named(there, "space" + i)).isPresent();
                }
            }
        });
    }

    @Test
    void twoNamespacesNeverShareTheFormOfTheirChannels() {
        define(here, "users", Map.of("pattern", "/users/:id"));

        assertThatThrownBy(() -> define(there, "people", Map.of("pattern", "/users/:name")))
                .isInstanceOf(HubException.class)
                .hasMessage("bad request: pattern must not take the channels of namespace users, got /users/:name");

        define(there, "users", Map.of("pattern", "/users/:name", "channel_regex", "/users/[0-9]+"));
        assertThat(there.namespaces().of(new ChannelName("/users/1")))
                .contains(Namespace.defaults("users")
                        .withNaming(new NamingRules("/users/:name", "/users/[0-9]+", DataFormat.JSON)));
    }

    @Test
    void refusesWithAllThatIsWrong() {
        assertThatThrownBy(() -> define(here, "a", Map.of("history_size", "many", "colour", "red")))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(107);
                    assertThat(refusal.text())
                            .startsWith("bad request: ")
                            .contains("colour is unknown")
                            .contains("name must be at least 2 characters")
                            .contains("history_size must be a whole number, got many");
                });
        assertThat(valkey.server().ask("EXISTS", "t:{n}:namespaces")).isEqualTo("0");
    }

    @Test
    void withoutValkeyNothingIsSetAndWhatHeldStays() {
        define(here, "chat", OPTIONS);
        valkey.server().kill9();

        await().untilAsserted(() -> assertThatThrownBy(() -> define(here, "news", Map.of()))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.isTemporary()).isTrue()));
        assertThat(named(here, "chat")).contains(KEPT);
        assertThat(get(here.bus().request(Addresses.NAMESPACES, new ListAll(), Entries.class))
                        .entries())
                .contains(new Entry(KEPT, Origin.API));
    }
}
