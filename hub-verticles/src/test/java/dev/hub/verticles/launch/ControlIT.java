package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs in processes of their own: what is ordered on one is done to the connections of the other. */
@TestInstance(Lifecycle.PER_CLASS)
class ControlIT {
    @TempDir
    private static Path home;

    private final Standalone valkey = Standalone.start(Engine.REDIS62);
    private final FaultProxy road = FaultProxy.before(valkey.server());
    private HubProcess first;
    private HubProcess second;
    private Back back;

    @BeforeAll
    void start() {
        first = HubProcess.start("valkey.url=" + valkey.url(), "server.name=first");
        second = startSecond();
        back = new Back(first.url());
        await().until(() -> back.result("info", "{}").getJsonArray("nodes").size() == 2);
    }

    private HubProcess startSecond() {
        return HubProcess.start(
                "valkey.url=" + valkey.url().replace(valkey.server().port() + "", road.port() + ""),
                "server.name=second");
    }

    @AfterAll
    void stop() {
        first.close();
        second.close();
        road.close();
        valkey.close();
    }

    private static JsonObject push(LineClient client) {
        return new JsonObject(client.next()).getJsonObject("push");
    }

    private static String id(JsonObject connect) {
        return connect.getJsonObject("connect").getString("client");
    }

    private static String connect(LineClient client, String user) {
        String token = TestTokens.of(user);
        return id(new JsonObject(client.ask("{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"name\":\"it\"}}")));
    }

    @Test
    void whatIsOrderedOnOneInstanceIsDoneOnTheOther() {
        try (LineClient anna = LineClient.connect(second.url(), "anna");
                LineClient other = LineClient.connect(first.url(), "anna");
                LineClient bob = LineClient.connect(second.url(), "bob")) {
            assertThat(back.affected("send", "{\"user\":\"anna\",\"data\":{\"n\":1.50}}"))
                    .isEqualTo(2);
            assertThat(anna.next()).isEqualTo("{\"push\":{\"message\":{\"data\":{\"n\":1.50}}}}");
            assertThat(other.next()).isEqualTo("{\"push\":{\"message\":{\"data\":{\"n\":1.50}}}}");

            String channel = "{\"user\":\"anna\",\"channel\":\"demo:control\"";
            assertThat(back.affected("subscribe", channel + ",\"data\":[7]}")).isEqualTo(2);
            assertThat(anna.next()).isEqualTo("{\"push\":{\"channel\":\"demo:control\",\"subscribe\":{\"data\":[7]}}}");
            other.next();
            assertThat(back.affected("subscribe", channel + "}")).isZero();
            back.result("publish", "{\"channel\":\"demo:control\",\"data\":1}");
            assertThat(push(anna).getJsonObject("pub").getInteger("data")).isEqualTo(1);
            other.next();

            assertThat(back.affected("unsubscribe", channel + "}")).isEqualTo(2);
            assertThat(push(anna).getJsonObject("unsubscribe"))
                    .isEqualTo(new JsonObject().put("code", 2000).put("reason", "server unsubscribe"));
            assertThat(back.affected("unsubscribe", channel + "}")).isZero();

            assertThat(back.affected("refresh", "{\"user\":\"bob\",\"expire_at\":4000000000}"))
                    .isEqualTo(1);
            assertThat(push(bob).getJsonObject("refresh").getBoolean("expires")).isTrue();
            assertThat(back.affected("refresh", "{\"user\":\"bob\",\"expire_at\":1}"))
                    .isEqualTo(1);
            assertThat(bob.closeCode()).isEqualTo(3005);
        }
    }

    @Test
    void bringsWhatWasPublishedSinceAPosition() {
        for (int i = 1; i <= 3; i++) {
            back.result("publish", "{\"channel\":\"rec:since\",\"data\":" + i + "}");
        }
        try (LineClient anna = LineClient.connect(second.url(), "sina")) {
            back.result("subscribe", "{\"user\":\"sina\",\"channel\":\"rec:since\",\"recover_since\":{\"offset\":1}}");

            JsonObject subscribe = push(anna).getJsonObject("subscribe");
            assertThat(subscribe.getBoolean("recoverable")).isTrue();
            assertThat(subscribe.getString("epoch")).isNotEmpty();
            assertThat(push(anna).getJsonObject("pub").getInteger("data")).isEqualTo(2);
            assertThat(push(anna).getJsonObject("pub").getInteger("data")).isEqualTo(3);
            back.result("publish", "{\"channel\":\"rec:since\",\"data\":4}");
            assertThat(push(anna).getJsonObject("pub").getInteger("offset")).isEqualTo(4);
        }
    }

