package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands and scripts against one server, healthy and not. */
@OnEachEngine
class ValkeyIT {

    private final Standalone standalone;
    private Client client;

    ValkeyIT(Engine engine) {
        this.standalone = Standalone.start(ServerSpec.of(engine)
                .password("p@ss word:/")
                .set("appendonly yes")
                .set("appendfsync always"));
        this.client = Client.begun(ValkeyUrl.parse(standalone.url()));
    }

    @BeforeEach
    void isReady() {
        Client.await(client.valkey.whenReady());
    }

    @AfterEach
    void stop() {
        client.close();
        standalone.close();
    }

    @Test
    void answersCommandsAndTellsNilFromEmpty() {
        assertThat(client.ask(Command.SET, "k", "")).isEqualTo("OK");
        assertThat(client.ask(Command.GET, "k")).isEmpty();
        assertThat(client.ask(Command.GET, "absent")).isEqualTo("null");
    }

    @Test
    void givesTheErrorOfTheServerToTheCaller() {
        client.ask(Command.SET, "k", "text");

        Throwable failure = Client.failure(client.command(Command.INCR, "k"));

        assertThat(failure).isInstanceOfSatisfying(ValkeyReplyException.class, reply -> {
            assertThat(reply.code()).isEqualTo("ERR");
            assertThat(reply.isOutcomeUnknown()).isFalse();
        });
        assertThat(client.ask(Command.GET, "k")).isEqualTo("text");
    }

    @Test
    void runsScriptsAlsoAfterTheServerForgotThem() {
        assertThat(add("1")).isEqualTo("5");
        standalone.server().ask("SCRIPT", "FLUSH");

        assertThat(add("2")).isEqualTo("10");
        assertThat(add("2")).isEqualTo("10");
    }

    @Test
    void hasScriptsLoadedBeforeItIsReady() {
        client.valkey.preload(List.of(Client.ADD, Client.BUMP));
        standalone.server().kill9();
        Client.until("the loss is seen", () -> !client.valkey.isReady());
        standalone.server().restart();
        isReady();

        assertThat(standalone.server().ask("SCRIPT", "EXISTS", Client.BUMP.sha1()))
                .contains("1");
    }

