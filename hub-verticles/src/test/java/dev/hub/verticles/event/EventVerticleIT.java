package dev.hub.verticles.event;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.EventCommand.Forwarded;
import dev.hub.core.bus.HubClient.History;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventSubject;
import dev.hub.core.event.EventType;
import dev.hub.core.event.OutboxEntry;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What scripts leave in outboxes comes to the events channel, once and in order, whoever is killed meanwhile. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class EventVerticleIT {
    private static final ChannelName EVENTS = new ChannelName("events:0");
    private static final Script TELL = Script.of("event_tell", """
        -- purpose: change something and tell it, as scripts of groups do
        -- KEYS[1] the outbox
        -- ARGV[1] beginning of the ids
        -- ARGV[2] subject
        -- result: 1
        -- cost: O(1)
        -- idempotent: no
        """ + include() + """
        tell(KEYS[1], ARGV[1] .. '-0', 'occupied', 1700000000000, ARGV[2])
        tell(KEYS[1], ARGV[1] .. '-1', 'vacated', 1700000000001, ARGV[2])
        return 1
        """);

    private final ServerProcess server;
    private final String prefix;
    private final Instance first;
    private final Instance second;
    private final String outbox;

    EventVerticleIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
        prefix = servers.prefix();
        first = Instance.start("first", server.url(), prefix);
        second = Instance.start("second", server.url(), prefix);
        first.awaitReady();
        second.awaitReady();
        outbox = first.keys().outbox(first.keys().channel(new ChannelName("chat:a")));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static String include() {
        try (var in = EventVerticleIT.class.getResourceAsStream("/lua/include/event.lua")) {
            return new String(
                    java.util.Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static Event event(String id, EventType type) {
        return new Event(id, type, 1_700_000_000_000L, EventSubject.channel("chat:a"));
    }

    private String ask(Valkey valkey, Request request) {
        return get(valkey.send(outbox, request).map(String::valueOf));
    }

    private void put(Instance instance, List<Event> events) {
        Valkey valkey = instance.access().connect(instance.vertx());
        get(valkey.whenReady());
        for (Event event : events) {
            ask(valkey, Request.cmd(Command.RPUSH).arg(outbox).arg(OutboxEntry.encode(event)));
        }
        get(valkey.close());
    }

    private static Future<Forwarded> forward(Instance instance, String outbox) {
        return instance.bus().request(Addresses.EVENTS, new EventCommand.Forward(outbox), Forwarded.class);
    }

    /** Of everything but instances. */
    private List<Event> published() {
        History history = get(first.client().latest(EVENTS, 10_000));
        return history.publications().stream()
                .map(each -> Event.fromJson(new JsonObject(each.data().toJson())))
                .filter(event -> event.subject().node().isEmpty())
                .toList();
    }

    private static List<Event> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> event("n-" + i, i % 2 == 0 ? EventType.OCCUPIED : EventType.VACATED))
                .toList();
    }

    @Test
    void publishesWhatAScriptToldInItsOrder() {
        Valkey valkey = first.access().connect(first.vertx());
        get(valkey.whenReady());
        get(valkey.run(TELL, List.of(outbox), List.of("a1", "{\"channel\":\"chat:a\"}")));

        get(forward(first, outbox));

        assertThat(published())
                .containsExactly(
                        event("a1-0", EventType.OCCUPIED),
                        new Event("a1-1", EventType.VACATED, 1_700_000_000_001L, EventSubject.channel("chat:a")));
        assertThat(ask(valkey, Request.cmd(Command.EXISTS).arg(outbox))).isEqualTo("0");
        get(valkey.close());
    }

    @Test
    void publishesEachOnceAndInOrderWhenAllInstancesForwardAtATime() {
        List<Event> events = numbered(250);
        put(first, events);

        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(forward(first, outbox));
            all.add(forward(second, outbox));
        }
        get(Future.all(all));

        assertThat(published()).containsExactlyElementsOf(events);
    }

    /** The instance that published it was killed before it took it out of the outbox. */
    @Test
    void publishesNothingTwiceThatADeadInstanceHadPublished() {
        List<Event> events = numbered(3);
        put(first, events);
        get(second.bus().request(Addresses.EVENTS, new EventCommand.Report(events.get(0)), Forwarded.class));
        get(second.bus().request(Addresses.EVENTS, new EventCommand.Report(events.get(1)), Forwarded.class));
        second.close();

        get(forward(first, outbox));

        assertThat(published()).containsExactlyElementsOf(events);
    }

    @Test
    void goesOnWhenValkeyIsBack() {
        try (FaultProxy proxy = FaultProxy.before(server);
                Instance third = Instance.start("third", "redis://" + proxy.address(), prefix)) {
            third.awaitReady();
            put(first, numbered(5));
            proxy.refuse();
            Future<Forwarded> late = forward(third, outbox);

            proxy.pass();

            await().until(() -> published().size() == 5);
            assertThat(published()).containsExactlyElementsOf(numbered(5));
            await().until(late::isComplete);
        }
    }

    @Test
    void dropsWhatNobodyCanRead() {
        Valkey valkey = first.access().connect(first.vertx());
        get(valkey.whenReady());
        ask(
                valkey,
                Request.cmd(Command.RPUSH)
                        .arg(outbox)
                        .arg("x-0 later_invented 1 {}")
                        .arg("nonsense"));
        get(valkey.close());
        put(first, numbered(1));

        get(forward(first, outbox));

        assertThat(published()).containsExactlyElementsOf(numbered(1));
    }

    @Test
    void tellsVerticlesOfEachInstanceWhatTheyAskedFor() {
        List<Event> offline = new CopyOnWriteArrayList<>();
        List<Event> all = new CopyOnWriteArrayList<>();
        get(first.client().onEvent(Set.of(EventType.OFFLINE), offline::add).ready());
        get(second.client()
                .onEvent(Set.of(EventType.ONLINE, EventType.OFFLINE), all::add)
                .ready());
        Event online = new Event("u-1", EventType.ONLINE, 1, EventSubject.user("42"));
        Event gone = new Event("u-2", EventType.OFFLINE, 2, EventSubject.user("42"));

        get(second.bus().request(Addresses.EVENTS, new EventCommand.Report(online), Forwarded.class));
        get(first.bus().request(Addresses.EVENTS, new EventCommand.Report(online), Forwarded.class));
        get(first.bus().request(Addresses.EVENTS, new EventCommand.Report(gone), Forwarded.class));

        await().until(() -> all.size() == 2 && offline.size() == 1);
        assertThat(all).containsExactly(online, gone);
        assertThat(offline).containsExactly(gone);
    }

    @Test
    void aloneMayPublishEvents() {
        assertThatThrownBy(() -> get(first.client().publish(EVENTS, Payload.NULL)))
                .hasMessage("permission denied: only the hub itself publishes to the channels of namespace events");
    }
}