    @Test
    void disconnectsAllButTheOnesThatMayStay() {
        try (LineClient gone = LineClient.open(second.url());
                LineClient stays = LineClient.open(second.url())) {
            connect(gone, "carl");
            String id = connect(stays, "carl");

            assertThat(back.affected("disconnect", "{\"user\":\"carl\",\"whitelist\":[\"" + id + "\"]}"))
                    .isEqualTo(1);
            assertThat(gone.closeCode()).isEqualTo(3503);
            assertThat(back.affected("send", "{\"user\":\"carl\",\"client\":\"" + id + "\",\"data\":0}"))
                    .isEqualTo(1);
            assertThat(back.affected("disconnect", "{\"user\":\"dora\",\"client\":\"" + id + "\"}"))
                    .isZero();
            assertThat(back.affected("disconnect", "{\"client\":\"" + id + "\",\"disconnect\":{\"code\":4000}}"))
                    .isEqualTo(1);
            assertThat(stays.closeCode()).isEqualTo(4000);
        }
    }

    @Test
    void anInstanceThatIsCutOffIsNamedAndTheOrderCanBeRepeated() {
        try (LineClient eva = LineClient.connect(second.url(), "eva")) {
            road.blackhole();

            JsonObject error = back.error("disconnect", "{\"user\":\"eva\"}");
            assertThat(error.getInteger("code")).isEqualTo(100);
            assertThat(error.getBoolean("temporary")).isTrue();
            assertThat(error.getString("message")).contains("no answer from instance second");
            assertThat(back.error("connections", "{}").getString("message")).contains("second");
            road.reset();
            road.pass();

            await().until(() -> back.answer("disconnect", "{\"user\":\"eva\"}").containsKey("result"));
            assertThat(eva.closeCode()).isEqualTo(3503);
        } finally {
            road.pass();
        }
    }

    @Test
    void whoIsBlockedIsOutEverywhereAlsoWhereItWasNotHeardAndAfterARestart() {
        String token = TestTokens.of("frank");
        try (LineClient here = LineClient.connect(first.url(), "frank");
                LineClient there = LineClient.connect(second.url(), "frank")) {
            road.blackhole();
            long begin = System.nanoTime();
            JsonObject error = back.error("user_block", "{\"user\":\"frank\"}");
            assertThat(error.getString("message")).contains("second");
            assertThat(here.closeCode()).isEqualTo(3503);
            road.reset();
            road.pass();

            assertThat(there.closeCode()).isEqualTo(3503);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        } finally {
            road.pass();
        }
        await().until(() -> back.answer("user_block", "{\"user\":\"frank\"}").containsKey("result"));
        second.close();
        second = startSecond();
        for (HubProcess hub : List.of(first, second)) {
            await().untilAsserted(() -> assertThat(closeCode(hub, token)).isEqualTo(3503));
        }

        assertThat(back.result("user_blocks", "{}").getJsonArray("blocks"))
                .contains(new JsonObject().put("user", "frank"));
        await().until(() -> back.answer("user_unblock", "{\"user\":\"frank\"}").containsKey("result"));
        assertThat(back.result("user_unblock", "{\"user\":\"frank\"}").getBoolean("unblocked"))
                .isFalse();
        LineClient.connect(second.url(), "frank").close();
    }

    private static int closeCode(HubProcess hub, String token) {
        try (LineClient client = LineClient.open(hub.url())) {
            client.send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
            return client.closeCode();
        }
    }