    @Test
    void refusesAScriptCallWithTheWrongNumberOfKeys() {
        assertThatThrownBy(() -> client.valkey.run(Client.ADD, List.of("a"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("script counter_add takes 2 key(s), got 1");
    }

    @Test
    void failsAtOnceWhileTheServerIsAwayAndHealsWhenItReturns() {
        client.ask(Command.SET, "k", "kept");
        standalone.server().kill9();
        Client.until("the loss is seen", () -> !client.valkey.isReady());

        Throwable failure = Client.failure(client.command(Command.GET, "k"));
        ValkeyHealth health = client.health();
        standalone.server().restart();
        isReady();

        assertThat(failure)
                .isInstanceOf(ValkeyUnavailableException.class)
                .hasMessageContaining(standalone.server().address());
        assertThat(health.ready()).isFalse();
        assertThat(health.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.lastError()).isNotEmpty());
        assertThat(client.ask(Command.GET, "k")).isEqualTo("kept");
        assertThat(client.health().nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.lastError()).isEmpty());
    }

    @Test
    void endsEveryCommandInFlightWhenTheServerIsKilled() {
        standalone.server().pause();
        List<Future<@Nullable Response>> flying = new ArrayList<>();
        Client.await(client.onLoop(() -> {
            for (int i = 0; i < 100; i++) {
                flying.add(client.command(Command.INCR, "n"));
            }
            return Future.succeededFuture();
        }));
        standalone.server().kill9();

        for (Future<@Nullable Response> future : flying) {
            assertThat(Client.failure(future)).isInstanceOf(ValkeyLostException.class);
        }
    }

    @Test
    void timesOutWithAnUnknownOutcomeAndKeepsTheOrderOfReplies() {
        try (FaultProxy proxy = FaultProxy.before(standalone.server());
                Client slow = Client.begun(through(proxy), patient())) {
            Client.await(slow.valkey.whenReady());
            proxy.blackhole(FaultProxy.Direction.TO_CLIENT);
            Future<@Nullable Response> first = slow.command(Command.SET, "k", "v");
            Throwable failure = Client.failure(first);
            proxy.pass();

            assertThat(failure).isInstanceOf(ValkeyTimeoutException.class).hasMessageContaining("unknown");
            assertThat(slow.ask(Command.GET, "k")).isEqualTo("v");
            assertThat(slow.ask(Command.ECHO, "right")).isEqualTo("right");
        }
    }

    @Test
    void noticesABlackholeByTheMissingHeartbeatAndHeals() {
        try (FaultProxy proxy = FaultProxy.before(standalone.server());
                Client cut = Client.begun(through(proxy))) {
            Client.await(cut.valkey.whenReady());

            proxy.blackhole();
            Client.until("the silence is seen", () -> !cut.valkey.isReady());
            String reason = cut.health().nodes().getFirst().lastError();
            proxy.pass();
            Client.await(cut.valkey.whenReady());

            assertThat(reason).containsAnyOf("silent for more than 800 ms", "no answer within 700 ms");
            assertThat(cut.ask(Command.ECHO, "again")).isEqualTo("again");
        }
    }

    @Test
    void reconnectsAfterAReset() {
        try (FaultProxy proxy = FaultProxy.before(standalone.server());
                Client cut = Client.begun(through(proxy))) {
            List<Boolean> changes = new CopyOnWriteArrayList<>();
            Client.await(cut.valkey.whenReady());
            Client.await(cut.valkey.onReadiness(changes::add));
            for (int i = 1; i <= 3; i++) {
                int expected = 2 * i;
                proxy.reset();
                Client.until("it was away and is back", () -> changes.size() >= expected);
            }
            Client.await(cut.valkey.whenReady());

            assertThat(cut.ask(Command.ECHO, "again")).isEqualTo("again");
        }
    }

    @Test
    void leavesNoConnectionBehindWhenConnectingTakesTooLong() {
        try (FaultProxy proxy = FaultProxy.before(standalone.server())) {
            proxy.delay(Duration.ofMillis(900));
            try (Client late = Client.begun(through(proxy))) {
                Client.until(
                        "it gave up",
                        () -> late.health().nodes().stream()
                                .anyMatch(node -> node.lastError().contains("no answer within 700 ms")));
                proxy.pass();
                Client.await(late.valkey.whenReady());

                Client.until("one connection is left", () -> proxy.connectionCount() == 1);
            }
            Client.until("no connection is left", () -> proxy.connectionCount() == 0);
        }
    }

    @Test
    void getsThroughToAServerThatNeedsLongerThanAFirstAttemptMayTake() {
        LinkSettings hasty = LinkSettings.forTests().withTimeouts(Duration.ofMillis(100), Duration.ofSeconds(2));
        try (FaultProxy proxy = FaultProxy.before(standalone.server())) {
            proxy.delay(Duration.ofMillis(75));
            try (Client slow = Client.begun(through(proxy), hasty)) {
                Client.await(slow.valkey.whenReady());

                assertThat(slow.ask(Command.ECHO, "there")).isEqualTo("there");
            }
        }
    }

    @Test
    void refusesWhatExceedsTheBoundInFlight() {
        standalone.server().pause();
        List<Future<@Nullable Response>> flying = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            flying.add(client.command(Command.ECHO, Integer.toString(i)));
        }
        Throwable failure = Client.failure(flying.getLast());
        standalone.server().resume();

        assertThat(failure).isInstanceOf(ValkeyUnavailableException.class).hasMessageContaining("4096 commands wait");
        for (int i = 0; i < 4_000; i++) {
            assertThat(Client.text(flying.get(i))).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void neverShiftsAReplyWhilePushesArriveAndSubscriptionsAreRefused() {
        standalone.server().ask("ACL", "SETUSER", "hub", "on", ">pw", "~*", "+@all", "resetchannels", "&ok", "&hub:*");
        ValkeyOptions options =
                ValkeyUrl.parse("valkey://hub:pw@" + standalone.server().address());
        try (Client hub = Client.begun(options)) {
            Client.await(hub.valkey.whenReady());
            Client.Heard heard = hub.subscriber();
            heard.subscribe("ok");
            List<Future<@Nullable Response>> echoes = new ArrayList<>();
            List<Future<Void>> refused = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                hub.valkey.publish("ok", Integer.toString(i).getBytes(StandardCharsets.UTF_8));
                echoes.add(hub.command(Command.ECHO, "echo " + i));
                if (i % 20 == 0) {
                    refused.add(heard.subscriber.subscribe("forbidden" + i));
                }
            }

            for (int i = 0; i < echoes.size(); i++) {
                assertThat(Client.text(echoes.get(i))).isEqualTo("echo " + i);
            }
            refused.forEach(future -> assertThat(Client.failure(future))
                    .isInstanceOf(ValkeyReplyException.class)
                    .hasMessageStartingWith("NOPERM"));
            Client.until("all messages came", () -> heard.messages.size() >= 2_000);
            assertThat(heard.messages).hasSize(2_000).first().isEqualTo("ok=0");
            assertThat(heard.messages).last().isEqualTo("ok=1999");
        }
    }

    @Test
    void sendsAgainAfterAnUnknownOutcomeOnlyWhatMayRunTwice() {
        try (FaultProxy proxy = FaultProxy.before(standalone.server());
                Client cut = Client.begun(through(proxy))) {
            Client.await(cut.valkey.whenReady());
            proxy.blackhole(FaultProxy.Direction.TO_CLIENT);
            Future<Response> added = cut.valkey.run(Client.ADD, List.of("n", "ids"), List.of(5, "op"));
            Future<Response> bumped = cut.valkey.run(Client.BUMP, List.of("m"), List.of());
            Client.until("both were done", () -> "1".equals(standalone.server().ask("GET", "m")));
            proxy.cut();
            proxy.pass();

            assertThat(Client.text(added)).isEqualTo("5");
            assertThat(Client.failure(bumped)).isInstanceOf(ValkeyLostException.class);
            assertThat(client.ask(Command.GET, "m")).isEqualTo("1");
        }
    }

    private String add(String operation) {
        return Client.text(client.valkey.run(Client.ADD, List.of("n", "ids"), List.of(5, operation)));
    }

    private ValkeyOptions through(FaultProxy proxy) {
        return ValkeyUrl.parse("valkey://" + proxy.address())
                .withCredentials(new Credentials(null, standalone.server().password()));
    }

    private static LinkSettings patient() {
        LinkSettings quick = LinkSettings.forTests();
        return new LinkSettings(
                quick.connectTimeout(),
                Duration.ofMillis(300),
                Duration.ofSeconds(4),
                Duration.ofSeconds(9),
                quick.maxInFlight(),
                quick.topologyRefresh(),
                quick.backoff(),
                quick.durable(),
                quick.heartbeatChannel());
    }
}
