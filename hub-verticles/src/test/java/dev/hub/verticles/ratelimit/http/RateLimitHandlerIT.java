package dev.hub.verticles.ratelimit.http;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.Standing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes of a router that is not the hub's own, limited with one line each; the keeper of limits says what it is told to. */
class RateLimitHandlerIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<LimitCommand> asked = new LinkedBlockingQueue<>();
    private volatile Function<LimitCommand, Future<LimitDecision>> keeper =
            command -> Future.succeededFuture(allowed(5, ""));

    private HubBus bus;
    private HttpServer server;

    @BeforeEach
    void start() {
        bus = HubBus.install(vertx, 1);
        rules("http");
        get(bus.answer(Addresses.RATE_LIMIT, LimitCommand.class, command -> {
                    asked.add(command);
                    return command instanceof LimitCommand.Release
                            ? Future.succeededFuture(new LimitCommand.Released(true))
                            : keeper.apply(command);
                })
                .completion());
        Router router = Router.router(vertx);
        router.route("/users/*").handler(call -> {
            ((io.vertx.ext.web.impl.UserContextInternal) call.userContext()).setUser(User.fromName("anna"));
            call.next();
        });
        router.route("/users/:id").handler(RateLimitHandler.of(vertx));
        router.post("/orders/:id").handler(RateLimitHandler.of(vertx).behind(TrustedProxies.of(List.of("127.0.0.1"))));
        router.route("/exports")
                .handler(RateLimitHandler.of(vertx)
                        .describing("operation", call -> "export")
                        .describing("tenant", call -> call.request().getHeader("X-Tenant"))
                        .costing(call -> Cost.units(7)));
        router.route().handler(BodyHandler.create(false));
        router.route().handler(call -> call.response().end("got " + call.body().length()));
        server = get(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private void rules(String operation) {
        Quota quota = Quota.of(Algorithm.TOKEN_BUCKET, 10, new Period.Fixed(60_000));
        Conduct conduct = new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, Scope.EXACT, OnFailure.LOCAL);
        RuleAim aim = RuleAim.of(Map.of("operation", operation), List.of());
        bus.limits()
                .replace(
                        RuleSet.of(List.of(new LimitRule("orders", aim, quota, conduct, Optional.empty()))),
                        Prices.NONE);
    }

    private static LimitDecision allowed(long remaining, String lease) {
        return new LimitDecision(true, List.of(new Standing("orders", true, 10, remaining, 0, 30_000)), lease);
    }

    private static LimitDecision refused(long retryAfterMs) {
        return new LimitDecision(false, List.of(new Standing("orders", false, 10, 0, retryAfterMs, 60_000)), "");
    }

    private HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .POST(BodyPublishers.ofString(body));
        try {
            return HTTP.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private LimitCommand asked() throws InterruptedException {
        return java.util.Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS));
    }

    private static StructuredList.Item field(HttpResponse<?> response, String name) {
        List<StructuredList.Item> items =
                StructuredList.parse(response.headers().firstValue(name).orElseThrow());
        assertThat(items).hasSize(1);
        return items.getFirst();
    }

    @Test
    void letsThroughWhatIsAllowedWithItsWholeBodyAndTellsHowMuchIsLeft() throws InterruptedException {
        HttpResponse<String> response = post("/orders/42", "x".repeat(300_000), "X-Forwarded-For", "2001:db8:1:2:3::4");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("got 300000");
        assertThat(field(response, "RateLimit"))
                .isEqualTo(new StructuredList.Item("orders", Map.of("r", 5L, "t", 30L)));
        assertThat(field(response, "RateLimit-Policy"))
                .isEqualTo(new StructuredList.Item("orders", Map.of("q", 10L, "w", 60L)));
        assertThat(asked())
                .isEqualTo(new LimitCommand.Check(
                        Descriptors.of(Map.of(
                                "operation", "http",
                                "method", "POST",
                                "route", "/orders/:id",
                                "ip", "2001:db8:1:2::/64")),
                        Optional.empty(),
                        Cost.bytes(300_000)));
    }

    @Test
    void refusesWith429AndSaysWhenToComeBack() {
        keeper = command -> Future.succeededFuture(refused(4200));

        HttpResponse<String> response = post("/users/42", "ignored");

        assertThat(response.statusCode()).isEqualTo(429);
        long retryAfter =
                Long.parseLong(response.headers().firstValue("Retry-After").orElseThrow());
        assertThat(retryAfter).isBetween(5L, 6L);
        assertThat(field(response, "RateLimit").parameters()).isEqualTo(Map.of("r", 0L, "t", 5L));
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getString("type"))
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(problem.getJsonArray("violated-policies")).isEqualTo(new JsonArray().add("orders"));
        assertThat(problem.getJsonObject("error").encode())
                .isEqualTo("{\"code\":111,\"message\":\"too many requests: rule orders, retry after 4200 ms\","
                        + "\"temporary\":true}");
    }

    @Test
    void knowsTheUserWhomSomebodyAuthenticated() throws InterruptedException {
        post("/users/42", "");

        assertThat(((LimitCommand.Check) asked()).descriptors().values()).containsEntry("user", "anna");
    }

    @Test
    void takesOtherDescriptorsAndCosts() throws InterruptedException {
        rules("export");

        assertThat(post("/exports", "", "X-Tenant", "acme").statusCode()).isEqualTo(200);

        LimitCommand.Check check = (LimitCommand.Check) asked();
        assertThat(check.cost()).isEqualTo(Cost.units(7));
        assertThat(check.descriptors().values())
                .containsEntry("operation", "export")
                .containsEntry("tenant", "acme");
    }

    @Test
    void asksNobodyWhereNoRuleFits() {
        rules("something else");

        HttpResponse<String> response = post("/users/42", "abc");

        assertThat(response.body()).isEqualTo("got 3");
        assertThat(response.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
        assertThat(asked).isEmpty();
    }

    @Test
    void holdsASlotUntilTheAnswerIsSent() throws InterruptedException {
        keeper = command -> Future.succeededFuture(allowed(1, "slot"));

        assertThat(post("/users/42", "").statusCode()).isEqualTo(200);

        assertThat(asked()).isInstanceOf(LimitCommand.Check.class);
        assertThat(asked()).isEqualTo(new LimitCommand.Release("slot"));
    }

    @Test
    void answers503WhereNobodyDecides() {
        keeper = command -> Future.failedFuture("out of order");

        HttpResponse<String> response = post("/users/42", "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }
}
