package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.NamingRules;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History, patterns and the rules for names and data, as clients meet them. */
final class ChannelRulesIT {
    private static final AccessRules ALL =
            new AccessRules(true, true, true, true, true, true, true, true, true, true, true);

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.secure(
                TestNamespaces.recovered("past", 20).withAccess(ALL),
                TestNamespaces.remembered("shut"),
                TestNamespaces.onRequest("asked"),
                wild("wild").withAccess(ALL),
                wild("tame").withAccess(TestNamespaces.SUBSCRIBE),
                Namespace.defaults("rule")
                        .withAccess(ALL)
                        .withNaming(new NamingRules("", "[0-9]+", NamingRules.DataFormat.JSON_OBJECT)));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static Namespace wild(String name) {
        return Namespace.defaults(name)
                .withDelivery(new DeliveryRules(
                        List.of("fossil"),
                        false,
                        true,
                        true,
                        0,
                        Duration.ZERO,
                        false,
                        SlowConsumer.DISCONNECT,
                        "",
                        true));
    }

    private TestClient user() {
        TestClient client = hub.open();
        assertThat(client.connect(hub.minter.connection(new ConnectionClaims("ann", 0, null, List.of()))))
                .isNotNull();
        return client;
    }

    private static String error(TestClient client, String command) {
        JsonObject error = client.send("{\"id\":9," + command + "}").next().getJsonObject("error");
        return error == null ? "none" : error.getInteger("code") + " " + error.getString("message");
    }

    @Test
    void readsPartsOfTheHistory() {
        for (int n = 1; n <= 5; n++) {
            hub.publish("past:x", Integer.toString(n));
        }
        TestClient client = user();

        client.send("{\"id\":2,\"history\":{\"channel\":\"past:x\"}}");
        assertThat(client.nextLine())
                .isEqualTo("{\"id\":2,\"history\":{\"publications\":[],\"epoch\":\"epoch-0a\",\"offset\":5}}");
        client.send(
                "{\"id\":3,\"history\":{\"channel\":\"past:x\",\"limit\":2,\"since\":{\"offset\":2,\"epoch\":\"epoch-0a\"}}}");
        assertThat(client.nextLine())
                .isEqualTo(
                        "{\"id\":3,\"history\":{\"publications\":[{\"data\":3,\"offset\":3},{\"data\":4,\"offset\":4}],"
                                + "\"epoch\":\"epoch-0a\",\"offset\":5}}");
        client.send("{\"id\":4,\"history\":{\"channel\":\"past:x\",\"limit\":-1,\"reverse\":true}}");
        assertThat(client.next().getJsonObject("history").getJsonArray("publications"))
                .hasSize(5);
    }

    @Test
    void refusesHistoryWhereThereIsNoneOrNoRight() {
        TestClient client = user();

        assertThat(error(client, "\"history\":{\"channel\":\"open:x\"}")).startsWith("108");
        assertThat(error(client, "\"history\":{\"channel\":\"shut:x\"}")).startsWith("103");
        assertThat(error(client, "\"history\":{\"channel\":\"none:x\"}")).startsWith("102");
    }

    @Test
    void givesPositionsToWhoAsksWhereThatIsAllowed() {
        TestClient client = user();

        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"asked:x\",\"positioned\":true,\"recoverable\":true}}");
        assertThat(client.nextLine())
                .isEqualTo(
                        "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"epoch-0a\",\"positioned\":true}}");
        client.send("{\"id\":3,\"subscribe\":{\"channel\":\"asked:y\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"subscribe\":{}}");
        client.send("{\"id\":4,\"subscribe\":{\"channel\":\"shut:y\",\"positioned\":true,\"recoverable\":true}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":4,\"subscribe\":{}}");
    }

    @Test
    void bringsThePublicationsOfAPatternWithTheChannelTheyCameFrom() {
        TestClient client = user();
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"wild:*\",\"recoverable\":true,\"delta\":\"fossil\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{}}");

        hub.publish("wild:a", "1");

        assertThat(client.nextLine())
                .isEqualTo("{\"push\":{\"channel\":\"wild:*\",\"pub\":{\"data\":1,\"channel\":\"wild:a\"}}}");
    }

    @Test
    void admitsToAPatternByRightOrByATokenForIt() {
        TestClient client = user();

        assertThat(error(client, "\"subscribe\":{\"channel\":\"tame:*\"}")).startsWith("103");
        assertThat(error(client, "\"subscribe\":{\"channel\":\"open:*\"}")).startsWith("108");
        assertThat(error(client, "\"subscribe\":{\"channel\":\"wild:a*\"}")).startsWith("107 pattern must");
        assertThat(error(client, "\"publish\":{\"channel\":\"wild:*\",\"data\":1}"))
                .startsWith("107 channel must not");
        String token =
                hub.minter.subscription(new SubscriptionClaims("ann", new ChannelName("tame:*"), 9_000_000_000L, null));
        client.send("{\"id\":3,\"subscribe\":{\"channel\":\"tame:*\",\"token\":\"%s\"}}".formatted(token));
        assertThat(client.next().getJsonObject("subscribe").getBoolean("expires"))
                .isTrue();
        client.send("{\"id\":4,\"subscribe\":{\"channel\":\"tame:a\",\"token\":\"%s\"}}".formatted(token));
        assertThat(client.closeCode()).isEqualTo(3500);
    }

    @Test
    void refusesNamesAndDataThatTheNamespaceDoesNotTake() {
        TestClient client = user();

        assertThat(error(client, "\"subscribe\":{\"channel\":\"rule:x\"}")).startsWith("107 channel must match");
        assertThat(error(client, "\"publish\":{\"channel\":\"rule:1\",\"data\":[]}"))
                .startsWith("107 data must be a JSON object");
        assertThat(error(client, "\"publish\":{\"channel\":\"rule:1\",\"data\":{}}"))
                .isEqualTo("none");
    }
}