    @Test
    void aRevokedTokenEndsWhatItAllowedAndAllowsNothingMore() {
        String revoked = TestTokens.signed(new JsonObject().put("sub", "gina").put("jti", "one"));
        String kept = TestTokens.signed(new JsonObject().put("sub", "gina").put("jti", "two"));
        String old = TestTokens.signed(new JsonObject().put("sub", "hans").put("iat", 1_700_000_000));
        String young = TestTokens.signed(new JsonObject().put("sub", "hans").put("iat", 1_700_000_001));
        try (LineClient gone = LineClient.open(second.url());
                LineClient stays = LineClient.open(second.url());
                LineClient older = LineClient.open(first.url())) {
            gone.ask("{\"id\":1,\"connect\":{\"token\":\"" + revoked + "\"}}");
            stays.ask("{\"id\":1,\"connect\":{\"token\":\"" + kept + "\"}}");
            older.ask("{\"id\":1,\"connect\":{\"token\":\"" + old + "\"}}");

            assertThat(back.affected("token_revoke", "{\"jti\":\"one\",\"expire_at\":4000000000}"))
                    .isEqualTo(1);
            assertThat(gone.closeCode()).isEqualTo(3500);
            assertThat(back.affected("token_revoke", "{\"user\":\"hans\",\"issued_before\":1700000001}"))
                    .isEqualTo(1);
            assertThat(older.closeCode()).isEqualTo(3500);

            for (HubProcess hub : List.of(first, second)) {
                assertThat(closeCode(hub, revoked)).isEqualTo(3500);
                assertThat(closeCode(hub, old)).isEqualTo(3500);
                try (LineClient again = LineClient.open(hub.url())) {
                    assertThat(again.ask("{\"id\":1,\"connect\":{\"token\":\"" + young + "\"}}"))
                            .contains("connect");
                }
            }
            assertThat(stays.ask("{\"id\":2,\"refresh\":{\"token\":\"" + kept + "\"}}"))
                    .contains("refresh");
            stays.send("{\"id\":3,\"refresh\":{\"token\":\"" + revoked + "\"}}");
            assertThat(stays.closeCode()).isEqualTo(3500);
        }
        assertThat(back.result("token_revocations", "{\"limit\":1000}").getJsonArray("revocations"))
                .contains(
                        new JsonObject().put("jti", "one").put("expire_at", 4_000_000_000L),
                        new JsonObject().put("user", "hans").put("issued_before", 1_700_000_001));
    }

    @Test
    void aRevokedSubscriptionTokenEndsTheSubscription() {
        String token = TestTokens.signed(new JsonObject()
                .put("sub", "ina")
                .put("channel", "$demo:secret")
                .put("jti", "sub-1"));
        String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"$demo:secret\",\"token\":\"" + token + "\"}}";
        try (LineClient ina = LineClient.connect(second.url(), "ina")) {
            assertThat(ina.ask(subscribe)).contains("\"subscribe\"");

            back.result("token_revoke", "{\"jti\":\"sub-1\"}");

            assertThat(push(ina).getJsonObject("unsubscribe").getInteger("code"))
                    .isEqualTo(2000);
            assertThat(ina.ask(subscribe)).contains("\"code\":103");
        }
    }

    @Test
    void pagesTellWhoStaysExactlyOnceWhileOthersComeAndGo() {
        List<LineClient> open = new ArrayList<>();
        try {
            Set<String> staying = new HashSet<>();
            for (int i = 0; i < 24; i++) {
                LineClient client = LineClient.open(i % 2 == 0 ? first.url() : second.url());
                open.add(client);
                staying.add(connect(client, "page-" + i % 5));
            }

            List<String> listed = new ArrayList<>();
            String cursor = "";
            do {
                try (LineClient passing = LineClient.open(second.url())) {
                    connect(passing, "page-0");
                    JsonObject page =
                            back.result("connections", "{\"limit\":5,\"name\":\"it\",\"cursor\":\"" + cursor + "\"}");
                    listed.addAll(page.getJsonObject("connections").fieldNames());
                    cursor = page.getString("cursor", "");
                }
            } while (!cursor.isEmpty());

            assertThat(listed).containsAll(staying).doesNotHaveDuplicates();
            assertThat(back.result("connections", "{\"user\":\"page-1\"}")
                            .getJsonObject("connections")
                            .fieldNames())
                    .hasSize(5);
            JsonObject one = back.result("connections", "{\"client\":\"" + listed.getFirst() + "\"}")
                    .getJsonObject("connections");
            assertThat(one.fieldNames()).isSubsetOf(listed.getFirst());
            assertThat(back
                            .result("connections", "{\"node\":\"second\",\"name\":\"it\"}")
                            .getJsonObject("connections")
                            .stream()
                            .map(each -> ((JsonObject) each.getValue()).getString("node_name")))
                    .hasSizeGreaterThanOrEqualTo(12)
                    .containsOnly("second");
        } finally {
            open.forEach(LineClient::close);
        }
    }

