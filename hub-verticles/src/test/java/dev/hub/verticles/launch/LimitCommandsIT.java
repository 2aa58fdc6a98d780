package dev.hub.verticles.launch;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.ApiKeys;
import dev.hub.core.auth.Secret;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.config.RateLimitsConfig;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import dev.hub.verticles.api.HubRouter;
import dev.hub.verticles.ratelimit.LimitResources;
import dev.hub.verticles.ratelimit.RateLimitVerticle;
import dev.hub.verticles.ratelimit.rules.LimitRuleVerticle;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub limit …} against an instance and its Valkey. */
@ExtendWith(SharedServers.Provider.class)
class LimitCommandsIT {
    private static final String KEY = "0123456789abcdef";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("HUB_AUTH_HMAC_SECRET", "0123456789abcdef0123456789abcdef", "HUB_API_KEY", KEY);

    @TempDir
    private Path home;

    private static Instance instance;
    private static CurrentLimits limits;
    private static String url;

    @BeforeAll
    static void start(SharedServers servers) {
        instance = Instance.start("one", servers.on(Engine.REDIS62).url(), servers.prefix());
        limits = new CurrentLimits(RuleSet.of(DefaultRules.all()));
        instance.deploy(new LimitRuleVerticle(instance.access(), instance.bus(), limits, RateLimitsConfig.defaults()));
        instance.deploy(new RateLimitVerticle(new LimitResources(
                instance.access(), instance.bus(), limits, instance.meters(), InstantSource.system())));
        HttpServer server = instance.vertx()
                .createHttpServer()
                .requestHandler(new HubRouter(
                                instance.bus(),
                                instance.namespaces(),
                                new ApiKeys(List.of(Secret.of(KEY))),
                                TrustedProxies.NONE,
                                null)
                        .build(instance.vertx()));
        url = "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort();
        await().until(() -> get(instance.bus()
                        .request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class))
                .isUp());
    }

    @AfterAll
    static void stop() {
        instance.close();
    }

    private CommandRun run(String... words) {
        String[] line = Stream.concat(Stream.concat(Stream.of("limit"), Arrays.stream(words)), Stream.of("--url", url))
                .toArray(String[]::new);
        return CommandRun.of(home, ENVIRONMENT, line);
    }

    private CommandRun done(String... words) {
        CommandRun run = run(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    @Test
    void aRuleInFlagsIsSetAndShown() {
        CommandRun run = done(
                "rule",
                "put",
                "chat",
                "--match",
                "operation=publish,channel_namespace=chat",
                "--per",
                "user",
                "--limit",
                "5",
                "--period",
                "10s");

        assertThat(run.out().lines())
                .startsWith(
                        "chat: new",
                        "  name: chat",
                        "  match: channel_namespace=chat, operation=publish",
                        "  per: user")
                .contains("  limit: 5", "  period_ms: 10000 (10s)", "  scope: leased")
                .endsWith("holds on all instances");
        assertThat(limits.rules().named("chat")).isPresent();
        assertThat(done("rule", "list").out().lines())
                .anyMatch(
                        line -> line.matches(
                                "chat +api +enforce +channel_namespace=chat, operation=publish +user +5 / 10s +token_bucket +leased"))
                .anyMatch(line -> line.startsWith("default-connect ") && line.contains("1000 / 1s, burst 30000"));
    }

    @Test
    void flagsChangeWhatTheyNameAndWhatFollowsFromIt() {
        done("rule", "put", "some", "--match", "operation=rpc", "--per", "user", "--limit", "5", "--period", "10s");

        CommandRun run = done("rule", "put", "some", "--limit", "8", "--per", "client", "--mode", "shadow");

        assertThat(run.out().lines())
                .containsExactlyInAnyOrder(
                        "some: changed",
                        "  per: user -> client",
                        "  limit: 5 -> 8",
                        "  burst: 5 -> 8",
                        "  mode: enforce -> shadow",
                        "  scope: leased -> local",
                        "holds on all instances");
    }

    @Test
    void aBuiltInRuleIsSwitchedOffAndBroughtBack() {
        assertThat(done("rule", "put", "default-rpc", "--mode", "off").out()).contains("  mode: enforce -> off");
        assertThat(limits.rules().named("default-rpc")).isEmpty();
        assertThat(done("rule", "list").out().lines())
                .anyMatch(line -> line.matches("default-rpc +api, not default +off .*"));

        assertThat(done("rule", "delete", "default-rpc").out()).contains("deleted, on all instances");

        assertThat(limits.rules().named("default-rpc")).isPresent();
        CommandRun again = run("rule", "delete", "default-rpc");
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("default-rpc is a rule that is built in; put it with mode off instead");
    }

    @Test
    void aDryRunChangesNothing() {
        CommandRun run = done("rule", "put", "dry", "--limit", "5", "--period", "day", "--dry-run");

        assertThat(run.out()).contains("dry: new", "period: day", "nothing was changed (--dry-run)");
        assertThat(run.err()).contains("note: one limit for all together");
        assertThat(limits.rules().named("dry")).isEmpty();
    }

    @Test
    void aRuleGoesThroughAFileUnchanged() throws IOException {
        done("rule", "put", "filed", "--match", "user=a|b*", "--per", "user", "--limit", "5", "--period", "10s");
        String json = done("rule", "list", "filed").out();
        Files.writeString(home.resolve("rule.json"), json);

        assertThat(done("rule", "put", "--file", "rule.json").out()).startsWith("filed: as it was");

        Files.writeString(home.resolve("rule.json"), "[" + json + "," + json.replace("filed", "second") + "]");
        assertThat(done("rule", "put", "--file", "rule.json").out()).contains("filed: as it was", "second: new");
    }

    @Test
    void wrongInputIsExplained() throws IOException {
        CommandRun wrong = run("rule", "put", "wrong", "--limit", "many", "--period", "fortnight", "--mode", "on");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(wrong.err().lines())
                .containsExactly(
                        "hub: the rule wrong cannot be set:",
                        "  period must be a time such as 300ms, 10s, 1m or 24h, or hour, day, week, month, year, got"
                                + " \"fortnight\"",
                        "  limit must be a whole number, got \"many\"",
                        "  mode must be one of enforce, shadow, off, got \"on\"");
        assertThat(run("rule", "put", "wrong", "--match", "publish", "--limit", "1", "--period", "1s")
                        .err())
                .contains("--match is written NAME=VALUE, got \"publish\"");
        assertThat(run("rule", "put", "--limit", "1").err()).contains("give a NAME with flags, or --file");
        assertThat(run("rule", "put", "wrong").err()).contains("say what the rule is to be");
        Files.writeString(home.resolve("rule.json"), "{");
        assertThat(run("rule", "put", "--file", "rule.json").err()).contains("rule.json is not valid JSON");
        assertThat(run("rule", "put", "--file", "none.json").err()).contains("none.json cannot be read");
        assertThat(run("rule", "list", "nobody").err()).contains("no rule has the name nobody");
    }

    @Test
    void aDescriptorThatIsProbablyMisspelledIsRemarked() {
        CommandRun run = done(
                "rule",
                "put",
                "typo",
                "--match",
                "operation=publsh|export",
                "--per",
                "usr",
                "--limit",
                "5",
                "--period",
                "1s",
                "--dry-run");

        assertThat(run.err())
                .contains("note: usr is none of the hub's own descriptors; did you mean user?")
                .contains("note: publsh is none of the hub's own operations; did you mean publish?")
                .doesNotContain("note: export");
    }

    @Test
    void theLogTellsWhoDidWhat() {
        done("rule", "put", "logged", "--limit", "5", "--period", "1s", "--actor", "anna");
        done("rule", "put", "logged", "--limit", "6");
        done("rule", "delete", "logged", "--actor", "bert");

        List<String> lines = done("rule", "log", "--limit", "3").out().lines().toList();

        assertThat(lines.get(1)).matches("\\S+Z +bert +rule +logged +deleted");
        assertThat(lines.get(2)).matches("\\S+Z +cli:\\S+ +rule +logged +limit: 5 -> 6; burst: 5 -> 6");
        assertThat(lines.get(3)).matches("\\S+Z +anna +rule +logged +new: 5 / 1s");
    }

    @Test
    void pricesAreSetListedAndForgotten() {
        assertThat(done("price", "put", "gpt-4o*", "--input", "2.50", "--output", "10")
                        .out())
                .startsWith("gpt-4o*: new");
        assertThat(done("price", "list").out().lines()).anyMatch(line -> line.matches("gpt-4o\\* +2.5 +10 +2.5"));
        assertThat(limits.prices().of("gpt-4o-mini")).isPresent();
        assertThat(run("price", "put", "m", "--input", "-1", "--output", "x").err())
                .contains("input must be 0 to 1000000, got \"-1\"")
                .contains("output must be a number, got \"x\"");
        assertThat(done("price", "delete", "gpt-4o*").out()).startsWith("deleted");
        assertThat(done("price", "delete", "gpt-4o*").out()).startsWith("no such price was set");
    }

    @Test
    void whatIsCheckedIsGivenBack() {
        done(
                "rule",
                "put",
                "exports",
                "--match",
                "operation=export",
                "--per",
                "user",
                "--limit",
                "3",
                "--period",
                "day");

        assertThat(done("check", "operation=export", "user=42", "--cost", "3").out())
                .startsWith("allowed by exports: 0 of 3 left");
        assertThat(run("check", "operation=export", "user=42").exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(done("refund", "operation=export", "user=42", "--cost", "2").out())
                .contains("2 of 3 left");
        assertThat(done("check", "operation=export", "user=42").out()).contains("1 of 3 left");
    }

    @Test
    void aSlotIsReleasedOnce() {
        done(
                "rule",
                "put",
                "slots",
                "--match",
                "operation=render",
                "--algorithm",
                "concurrency",
                "--limit",
                "1",
                "--period",
                "1h");
        String lease =
                new JsonObject(done("check", "operation=render", "--json").out()).getString("lease");

        assertThat(run("check", "operation=render").exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(done("release", lease).out()).startsWith("released");
        assertThat(run("release", lease).exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(done("check", "operation=render").out()).startsWith("allowed");
    }

    @Test
    void aBudgetIsReservedAndSettled() {
        done(
                "rule",
                "put",
                "tokens",
                "--match",
                "operation=llm",
                "--per",
                "tenant",
                "--cost-from",
                "tokens",
                "--limit",
                "1000",
                "--period",
                "day");
        JsonObject reserved = new JsonObject(done(
                        "reserve",
                        "operation=llm",
                        "tenant=acme",
                        "--input-tokens",
                        "100",
                        "--output-tokens",
                        "500",
                        "--ttl",
                        "1m",
                        "--json")
                .out());

        assertThat(reserved.getLong("remaining")).isEqualTo(400);
        CommandRun settled =
                done("settle", reserved.getString("reservation"), "--input-tokens", "100", "--output-tokens", "50");
        assertThat(settled.out()).startsWith("settled: 100 tokens in, 50 out, 0 millionths of a dollar");
        assertThat(done("peek", "operation=llm", "tenant=acme", "--cost", "0").out())
                .contains("850 of 1000 left");
        assertThat(run("settle", "nobody").err()).contains("nobody");
        assertThat(run("reserve").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void programsGetJson() {
        JsonObject list = new JsonObject(done("rule", "list", "--json").out());

        assertThat(list.getString("version")).isNotEmpty();
        assertThat(list.getJsonArray("rules")).isNotEmpty();
    }
}
