package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionFilter;
import dev.hub.core.bus.ConnectionInfo;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.InstanceQuestion;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.websocket.access.UserLimits;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user and an address have no more connections than they may. */
final class AdmissionIT {
    private static final PresenceGroup ANN = new PresenceGroup.OfUser("ann");

    private final PresenceStandIn presence = new PresenceStandIn();

    @SuppressWarnings("NullAway.Init") // started by each test
    private TestHub hub;

    private final List<RawClient> sockets = new ArrayList<>();

    private void start(AdmissionRules rules) {
        hub = TestHub.admitting(rules);
    }

    private void start(UserLimits users) {
        start(new AdmissionRules(0, TrustedProxies.NONE, users));
        TestHub.await(hub.vertx.deployVerticle(presence));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient each : sockets) {
            each.close();
        }
        hub.close();
    }

    private TestClient asking(String user) {
        String token = hub.minter.connection(new ConnectionClaims(user, 0, null, List.of()));
        return hub.open().send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
    }

    private TestClient connected(String user) {
        TestClient client = asking(user);
        assertThat(client.next().getJsonObject("connect").getString("client")).isNotEmpty();
        return client;
    }

    private long entered() {
        return presence.told(ANN).stream()
                .filter(PresenceCommand.Enter.class::isInstance)
                .map(each -> ((PresenceCommand.Enter) each).member().client())
                .distinct()
                .count();
    }

    private long left() {
        return presence.told(ANN).stream()
                .filter(each -> !(each instanceof PresenceCommand.Enter))
                .count();
    }

    @Test
    void letsAUserInAsOftenAsItMay() {
        start(new UserLimits(true, 2, false));
        TestClient first = connected("ann");
        TestClient second = connected("ann");

        assertThat(asking("ann").closeCode()).isEqualTo(3504);

        connected("bob");
        second.subscribed(2, "open:x");
        assertThat(first.isClosed()).isFalse();
        Awaitility.await().until(() -> entered() - left() == 2);
        first.close();
        Awaitility.await().until(() -> left() == 2);
        connected("ann");
    }

    @Test
    void letsTheAnonymousInWithoutLimit() {
        start(new UserLimits(true, 1, false));

        connected("");
        connected("");

        assertThat(presence.told(ANN)).isEmpty();
    }

    @Test
    void closesTheOlderConnectionOfAUser() {
        start(new UserLimits(true, 0, true));
        TestClient first = connected("ann");
        TestClient other = connected("bob");

        TestClient second = connected("ann");

        assertThat(first.closeCode()).isEqualTo(3504);
        second.subscribed(2, "open:x");
        assertThat(other.isClosed()).isFalse();
    }

    @Test
    void closesAlsoAConnectionThatIsBeingLetIn() {
        start(new UserLimits(true, 0, true));
        Promise<Void> answers = Promise.promise();
        presence.waitsFor(answers.future());
        TestClient first = asking("ann");
        Awaitility.await().until(() -> entered() == 1);
        String client =
                ((PresenceCommand.Enter) presence.told(ANN).getFirst()).member().client();

        var order = new Disconnect(new ConnectionTarget("ann", client, ""), Set.of(), 3504, "connection limit");
        List<Affected> affected = TestHub.await(hub.bus.gather(Addresses.CONNECTIONS, order, Affected.class));
        answers.complete();

        assertThat(affected.stream().reduce(Affected.NONE, Affected::plus)).isEqualTo(new Affected(1));
        assertThat(first.closeCode()).isEqualTo(3504);
        Awaitility.await().until(() -> left() == 1);
        connected("ann");
    }

    @Test
    void letsNobodyInWhileItIsNotKnownWhoIsThere() {
        start(new AdmissionRules(0, TrustedProxies.NONE, new UserLimits(true, 1, false)));
        TestClient client = asking("ann");

        JsonObject error = client.next().getJsonObject("error");

        assertThat(error.getInteger("code")).isEqualTo(100);
        assertThat(error.getBoolean("temporary")).isTrue();
        TestHub.await(hub.vertx.deployVerticle(presence));
        connected("ann");
    }

    /** The status with which a WebSocket is opened or refused. */
    private int open(String forwardedFor) throws IOException {
        RawClient client = new RawClient(hub.port());
        sockets.add(client);
        client.request("GET", "/connection/websocket", "X-Forwarded-For: " + forwardedFor + "\n");
        return Integer.parseInt(client.response().split(" ", 3)[1]);
    }

    @Test
    void letsAnAddressBehindATrustedProxyInAsOftenAsItMay() throws IOException {
        start(new AdmissionRules(2, TrustedProxies.of(List.of("127.0.0.0/8", "10.1.0.0/16")), UserLimits.NONE));

        assertThat(open("203.0.113.9")).isEqualTo(101);
        assertThat(open("1.2.3.4, 203.0.113.9, 10.1.2.3")).isEqualTo(101);
        assertThat(open("5.6.7.8, 203.0.113.9")).isEqualTo(429);
        assertThat(open("203.0.113.10")).isEqualTo(101);
        assertThat(hub.count(HubMetrics.HANDSHAKES_REFUSED, "code", "429")).isEqualTo(1);

        sockets.removeFirst().close();
        Awaitility.await().until(() -> hub.openConnections() == 2);
        assertThat(open("203.0.113.9")).isEqualTo(101);
    }

    @Test
    void believesNobodyElseWhoseAddressItIs() throws IOException {
        start(new AdmissionRules(1, TrustedProxies.of(List.of("10.1.0.0/16")), UserLimits.NONE));

        assertThat(open("203.0.113.9")).isEqualTo(101);
        assertThat(open("203.0.113.10")).isEqualTo(429);
    }

    @Test
    void tellsOfTheAddressThatATrustedProxyTells() throws IOException {
        start(new AdmissionRules(0, TrustedProxies.of(List.of("127.0.0.0/8")), UserLimits.NONE));
        assertThat(open("203.0.113.9")).isEqualTo(101);
        String token = hub.minter.connection(new ConnectionClaims("ann", 0, null, List.of()));
        sockets.getLast().text("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
        assertThat(sockets.getLast().frame().text()).contains("connect");
        connected("bob");

        assertThat(addresses(new ConnectionFilter("ann", "", "", "", ""))).containsExactly("203.0.113.9");
        assertThat(addresses(new ConnectionFilter("bob", "", "", "", ""))).containsExactly("127.0.0.1");
        assertThat(addresses(new ConnectionFilter("", "", "", "203.0.113.9", "")))
                .hasSize(1);
    }

    private List<String> addresses(ConnectionFilter filter) {
        var question = new InstanceQuestion.ListConnections(filter, "", 10);
        return TestHub.await(hub.bus.gather(Addresses.LISTINGS, question, InstanceQuestion.Answer.Connections.class))
                .stream()
                .flatMap(each -> each.connections().stream())
                .map(ConnectionInfo::ip)
                .toList();
    }
}