    @Test
    void channelsAreToldByNameWithAllTheirSubscribers() {
        try (LineClient kim = LineClient.connect(second.url(), "kim");
                LineClient lea = LineClient.connect(first.url(), "lea")) {
            for (int i = 0; i < 5; i++) {
                String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"demo:many" + i + "\"}}";
                kim.ask(subscribe);
                lea.ask(subscribe);
            }

            JsonObject page = back.result("channels", "{\"pattern\":\"demo:many*\",\"limit\":3}");
            assertThat(page.getJsonObject("channels").fieldNames())
                    .containsExactly("demo:many0", "demo:many1", "demo:many2");
            assertThat(page.getJsonObject("channels")
                            .getJsonObject("demo:many0")
                            .getInteger("num_clients"))
                    .isEqualTo(2);
            JsonObject rest = back.result(
                    "channels",
                    "{\"pattern\":\"demo:many*\",\"limit\":3,\"cursor\":\"" + page.getString("cursor") + "\"}");
            assertThat(rest.getJsonObject("channels").fieldNames()).containsExactly("demo:many3", "demo:many4");
            assertThat(rest.containsKey("cursor")).isFalse();
        }
    }

    @Test
    void theOfficialSdkSeesWhatIsDoneToIt() {
        SdkProgram.node(
                "control.mjs",
                Map.of(
                        "HUB",
                        second.url(),
                        "API",
                        first.url(),
                        "TOKEN",
                        TestTokens.of("sdk"),
                        "API_KEY",
                        HubProcess.API_KEY));
    }

