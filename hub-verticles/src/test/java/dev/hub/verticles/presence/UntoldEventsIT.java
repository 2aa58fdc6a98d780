package dev.hub.verticles.presence;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.PresenceCommand.Enter;
import dev.hub.core.bus.PresenceCommand.Leave;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventType;
import dev.hub.core.event.Outboxes;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.NodeRegistry;
import dev.hub.core.presence.DeadNode;
import dev.hub.core.presence.NodeLease;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.Registrations;
import dev.hub.core.presence.Registrations.Registration;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.Instance;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An instance that dies after a change of a group and before the events of it are published leaves them to others. */
@ExtendWith(SharedServers.Provider.class)
class UntoldEventsIT {
    private static final String DOOMED = "doomed";
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final PresenceGroup USER = new OfUser("42");

    private final Instance other;
    private final Vertx vertx = Vertx.vertx();
    private final Valkey valkey;
    private final PresenceStore store;
    private final Registrations registrations;
    private final GroupBook book;
    private final LocalGroups groups;
    private final Promise<EventCommand.Forwarded> forwarded = Promise.promise();
    private final Promise<EventCommand.Forward> asked = Promise.promise();
    private final NodeLease lease;

    UntoldEventsIT(SharedServers servers) {
        other = Instance.start("other", servers.on(Engine.REDIS62).url(), servers.prefix());
        other.awaitReady();
        HubBus bus = HubBus.install(vertx, 1);
        valkey = other.access().connect(vertx);
        get(valkey.whenReady());
        store = new PresenceStore(valkey, other.keys(), new SplittableRandom(1));
        registrations = new Registrations(valkey, other.keys());
        UsersConfig users = new UsersConfig(true, Duration.ZERO, 0, false, "", Duration.ofDays(1));
        book = new GroupBook(
                new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), List.of())),
                UserRules.of(users, List.of(EventType.ONLINE, EventType.OFFLINE)));
        groups = new LocalGroups(vertx, store, registrations, book, new Aftermath(bus, store, users));
        bus.answer(Addresses.EVENTS, EventCommand.Forward.class, command -> {
            asked.tryComplete(command);
            return forwarded.future();
        });
        NodeInfo self = new NodeInfo(DOOMED, DOOMED, "test", 0, 0, 0);
        Heartbeat beat = get(new NodeRegistry(valkey, other.keys()).beat(self, LEASE, false));
        lease = new NodeLease(DOOMED, beat.incarnation(), beat.leaseEndMillis());
        onLoop(() -> groups.take(lease));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
        other.close();
    }

    private void onLoop(Runnable act) {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(turn -> {
            act.run();
            done.complete();
        });
        get(done.future());
    }

    /** Its outbox holds both events then, and whoever is to publish them was asked to. */
    private void comeAndGo() {
        onLoop(() -> groups.enter(new Enter(USER, new ClientInfo("42", "c1", null, null), true)));
        get(asked.future());
        onLoop(() -> groups.leave(new Leave(USER, "c1")));
        await().until(() -> waiting().size() == 2);
    }

    private List<String> waiting() {
        return get(new Outboxes(valkey).read(store.outbox(book.placeOf(USER))));
    }

    private List<Registration> registered() {
        onLoop(groups::tick);
        return get(registrations.page(new DeadNode(DOOMED, lease.incarnation()), 0, 10));
    }

    private List<EventType> published() {
        return get(other.client().latest(new ChannelName("events:0"), 100)).publications().stream()
                .map(each -> Event.fromJson(new JsonObject(each.data().toJson())))
                .filter(event -> event.subject().node().isEmpty())
                .map(Event::type)
                .toList();
    }

    @Test
    void keepADesertedGroupRegisteredUntilTheyAreForwarded() {
        comeAndGo();

        await().during(Duration.ofMillis(500)).until(() -> registered().size() == 1);

        forwarded.complete(new EventCommand.Forwarded());
        await().until(() -> registered().isEmpty());
    }

    @Test
    void arePublishedByAnotherInstanceAfterTheCrash() {
        comeAndGo();
        await().during(Duration.ofMillis(300)).until(() -> registered().size() == 1);
        assertThat(published()).isEmpty();

        await().atMost(Duration.ofSeconds(15))
                .until(() -> published().equals(List.of(EventType.ONLINE, EventType.OFFLINE)));

        assertThat(waiting()).isEmpty();
    }
}
