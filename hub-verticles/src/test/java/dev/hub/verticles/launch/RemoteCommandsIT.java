package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that talk to a running hub, against a server that says what the test wants to hear. */
final class RemoteCommandsIT {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HUB_AUTH_HMAC_SECRET", "0123456789abcdef0123456789abcdef", "HUB_API_KEY", "0123456789abcdef");

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    @TempDir
    private Path home;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        join(vertx.close());
    }

    @Test
    void publishesWithTheKeyOfTheConfiguration() {
        String url = serve(request -> request.body()
                .onSuccess(body -> received.add(
                        request.method() + " " + request.path() + " " + request.getHeader("X-API-Key") + " " + body))
                .onSuccess(body -> request.response().end("{\"result\":{\"offset\":7}}")));

        CommandRun run =
                CommandRun.of(home, ENVIRONMENT, "publish", "--url", url, "news", "{\"n\": 12345678901234567890.5}");

        assertThat(run).isEqualTo(new CommandRun(0, "{\"offset\":7}" + System.lineSeparator(), ""));
        assertThat(received)
                .containsExactly("POST /api/publish 0123456789abcdef"
                        + " {\"channel\":\"news\",\"data\":{\"n\": 12345678901234567890.5}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        create jobs:a w --max-deliveries 3 | consumer_create     | {"channel":"jobs:a","consumer":"w","start":"new","max_deliveries":3}
        list jobs:a                        | consumer_list       | {"channel":"jobs:a"}
        info jobs:a w                      | consumer_info       | {"channel":"jobs:a","consumer":"w"}
        delete jobs:a w                    | consumer_delete     | {"channel":"jobs:a","consumer":"w"}
        dead jobs:a w                      | consumer_dead_list  | {"channel":"jobs:a","consumer":"w"}
        dead jobs:a w --retry 1-1          | consumer_dead_retry | {"channel":"jobs:a","consumer":"w","ids":["1-1"]}
        dead jobs:a w --purge              | consumer_dead_purge | {"channel":"jobs:a","consumer":"w","ids":[]}
        """)
    void asksForConsumers(String line, String method, String body) {
        String url = serve(request -> request.body()
                .onSuccess(sent -> received.add(request.path() + " " + sent))
                .onSuccess(sent -> request.response().end("{\"result\":{}}")));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, ("consumer " + line + " --url " + url).split(" +", -1));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(received).containsExactly("/api/" + method + " " + body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        check operation=a user=4=2     | true  | 0 | /api/limit_check {"descriptors":{"operation":"a","user":"4=2"},"cost":1}            | allowed by r: 2 of 5 left, all of it after 900 ms
        peek --rule r --cost 9         | false | 1 | /api/limit_peek {"descriptors":{},"cost":9,"rule":"r"}                             | refused by r: 2 of 5 left, again after 70 ms, all of it after 900 ms
        """)
    void asksTheLimitsAndTellsByTheExitCode(String line, boolean isAllowed, int code, String asked, String told) {
        String url = serve(request -> request.body()
                .onSuccess(sent -> received.add(request.path() + " " + sent))
                .onSuccess(sent -> request.response()
                        .end("{\"result\":{\"allowed\":" + isAllowed + ",\"rule\":\"r\",\"limit\":5,\"remaining\":2,"
                                + "\"retry_after_ms\":" + (isAllowed ? 0 : 70) + ",\"reset_ms\":900}}")));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, ("limit " + line + " --url " + url).split(" +", -1));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(received).containsExactly(asked);
        assertThat(run.out().strip()).isEqualTo(told);
    }

    @Test
    void reportsWhatLimitsDid() {
        String url = serve(request -> request.body()
                .onSuccess(sent -> received.add(request.path() + " " + sent))
                .onSuccess(sent -> request.response()
                        .end(
                                "{\"result\":{\"instances\":2,\"rules\":[{\"rule\":\"r\",\"mode\":\"shadow\",\"scope\":\"exact\","
                                        + "\"admitted\":7,\"refused\":0,\"shadow_refused\":3,\"errors\":0,\"arms\":[{\"arm\":\"split\","
                                        + "\"admitted\":1,\"refused\":0,\"shadow_refused\":2,\"errors\":0}],"
                                        + "\"advice\":[\"would refuse 30 %\"]}]}}")));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, "limit", "report", "r", "--url", url);

        assertThat(run.out().lines())
                .containsExactly(
                        "RULE     MODE    SCOPE  ADMITTED  REFUSED  SHADOW  ERRORS  ADVICE",
                        "r        shadow  exact  7         0        3       0       would refuse 30 %",
                        "  split  -       -      1         0        2       0       -");
        assertThat(received).containsExactly("/api/limit_report {\"rule\":\"r\"}");
    }

    @Test
    void listsWebhooksWithWhatWaitsForThem() {
        String url = serve(
                request -> request.body()
                        .onSuccess(sent -> received.add(request.path() + " " + sent))
                        .onSuccess(
                                sent -> request.response()
                                        .end(
                                                "{\"result\":{\"consumers\":["
                                                        + "{\"consumer\":\"audit\",\"lag\":1},"
                                                        + "{\"consumer\":\"webhook.old\",\"lag\":7,\"in_flight\":0,\"dead\":2,\"lost\":3}]}}")));

        CommandRun run = CommandRun.of(
                home,
                ENVIRONMENT,
                "webhook",
                "list",
                "--url",
                url,
                "--set",
                "events.webhooks[0].name=app",
                "--set",
                "events.webhooks[0].url=https://app.example.com/events",
                "--set",
                "events.webhooks[0].signing.secret=whsec_" + "QUJD".repeat(8));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "NAME  CHANNEL   CONFIGURED  LAG  POSTING  DEAD  LOST",
                        "old   events:0  no          7    0        2     3",
                        "app   events:0  yes         -    -        -     -");
        assertThat(received).containsExactly("/api/consumer_list {\"channel\":\"events:0\"}");
    }

    @Test
    void asksForAllPagesOfWhoIsThere() {
        String url = serve(request -> request.body().onSuccess(sent -> {
            received.add(request.path() + " " + sent);
            boolean isFirst = sent.toJsonObject().getString("after", "").isEmpty();
            String next = isFirst ? ",\"next\":\"p2\"" : "";
            request.response()
                    .end(
                            String.valueOf(request.path()).endsWith("stats")
                                    ? "{\"result\":{\"num_clients\":2,\"num_users\":1}}"
                                    : "{\"result\":{\"presence\":{\"c" + (isFirst ? 1 : 2)
                                            + "\":{\"user\":\"42\",\"conn_info\":{\"a\":\"\\u001b[1m\"}}}" + next
                                            + "}}");
        }));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, "presence", "room:1", "--limit", "0", "--url", url);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "clients: 2, users: 1",
                        "CLIENT  USER  CONN INFO          CHAN INFO",
                        "c1      42    {\"a\":\"\\u001B[1m\"}  -",
                        "c2      42    {\"a\":\"\\u001B[1m\"}  -");
        assertThat(received)
                .containsExactly(
                        "/api/presence_stats {\"channel\":\"room:1\"}",
                        "/api/presence {\"channel\":\"room:1\",\"limit\":1000,\"after\":\"\"}",
                        "/api/presence {\"channel\":\"room:1\",\"limit\":1000,\"after\":\"p2\"}");
    }

    @Test
    void asksForTheStatusOfUsers() {
        String url = serve(
                request -> request.body()
                        .onSuccess(sent -> received.add(request.path() + " " + sent))
                        .onSuccess(
                                sent -> request.response()
                                        .end(
                                                "{\"result\":{\"users\":[{\"user\":\"1\",\"online\":true,\"connections\":3,\"seen\":1790000000999,"
                                                        + "\"status\":\"busy\"},{\"user\":\"2\",\"online\":false,\"connections\":0}]}}")));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, "user", "status", "1", "2", "--url", url);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        "USER  ONLINE  CONNECTIONS  SEEN                  STATUS",
                        "1     yes     3            2026-09-21T14:13:20Z  \"busy\"",
                        "2     no      0            -                     -");
        assertThat(received).containsExactly("/api/user_status {\"users\":[\"1\",\"2\"]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | {"error":{"code":102,"message":"unknown channel"}} | the hub refuses: unknown channel (code 102)
        401 | {}                                                | the hub refuses the API key
        200 | <html>                                            | the answer is not a hub's: status 200
        502 | {}                                                | the answer is not a hub's: status 502
        """)
    void saysWhyAPublicationFailed(int status, String body, String fault) {
        String url = serve(request -> request.response().setStatusCode(status).end(body));

        CommandRun run = CommandRun.of(home, ENVIRONMENT, "publish", "--url", url, "news", "1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("hub: " + fault).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"publish a 1", "subscribe a", "health"})
    void saysThatNobodyAnswers(String line) throws IOException {
        String url = "http://127.0.0.1:" + freePort();
        String[] words =
                line.replaceFirst("( |$)", " --url " + url + " ").strip().split(" +", -1);

        CommandRun run = CommandRun.of(home, ENVIRONMENT, words);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("no hub answers at ")
                .contains("is it running?")
                .doesNotContain("\tat ");
    }

    @Test
    void tellsHealthByTheExitCode() {
        String url = serve(request -> request.response()
                .setStatusCode(String.valueOf(request.path()).endsWith("live") ? 200 : 503)
                .end("{}"));

        assertThat(CommandRun.of(home, "health", "--url", url, "--live").exitCode())
                .isZero();
        assertThat(CommandRun.of(home, "health", "--url", url).exitCode()).isEqualTo(1);
    }

    @Test
    void subscribesWithTokensOfItsOwnAndPrintsOneLineEach() {
        String url = serveSockets((socket, command) -> {
            if (command.containsKey("connect")) {
                socket.writeTextMessage("{\"id\":1,\"connect\":{\"client\":\"c\",\"ping\":25,\"pong\":true}}\n{}");
            } else if (command.containsKey("subscribe")) {
                String channel = command.getJsonObject("subscribe").getString("channel");
                socket.writeTextMessage("{\"id\":" + command.getInteger("id") + ",\"subscribe\":{}}\n"
                        + "{\"push\":{\"channel\":\"" + channel + "\",\"pub\":{\"data\":{\"x\":1},\"offset\":3}}}");
            }
        });

        CommandRun run = CommandRun.of(home, ENVIRONMENT, "subscribe", "--url", url, "--count", "2", "a", "b");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        "{\"channel\":\"a\",\"data\":{\"x\":1},\"offset\":3}",
                        "{\"channel\":\"b\",\"data\":{\"x\":1},\"offset\":3}");
        assertThat(run.err()).contains("hub: connected to ws://");
        assertThat(received)
                .contains("{}")
                .anyMatch(command -> command.contains("\"connect\":{\"name\":\"hub-cli\",\"token\":\"ey"))
                .anyMatch(command -> command.contains("{\"channel\":\"a\",\"token\":\"ey"));
    }

    @Test
    void connectsAgainAfterALossAndSaysSo() {
        String url = serveSockets((socket, command) -> {
            if (connections.get() < 3) {
                socket.close((short) 3001, "shutdown");
            } else if (command.containsKey("connect")) {
                socket.writeTextMessage("{\"id\":1,\"connect\":{}}");
            } else {
                socket.writeTextMessage("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":1}}}");
            }
        });

        CommandRun run = CommandRun.of(home, "subscribe", "--url", url, "--count", "1", "a");

        assertThat(run.out().strip()).isEqualTo("{\"channel\":\"a\",\"data\":1}");
        assertThat(run.err()).contains("shutdown (code 3001); trying again in");
        assertThat(connections).hasValue(3);
    }

    @Test
    void subscribesAgainWhenTheHubAsksForIt() {
        AtomicInteger subscriptions = new AtomicInteger();
        String url = serveSockets((socket, command) -> {
            if (command.containsKey("connect")) {
                socket.writeTextMessage("{\"id\":1,\"connect\":{}}");
            } else if (subscriptions.incrementAndGet() == 1) {
                socket.writeTextMessage(
                        "{\"push\":{\"channel\":\"a\",\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient"
                                + " state\"}}}");
            } else {
                socket.writeTextMessage("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":1}}}");
            }
        });

        assertThat(CommandRun.of(home, "subscribe", "--url", url, "--count", "1", "a")
                        .exitCode())
                .isZero();
        assertThat(subscriptions).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"id":1,"error":{"code":101,"message":"unauthorized"}}                                     | the hub refuses the connection: unauthorized (code 101)
        {"push":{"channel":"a","unsubscribe":{"code":2000,"reason":"server"}}}                     | the hub ended the subscription to a: server (code 2000)
        <html>                                                                                    | does not speak the hub's protocol
        close 3500 invalid token                                                                  | the hub closed the connection: invalid token (code 3500)
        """)
    void endsWhenItMakesNoSenseToGoOn(String answer, String fault) {
        String url = serveSockets((socket, command) -> {
            if (answer.startsWith("close")) {
                socket.close((short) 3500, "invalid token");
            } else {
                socket.writeTextMessage(answer);
            }
        });

        CommandRun run = CommandRun.of(home, "subscribe", "--url", url, "a");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(fault).doesNotContain("\tat ");
        assertThat(connections).hasValue(1);
    }

    @Test
    void endsWith1WhenTooFewCameInTime() {
        String url = serveSockets((socket, command) -> {});

        CommandRun run = CommandRun.of(home, "subscribe", "--url", url, "--count", "1", "--timeout", "300ms", "a");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("fewer than 1 publications came in time");
    }

    private interface Script {
        void answer(ServerWebSocket socket, JsonObject command);
    }

    private String serveSockets(Script script) {
        return listen(vertx.createHttpServer().webSocketHandler(socket -> {
            connections.incrementAndGet();
            socket.textMessageHandler(text -> {
                received.add(text);
                JsonObject command = new JsonObject(text);
                if (!command.isEmpty()) {
                    script.answer(socket, command);
                }
            });
        }));
    }

    private String serve(Handler<HttpServerRequest> handler) {
        return listen(vertx.createHttpServer().requestHandler(handler));
    }

    private static String listen(HttpServer server) {
        return "http://127.0.0.1:" + join(server.listen(0, "127.0.0.1")).actualPort();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
