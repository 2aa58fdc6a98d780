package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SignatureWorkers;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.auth.TokenPolicy;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.auth.capability.QueueCalls;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.decision.CallbackRoutes;
import dev.hub.core.decision.KeptHeaders;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.core.revocation.Revocation;
import dev.hub.core.revocation.Revocations;
import dev.hub.websocket.AuthorisationTable.Case;
import dev.hub.websocket.AuthorisationTable.Who;
import dev.hub.websocket.access.ClientAccess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, over real sockets: {@link AuthorisationTable}, and what becomes of tokens that are no good. */
final class AuthorisationIT {
    private static final long FAR = 9_000_000_000L;
    private static final Vertx WORKERS = Vertx.vertx();

    private static TestHub secure;
    private static TestHub restricted;
    private static TestHub open;

    @BeforeAll
    static void start() {
        secure = hub(false, false);
        restricted = hub(false, true);
        open = hub(true, true);
        secure.revocations.replace(Revocations.of(List.of(
                new Revocation.UserBlock("mallory", 0),
                new Revocation.OneToken("stolen", 0),
                new Revocation.UserTokens("carol", 1000, 0))));
    }

    private static TestHub hub(boolean insecure, boolean restrictRpc) {
        TokenPolicy policy = TokenPolicy.of(TokenKeys.of(TestHub.SECRET));
        TokenVerifier tokens = new TokenVerifier(
                policy, policy, AuthorisationTable.roles(), new SignatureWorkers(WORKERS), InstantSource.system());
        TestHub hub = TestHub.admittingBy(new ClientAccess(
                tokens,
                new CurrentNamespaces(Namespaces.of(Namespace.defaults(""), AuthorisationTable.namespaces())),
                insecure,
                false,
                List.of(),
                InstantSource.system(),
                CurrentRevocations.none(InstantSource.system()),
                CallbackRoutes.NONE,
                KeptHeaders.NONE,
                restrictRpc));
        TestHub.await(hub.vertx.deployVerticle(new PresenceStandIn()));
        return hub;
    }

    @AfterAll
    static void stop() {
        Stream.of(secure, restricted, open).forEach(TestHub::close);
        TestHub.await(WORKERS.close());
    }

