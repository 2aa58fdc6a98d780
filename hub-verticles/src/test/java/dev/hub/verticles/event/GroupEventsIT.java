package dev.hub.verticles.event;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubClient.History;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.bus.PresenceCommand.Leave;
import dev.hub.core.bus.Subscription;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.channel.PresenceRules.ChannelEvents;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventSubject;
import dev.hub.core.event.EventType;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What comes and goes on two instances is told once, in order, as it is over both together. */
@ExtendWith(SharedServers.Provider.class)
class GroupEventsIT {
    private static final ChannelName ROOM = new ChannelName("chat:a");

    private final Instance first;
    private final Instance second;

    GroupEventsIT(SharedServers servers) {
        String url = servers.on(Engine.REDIS62).url();
        String prefix = servers.prefix();
        Namespaces namespaces = Namespaces.of(
                Namespace.defaults(""),
                List.of(Namespace.defaults("chat")
                        .withPresence(PresenceRules.none().withEvents(List.of(ChannelEvents.values())))));
        first = Instance.start("first", url, prefix, namespaces);
        second = Instance.start("second", url, prefix, namespaces);
        first.awaitReady();
        second.awaitReady();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    /** Of everything but instances. */
    private List<Event> published() {
        History history = get(first.client().latest(new ChannelName("events:0"), 1000));
        return history.publications().stream()
                .map(each -> Event.fromJson(new JsonObject(each.data().toJson())))
                .filter(event -> event.subject().node().isEmpty())
                .toList();
    }

    private List<EventType> types() {
        return published().stream().map(Event::type).toList();
    }

    private static Subscription subscribe(Instance instance) {
        Subscription subscription = instance.client().subscribe(ROOM, publication -> {});
        get(subscription.ready());
        return subscription;
    }

    private static void enter(Instance instance, PresenceGroup group, String user, String client) {
        instance.bus().send(Addresses.PRESENCE, new Enter(group, new ClientInfo(user, client, null, null), true));
    }

    private static void leave(Instance instance, PresenceGroup group, String client) {
        instance.bus().send(Addresses.PRESENCE, new Leave(group, client));
    }

    @Test
    void tellWhenAChannelHasItsFirstAndItsLastReceiver() {
        Subscription one = subscribe(first);
        await().until(() -> types().equals(List.of(EventType.OCCUPIED)));
        Subscription two = subscribe(second);
        get(one.end());
        await().during(Duration.ofSeconds(1)).until(() -> types().size() == 1);

        get(two.end());

        await().untilAsserted(() -> assertThat(types()).isEqualTo(List.of(EventType.OCCUPIED, EventType.VACATED)));
        assertThat(published()).extracting(Event::subject).containsOnly(EventSubject.channel("chat:a"));
    }

    @Test
    void tellNothingOfWhoReturnsAtOnce() {
        Subscription one = subscribe(first);
        await().until(() -> types().size() == 1);

        for (int i = 0; i < 3; i++) {
            get(one.end());
            one = subscribe(first);
        }

        await().during(Duration.ofSeconds(1)).until(() -> types().equals(List.of(EventType.OCCUPIED)));
    }

    @Test
    void tellWhenUsersAndConnectionsComeAndGoInAChannel() {
        PresenceGroup room = new PresenceGroup.OfChannel(ROOM);
        enter(first, room, "42", "c1");
        await().untilAsserted(() ->
                assertThat(types()).containsExactlyInAnyOrder(EventType.SUBSCRIBED, EventType.FIRST_JOIN));
        enter(second, room, "42", "c2");
        await().until(() -> types().size() == 3);
        leave(first, room, "c1");
        await().until(() -> types().size() == 4);
        leave(second, room, "c2");

        await().until(() -> types().size() == 6);
        assertThat(types().subList(2, 6))
                .containsExactly(
                        EventType.SUBSCRIBED, EventType.UNSUBSCRIBED, EventType.UNSUBSCRIBED, EventType.LAST_LEAVE);
        assertThat(published().get(3).subject()).isEqualTo(EventSubject.member("chat:a", "42", "c1"));
        assertThat(published().stream().map(Event::id)).doesNotHaveDuplicates();
    }

    @Test
    void tellWhenUsersGoOnlineAndOffline() {
        PresenceGroup user = new PresenceGroup.OfUser("42");
        enter(first, user, "42", "c1");
        await().untilAsserted(
                        () -> assertThat(types()).containsExactlyInAnyOrder(EventType.ONLINE, EventType.CONNECTED));
        enter(second, user, "42", "c2");
        await().until(() -> types().size() == 3);
        leave(first, user, "c1");
        leave(second, user, "c2");

        await().until(() -> types().size() == 6);
        assertThat(types().stream().filter(type -> type == EventType.ONLINE || type == EventType.OFFLINE))
                .containsExactly(EventType.ONLINE, EventType.OFFLINE);
        assertThat(types().stream().filter(type -> type == EventType.CONNECTED || type == EventType.DISCONNECTED))
                .hasSize(4);
    }

    private List<EventType> instances() {
        return get(first.client().latest(new ChannelName("events:0"), 1000)).publications().stream()
                .map(each -> Event.fromJson(new JsonObject(each.data().toJson())))
                .filter(event -> !event.subject().node().isEmpty())
                .map(Event::type)
                .toList();
    }

    /** Even of one that was gone before the other noticed that it was there. */
    @Test
    void tellOfInstancesOnce() {
        second.close();

        await().atMost(Duration.ofSeconds(20)).until(() -> instances().contains(EventType.NODE_LEFT));
        await().during(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(instances())
                        .containsExactlyInAnyOrder(EventType.NODE_JOINED, EventType.NODE_JOINED, EventType.NODE_LEFT));
    }
}