    /** What the command line prints; it has to succeed. */
    private List<String> hub(String... words) {
        List<String> line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--url", first.url(), "--api-key", HubProcess.API_KEY));
        CommandRun run = CommandRun.of(home, line.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    @Test
    void theCommandLineShowsTablesAndJson() {
        try (LineClient nina = LineClient.open(second.url());
                LineClient otto = LineClient.connect(second.url(), "otto")) {
            String id = connect(nina, "nina");
            nina.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:table\"}}");

            assertThat(hub("nodes")).hasSize(3).first().asString().startsWith("NAME");
            List<String> table = hub("connections", "--user", "nina");
            assertThat(table).hasSize(2);
            assertThat(table.get(0)).matches("CLIENT +USER +APP +IP +NODE +SINCE +CHANNELS");
            assertThat(table.get(1)).matches(id + " +nina +it +127\\.0\\.0\\.1 +second +20\\S+Z +1");
            assertThat(new JsonObject(
                                    hub("connections", "--client", id, "--json").getFirst())
                            .getJsonObject("connections")
                            .fieldNames())
                    .containsExactly(id);
            assertThat(hub("channels", "demo:tab*").get(1)).matches("demo:table +1");

            assertThat(hub("user", "status", "nina", "nobody"))
                    .satisfiesExactly(
                            title -> assertThat(title).matches("USER +ONLINE +CONNECTIONS +SEEN +STATUS"),
                            online -> assertThat(online).matches("nina +yes +1 +20\\S+Z +-"),
                            offline -> assertThat(offline).matches("nobody +no +0 +- +-"));

            assertThat(hub("user", "block", "nina", "--for", "1h")).containsExactly("blocked; connections closed: 1");
            assertThat(nina.closeCode()).isEqualTo(3503);
            assertThat(hub("user", "blocks")).anyMatch(line -> line.matches("nina +20\\S+Z"));
            assertThat(hub("user", "unblock", "nina")).containsExactly("unblocked");
            assertThat(hub("token", "revoke", "--jti", "cli", "--for", "1h"))
                    .containsExactly("revoked; connections closed: 0");
            assertThat(hub("token", "revocations")).anyMatch(line -> line.startsWith("cli "));
            assertThat(hub("disconnect", "--user", "nobody", "--json")).containsExactly("{\"affected\":0}");
            assertThat(otto.ask("{\"id\":9,\"unsubscribe\":{\"channel\":\"a\"}}"))
                    .contains("unsubscribe");
        }
    }

    @Test
    void theCommandLineTellsWhoIsInAChannelOnAllInstances() {
        try (LineClient here = LineClient.connect(first.url(), "here");
                LineClient there = LineClient.connect(second.url(), "there")) {
            String subscribe = "{\"id\":2,\"subscribe\":{\"channel\":\"room:1\"}}";
            here.ask(subscribe);
            there.ask(subscribe);

            await().until(() -> hub("presence", "room:1").getFirst().equals("clients: 2, users: 2"));
            assertThat(hub("presence", "room:1").subList(1, 4))
                    .anyMatch(line -> line.matches("CLIENT +USER +CONN INFO +CHAN INFO"))
                    .anyMatch(line -> line.matches("\\S+ +here +- +-"))
                    .anyMatch(line -> line.matches("\\S+ +there +- +-"));
            JsonObject json = new JsonObject(
                    hub("presence", "room:1", "--json", "--limit", "1").getFirst());
            assertThat(json.getInteger("num_clients")).isEqualTo(2);
            assertThat(json.getJsonObject("presence")).hasSize(1);
        }
    }

    @Test
    void hostileInputIsRefused() {
        String huge = "x".repeat(1025);
        Map<String, List<String>> wrong = Map.of(
                "disconnect",
                List.of(
                        "{}",
                        "{\"user\":\"\"}",
                        "{\"user\":\"" + huge + "\"}",
                        "{\"client\":\"" + huge + "\"}",
                        "{\"session\":\"" + huge + "\"}",
                        "{\"user\":\"a\",\"disconnect\":{\"code\":5000}}"),
                "refresh",
                List.of("{}", "{\"user\":\"a\",\"expire_at\":-1}"),
                "subscribe",
                List.of(
                        "{\"user\":\"a\"}",
                        "{\"channel\":\"demo:a\"}",
                        "{\"user\":\"a\",\"channel\":\"nothing:a\"}",
                        "{\"user\":\"a\",\"channel\":\"ü\"}",
                        "{\"user\":\"a\",\"channel\":\"demo:a\",\"recover_since\":{\"offset\":-1}}",
                        "{\"user\":\"a\",\"channel\":\"demo:a\",\"b64data\":\"AA==\"}"),
                "unsubscribe",
                List.of("{\"user\":\"a\"}", "{\"user\":\"a\",\"channel\":\"demo:a\",\"unsubscribe\":{\"code\":0}}"),
                "send",
                List.of("{\"user\":\"a\"}", "{\"data\":1}"),
                "connections",
                List.of(
                        "{\"limit\":0}",
                        "{\"limit\":1001}",
                        "{\"cursor\":\"nothing\"}",
                        "{\"cursor\":\"" + huge + "\"}",
                        "{\"user\":\"" + huge + "\"}",
                        "{\"node\":\"" + huge + "\"}"),
                "channels",
                List.of("{\"limit\":0}", "{\"pattern\":\"" + huge + "\"}", "{\"cursor\":\"" + huge + "\"}"),
                "user_block",
                List.of("{}", "{\"user\":\"" + huge + "\"}", "{\"user\":\"a\",\"expire_at\":1}"),
                "user_unblock",
                List.of("{}"),
                "token_revoke",
                List.of(
                        "{}",
                        "{\"jti\":\"a\",\"user\":\"a\"}",
                        "{\"jti\":\"a\",\"issued_before\":1}",
                        "{\"user\":\"a\",\"issued_before\":-1}",
                        "{\"jti\":\"" + huge + "\"}"));
        wrong.forEach((method, bodies) ->
                bodies.forEach(body -> assertThat(back.error(method, body).getInteger("code"))
                        .as(method + " " + body)
                        .isIn(102, 107)));
        for (String body : List.of(
                "{\"user\":1}", "{\"user\":\"a\",\"whitelist\":\"a\"}", "{\"user\":\"a\",\"disconnect\":[]}", "[]")) {
            assertThat(back.error("disconnect", body).getInteger("code")).isEqualTo(400);
        }
        assertThat(back.affected("disconnect", "{\"client\":\"not-a-uuid\"}")).isZero();
        assertThat(back.affected("disconnect", "{\"session\":\"s\"}")).isZero();
        assertThat(back.result("connections", "{\"cursor\":\"zz/\"}").getJsonObject("connections"))
                .isEmpty();
        assertThat(back.result("connections", "{\"channel\":\"ü\",\"ip\":\"x\"}")
                        .getJsonObject("connections"))
                .isEmpty();
    }
}