    @TestFactory
    Stream<DynamicTest> eachOperationByEachPrincipal() {
        return AuthorisationTable.cases().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.toString(), () -> assertThat(outcome(each)).isEqualTo(each.expected())));
    }

    /** A table that only allows, or only refuses, would show nothing. */
    @Test
    void everyPrincipalIsAllowedSomethingAndRefusedSomething() {
        for (Who who : Who.values()) {
            List<Integer> codes = AuthorisationTable.cases().stream()
                    .filter(each -> each.who() == who)
                    .map(Case::expected)
                    .toList();
            assertThat(codes).as(who.name()).contains(0).anyMatch(code -> code >= 102 && code != 104);
        }
        assertThat(AuthorisationTable.cases().stream().map(Case::operation).distinct())
                .containsExactlyInAnyOrder(
                        "subscribe",
                        "publish",
                        "history",
                        "presence",
                        "presence_stats",
                        "consume",
                        "job_submit",
                        "job_claim",
                        "job_get",
                        "job_cancel",
                        "queue_pause",
                        "schedule_put",
                        "rpc");
    }

    private static boolean isCall(Case each) {
        return each.operation().equals("rpc") || QueueCalls.methods().contains(each.operation());
    }

    private static int outcome(Case each) {
        TestHub hub = each.who() == Who.OPEN ? open : isCall(each) ? restricted : secure;
        TestClient client = hub.open();
        try {
            connect(hub, client, each.who());
            String token = subscriptionToken(hub, each);
            boolean subscribes = each.operation().equals("subscribe");
            if (!subscribes && !token.isEmpty()) {
                client.send(subscribe(5, each.channel(), token));
                answer(client, 5);
            }
            client.send(subscribes ? subscribe(9, each.channel(), token) : command(each));
            return answer(client, 9);
        } finally {
            client.close();
        }
    }

    private static void connect(TestHub hub, TestClient client, Who who) {
        JsonObject answer =
                who.claims.isEmpty() ? client.connect() : client.connect(hub.minter.sign(new JsonObject(who.claims)));
        assertThat(answer).isNotNull();
    }

    private static String subscriptionToken(TestHub hub, Case each) {
        return each.who().subscription.isEmpty() || isCall(each)
                ? ""
                : hub.minter.sign(new JsonObject(each.who().subscription).put("channel", each.channel()));
    }

    private static String subscribe(int id, String channel, String token) {
        return new JsonObject()
                .put("id", id)
                .put("subscribe", new JsonObject().put("channel", channel).put("token", token))
                .encode();
    }

    private static String command(Case each) {
        JsonObject field = new JsonObject().put("channel", each.channel());
        JsonObject command = new JsonObject().put("id", 9);
        switch (each.operation()) {
            case "publish" -> command.put("publish", field.put("data", 1));
            case "consume" ->
                command.put(
                        "rpc", new JsonObject().put("method", "consumer_info").put("data", field.put("name", "w")));
            case "rpc" ->
                command.put(
                        "rpc", new JsonObject().put("method", each.channel()).put("data", new JsonObject()));
            case "job_submit", "job_claim", "job_get", "job_cancel", "queue_pause", "schedule_put" ->
                command.put(
                        "rpc",
                        new JsonObject()
                                .put("method", each.operation())
                                .put("data", new JsonObject().put("queue", each.channel())));
            default -> command.put(each.operation(), field);
        }
        return command.encode();
    }

    /** The error code of the answer to the command {@code id}, 0 when it has none. */
    private static int answer(TestClient client, int id) {
        JsonObject line = client.next();
        while (line.getInteger("id", 0) != id) {
            line = client.next();
        }
        return line.getJsonObject("error", new JsonObject()).getInteger("code", 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        job_submit      | {"queue":"mail.a","children":[{"children":[{"queue":"mail.a"}]},{"id":"a"}]}  | false
        job_submit      | {"queue":"mail.a","children":[{"queue":"other"}]}                             | true
        job_submit      | {"queue":"mail.a","children":[{"id":"a"},{"children":[{"queue":"other"}]}]}   | true
        job_submit_many | {"queue":"mail.a","jobs":[{"id":"a"},{"id":"b"}]}                             | false
        job_submit_many | {"queue":"mail.a","jobs":[{"id":"a"},{"children":[{"queue":"other"}]}]}       | true
        """)
    void aFlowNeedsTheRightToSubmitInEachOfItsQueues(String method, String data, boolean isRefused) {
        TestClient client = restricted.open();
        connect(restricted, client, Who.EXACT);

        client.send(new JsonObject()
                .put("id", 9)
                .put("rpc", new JsonObject().put("method", method).put("data", new JsonObject(data)))
                .encode());

        assertThat(answer(client, 9) == 103).isEqualTo(isRefused);
        client.close();
    }

    // ---- tokens that are no good

    private static String connecting(String token) {
        return "{\"id\":9,\"connect\":{\"token\":\"" + token + "\"}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        no token         | ''                                          | 101
        good             | {"sub":"ann","jti":"a","exp":9000000000}    | 0
        anonymous        | {}                                          | 0
        expired          | {"sub":"ann","exp":1000}                    | 109
        another purpose  | {"sub":"ann","channel":"known:a"}           | 3500
        malformed        | {"sub":7}                                   | 3500
        bad filter       | {"subs":{"all:a":{"tags_filter":{"op":"x"}}}} | 3500
        blocked user     | {"sub":"mallory"}                           | 3503
        replayed after revocation   | {"sub":"ann","jti":"stolen"}     | 3500
        issued before revocation    | {"sub":"carol","iat":999}        | 3500
        issued at no time           | {"sub":"carol"}                  | 3500
        issued after revocation     | {"sub":"carol","iat":1000}       | 0
        """)
    void connectingWithEachKindOfToken(String kind, String claims, int expected) {
        TestClient client = secure.open();
        String token = claims.isEmpty() ? "" : secure.minter.sign(new JsonObject(claims));

        client.send(connecting(token));

        assertThat(expected >= 3000 ? client.closeCode() : answer(client, 9))
                .as(kind)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        good             | {"sub":"ann","channel":"shut:a"}                          | 0
        expired          | {"sub":"ann","channel":"shut:a","exp":1000}               | 109
        another user     | {"sub":"bob","channel":"shut:a"}                          | 3500
        another channel  | {"sub":"ann","channel":"shut:b"}                          | 3500
        another client   | {"sub":"ann","channel":"shut:a","client":"x"}             | 3500
        another purpose  | {"sub":"ann"}                                             | 103
        bad filter       | {"sub":"ann","channel":"shut:a","tags_filter":{"op":"x"}} | 103
        revoked          | {"sub":"ann","channel":"shut:a","jti":"stolen"}           | 103
        """)
    void subscribingWithEachKindOfToken(String kind, String claims, int expected) {
        TestClient client = secure.open();
        client.connect(secure.minter.sign(new JsonObject().put("sub", "ann")));

        client.send(subscribe(9, "shut:a", secure.minter.sign(new JsonObject(claims))));

        assertThat(expected >= 3000 ? client.closeCode() : answer(client, 9))
                .as(kind)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        good             | {"sub":"ann"}                 | 0
        expired          | {"sub":"ann","exp":1000}      | 3005
        another user     | {"sub":"bob"}                 | 3500
        revoked          | {"sub":"ann","jti":"stolen"}  | 3500
        malformed        | {"sub":[]}                    | 3500
        """)
    void refreshingWithEachKindOfToken(String kind, String claims, int expected) {
        TestClient client = secure.open();
        client.connect(secure.minter.sign(new JsonObject().put("sub", "ann").put("exp", FAR)));

        client.send("{\"id\":9,\"refresh\":{\"token\":\"" + secure.minter.sign(new JsonObject(claims)) + "\"}}");

        assertThat(expected >= 3000 ? client.closeCode() : answer(client, 9))
                .as(kind)
                .isEqualTo(expected);
    }

    @Test
    void aRefreshBringsTheRightsOfTheNewToken() {
        TestClient client = secure.open();
        client.connect(secure.minter.sign(new JsonObject(Who.GLOB.claims)));
        client.send(command(new Case("publish", "shut:a", Who.GLOB, 0)));
        assertThat(answer(client, 9)).isZero();

        client.send("{\"id\":8,\"refresh\":{\"token\":\"" + secure.minter.sign(new JsonObject()) + "\"}}");
        assertThat(answer(client, 8)).isZero();

        client.send(command(new Case("publish", "shut:a", Who.GLOB, 0)));
        assertThat(answer(client, 9)).isEqualTo(103);
    }

    @Test
    void aForgedTokenOpensNothingWhateverItClaims() {
        TokenMinter forger = new TokenMinter(Secret.of("another secret of thirty-two bytes"));
        TestClient client = secure.open();

        client.send(connecting(forger.sign(new JsonObject(Who.GLOB.claims))));

        assertThat(client.closeCode()).isEqualTo(3500);
    }
}
