package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.launch.EventLedger.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds of a user holds over two hubs together: how many connections there may be, and what is told of them. */
@ExtendWith(SharedServers.Provider.class)
class UsersOverTwoHubsIT {
    private static final String QUIET = """
        channels:
          namespaces:
            - name: quiet
              allow-subscribe-for-client: true
              channel-events: [first_join, last_leave, subscribed, unsubscribed]
        """;

    /** Each user has two connections at most; all events are in one stream. */
    private static TwoHubs limited;

    @BeforeAll
    static void start(SharedServers servers) {
        limited = hubs(servers, "users.connection-limit=2", "events.partitions=1");
    }

    @AfterAll
    static void stop() {
        limited.close();
    }

    private static TwoHubs hubs(SharedServers servers, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("valkey.url=" + servers.on(Engine.VALKEY).url());
        all.add("valkey.prefix=" + servers.prefix());
        return TwoHubs.configured(QUIET, all);
    }

    /** Connections of one user that are asked for on both hubs at once, answered or closed. */
    private static List<LineClient> rush(HubProcess first, HubProcess second, String user, int each) {
        List<LineClient> clients = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            clients.add(LineClient.open(first.url()));
            clients.add(LineClient.open(second.url()));
        }
        clients.forEach(client -> client.send("{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of(user) + "\"}}"));
        return clients;
    }

    private static List<LineClient> open(List<LineClient> clients) {
        return clients.stream().filter(each -> !each.isClosed()).toList();
    }

    private static int connections(HubProcess hub, String user) {
        return new Back(hub.url())
                .result("user_status", "{\"users\":[\"" + user + "\"]}")
                .getJsonArray("users")
                .getJsonObject(0)
                .getInteger("connections");
    }

    @Test
    void theOldestConnectionsStayWithinTheLimit() {
        HubProcess first = limited.first();
        HubProcess second = limited.second();
        for (String user : List.of("ann", "bob", "cid", "dan")) {
            LineClient one = LineClient.connect(first.url(), user);
            LineClient two = LineClient.connect(second.url(), user);
            for (LineClient third : rush(first, second, user, 2)) {
                assertThat(third.closeCode()).isEqualTo(3504);
            }
            assertThat(open(List.of(one, two))).hasSize(2);

            two.leave();
            await().until(() -> connections(first, user) == 1);
            LineClient.connect(first.url(), user);
        }

        List<LineClient> rush = rush(first, second, "eve", 5);
        await().until(() -> open(rush).size() == 2);
        assertThat(open(rush)).allSatisfy(each -> assertThat(each.next()).contains("\"connect\":"));
        await().until(() -> connections(first, "eve") == 2);
    }

    @Test
    void theYoungestConnectionIsTheOnlyOne(SharedServers servers) {
        try (TwoHubs two = hubs(servers, "users.single-connection=true")) {
            HubProcess first = two.first();
            HubProcess second = two.second();
            LineClient before = LineClient.connect(first.url(), "ann");
            for (int i = 0; i < 4; i++) {
                LineClient next = LineClient.connect(i % 2 == 0 ? second.url() : first.url(), "ann");
                assertThat(before.closeCode()).isEqualTo(3504);
                before = next;
            }
            assertThat(before.isClosed()).isFalse();

            List<LineClient> rush = rush(first, second, "bob", 5);
            await().until(() -> open(rush).size() == 1);
            assertThat(open(rush).getFirst().next()).contains("\"connect\":");
            await().until(() -> connections(first, "bob") == 1);
        }
    }

    /** Events of members need members, which nobody may read. */
    @Test
    void eventsAreToldOfMembersWhomNobodySees() {
        Back back = new Back(limited.second().url());
        LineClient one = LineClient.connect(limited.first().url(), "zoe");
        LineClient two = LineClient.connect(limited.second().url(), "zoe");
        for (LineClient each : List.of(one, two)) {
            assertThat(each.ask("{\"id\":2,\"subscribe\":{\"channel\":\"quiet:a\",\"join_leave\":true}}"))
                    .contains("\"subscribe\":");
        }
        await().until(() -> EventLedger.read(back).open(Span.SUBSCRIBED).size() == 2);
        assertThat(EventLedger.read(back).open(Span.JOINED)).isEqualTo(Set.of("quiet:a zoe"));

        String quiet = "{\"channel\":\"quiet:a\"}";
        assertThat(one.ask("{\"id\":3,\"presence\":" + quiet + "}")).contains("\"code\":108");
        assertThat(one.ask("{\"id\":4,\"presence_stats\":" + quiet + "}")).contains("\"code\":108");
        assertThat(back.error("presence", quiet).getInteger("code")).isEqualTo(108);
        assertThat(back.error("presence_stats", quiet).getInteger("code")).isEqualTo(108);

        one.close();
        two.leave();
        await().until(() -> EventLedger.read(back).open(Span.JOINED).isEmpty());
        assertThat(EventLedger.read(back).open(Span.SUBSCRIBED)).isEmpty();
    }
}
