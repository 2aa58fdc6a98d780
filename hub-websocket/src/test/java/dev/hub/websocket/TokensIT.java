package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may connect, subscribe and publish, and for how long. */
final class TokensIT {
    private static final long START = 1_800_000_000L;

    private final AtomicLong seconds = new AtomicLong(START);
    private final InstantSource clock = () -> Instant.ofEpochSecond(seconds.get());
    private TestHub hub;

    @BeforeEach
    void start() {
        ConnectionLimits limits = new ConnectionLimits(
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                64 * 1024,
                1024 * 1024,
                128,
                300,
                300);
        hub = TestHub.secure(limits, clock);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private String token(String user, long expireAt, String... channels) {
        return hub.minter.connection(new ConnectionClaims(
                user,
                expireAt,
                Payload.ofJson("{\"name\":\"" + user + "\"}"),
                List.of(channels).stream().map(ChannelName::new).toList()));
    }

    private String subscription(String user, String channel, long expireAt) {
        return hub.minter.subscription(
                new SubscriptionClaims(user, new ChannelName(channel), expireAt, Payload.ofJson("{\"role\":1}")));
    }

    /** A client that answers pings, and its lines without them. */
    private TestClient client(String user) {
        TestClient client = hub.open().answeringPings();
        client.connect(token(user, 0));
        return client;
    }

    private static int errorCode(TestClient client) {
        return client.next().getJsonObject("error").getInteger("code");
    }

    @Test
    void refusesAClientWithoutTokenWith101() {
        TestClient client = hub.open();

        client.send("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"open:a\"}}");

        assertThat(client.nextLine()).isEqualTo("{\"id\":1,\"error\":{\"code\":101,\"message\":\"unauthorized\"}}");
    }

    @Test
    void answersAnExpiredTokenWith109AndTakesAFreshOne() {
        TestClient client = hub.open();

        client.send("{\"id\":1,\"connect\":{\"token\":\"" + token("ann", START - 1) + "\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}");

        client.send("{\"id\":2,\"connect\":{\"token\":\"" + token("ann", START + 60) + "\"}}");
        JsonObject result = client.next().getJsonObject("connect");
        assertThat(result.getValue("expires")).isEqualTo(true);
        assertThat(result.getValue("ttl")).isEqualTo(60);
    }

    @Test
    void closes3500OnForgedTokens() {
        String forged = new TokenMinter(Secret.of("another-secret-of-32-characters!"))
                .connection(new ConnectionClaims("ann", 0, null, List.of()));
        String unsigned = encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encode("{\"sub\":\"ann\"}") + ".";
        String cut = token("ann", 0).substring(0, 40);
        String forSubscriptions = subscription("ann", "open:a", 0);

        for (String token : List.of(forged, unsigned, cut, forSubscriptions, "rubbish")) {
            TestClient client = hub.open();
            client.send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
            assertThat(client.closeCode()).as(token.substring(0, 7)).isEqualTo(3500);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void subscribesToTheChannelsOfTheTokenAndToThoseThatTheClientMayHave() {
        TestClient client = hub.open().answeringPings();

        client.send("{\"id\":1,\"connect\":{\"token\":\"" + token("ann", 0, "secret", "open:mine")
                + "\",\"subs\":{\"open:asked\":{},\"alsosecret\":{}}}}");

        JsonObject subs = client.next().getJsonObject("connect").getJsonObject("subs");
        assertThat(subs.fieldNames()).containsExactlyInAnyOrder("secret", "open:mine", "open:asked");
        hub.publish("secret", "5");
        assertThat(client.nextPublication()).isEqualTo(5);
    }

    @Test
    void decidesSubscriptionsByTokenFirstAndThenByNamespace() {
        TestClient ann = client("ann");

        ann.send("{\"id\":2,\"subscribe\":{\"channel\":\"closed\"}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":3,\"subscribe\":{\"channel\":\"$open:x\"}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":4,\"subscribe\":{\"channel\":\"open:chat#bob\"}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":5,\"subscribe\":{\"channel\":\"open:chat#bob,ann\"}}");
        assertThat(ann.nextLine()).isEqualTo("{\"id\":5,\"subscribe\":{}}");
        ann.send("{\"id\":6,\"subscribe\":{\"channel\":\"$open:x\",\"token\":\"" + subscription("ann", "$open:x", 0)
                + "\"}}");
        assertThat(ann.nextLine()).isEqualTo("{\"id\":6,\"subscribe\":{}}");
        ann.send("{\"id\":7,\"subscribe\":{\"channel\":\"closed\",\"token\":\"rubbish\"}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":8,\"subscribe\":{\"channel\":\"closed\",\"token\":\""
                + subscription("ann", "closed", START - 1) + "\"}}");
        assertThat(errorCode(ann)).isEqualTo(109);
        ann.send("{\"id\":9,\"subscribe\":{\"channel\":\"closed\",\"token\":\"" + subscription("bob", "closed", 0)
                + "\"}}");
        assertThat(ann.closeCode()).isEqualTo(3500);
    }

    @Test
    void decidesPublishingByNamespace() {
        TestClient ann = client("ann");

        ann.send("{\"id\":2,\"publish\":{\"channel\":\"closed\",\"data\":1}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":3,\"publish\":{\"channel\":\"talk:a\",\"data\":1}}");
        assertThat(errorCode(ann)).isEqualTo(103);
        ann.send("{\"id\":4,\"publish\":{\"channel\":\"open:a\",\"data\":1}}");
        assertThat(ann.nextLine()).isEqualTo("{\"id\":4,\"publish\":{}}");
        ann.send("{\"id\":5,\"subscribe\":{\"channel\":\"talk:a\",\"token\":\"" + subscription("ann", "talk:a", 0)
                + "\"}}\n{\"id\":6,\"publish\":{\"channel\":\"talk:a\",\"data\":1}}");
        assertThat(ann.nextLine()).isEqualTo("{\"id\":5,\"subscribe\":{}}");
        List<String> answers = List.of(ann.nextLine(), ann.nextLine());
        assertThat(answers).contains("{\"id\":6,\"publish\":{}}").anySatisfy(line -> {
            JsonObject info = new JsonObject(line)
                    .getJsonObject("push", new JsonObject())
                    .getJsonObject("pub", new JsonObject())
                    .getJsonObject("info");
            assertThat(info).isNotNull();
            assertThat(info.getString("user")).isEqualTo("ann");
            assertThat(info.getJsonObject("conn_info").getString("name")).isEqualTo("ann");
            assertThat(info.getJsonObject("chan_info").getInteger("role")).isEqualTo(1);
        });
    }

    @Test
    void closes3005WhenAConnectionIsNotRefreshed() {
        TestClient client = hub.open().answeringPings();
        client.connect(token("ann", START + 60));

        seconds.set(START + 60 + 26);

        assertThat(client.closeCode()).isEqualTo(3005);
    }

    @Test
    void keepsARefreshedConnection() {
        TestClient client = hub.open().answeringPings();
        client.connect(token("ann", START + 60));
        client.send("{\"id\":2,\"refresh\":{\"token\":\"" + token("ann", START + 1000) + "\"}}");
        JsonObject refreshed = client.next().getJsonObject("refresh");
        assertThat(refreshed.getInteger("ttl")).isEqualTo(1000);
        assertThat(refreshed.getBoolean("expires")).isTrue();
        assertThat(refreshed.getString("version")).isEqualTo("1.2.3");

        seconds.set(START + 500);
        client.awaitPings(3);

        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void closesOnARefreshThatIsExpiredOrForAnotherUser() {
        TestClient late = client("ann");
        TestClient other = client("ann");

        late.send("{\"id\":2,\"refresh\":{\"token\":\"" + token("ann", START - 5) + "\"}}");
        other.send("{\"id\":2,\"refresh\":{\"token\":\"" + token("bob", 0) + "\"}}");

        assertThat(late.closeCode()).isEqualTo(3005);
        assertThat(other.closeCode()).isEqualTo(3500);
    }

    @Test
    void endsASubscriptionThatIsNotRefreshedAndKeepsOneThatIs() {
        TestClient client = client("ann");
        for (String channel : List.of("a", "b")) {
            client.send("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\",\"token\":\""
                    + subscription("ann", channel, START + 60) + "\"}}");
            assertThat(client.nextLine()).isEqualTo("{\"id\":2,\"subscribe\":{\"expires\":true,\"ttl\":60}}");
        }
        client.send("{\"id\":3,\"sub_refresh\":{\"channel\":\"b\",\"token\":\"" + subscription("ann", "b", START + 600)
                + "\"}}");
        assertThat(client.nextLine()).isEqualTo("{\"id\":3,\"sub_refresh\":{\"expires\":true,\"ttl\":600}}");

        seconds.set(START + 60 + 26);

        assertThat(client.nextLine())
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"unsubscribe\":"
                        + "{\"code\":2501,\"reason\":\"subscription expired\"}}}");
        hub.publish("a", "1");
        hub.publish("b", "2");
        assertThat(client.nextPublication()).isEqualTo(2);
    }

    @Test
    void closesAllConnectionsOfAUser() {
        TestClient first = client("ann");
        TestClient second = client("ann");
        TestClient other = client("bob");

        int closed = hub.order(new ConnectionControl.Disconnect(ConnectionTarget.user("ann")));

        assertThat(closed).isEqualTo(2);
        assertThat(first.closeCode()).isEqualTo(3503);
        assertThat(second.closeCode()).isEqualTo(3503);
        other.awaitPings(2);
        assertThat(other.isClosed()).isFalse();
    }
}
