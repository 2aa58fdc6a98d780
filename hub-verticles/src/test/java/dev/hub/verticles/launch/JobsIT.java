package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.testkit.ChildProcess;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Programs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of jobs over hubs in processes of their own, by HTTP, by command line and by the official SDK. */
@ExtendWith(SharedHubs.Provider.class)
class JobsIT {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();

    private final TwoHubs two;
    private final Back first;
    private final Back second;
    private final String queue = "q-" + UUID.randomUUID();

    @TempDir
    private Path home;

    JobsIT(SharedHubs hubs) {
        two = hubs.on(Engine.VALKEY);
        first = new Back(two.first().url());
        second = new Back(two.second().url());
    }

    private String fields(String more) {
        return "{\"queue\":\"" + queue + "\"" + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private JsonObject result(String method, String more) {
        return first.result(method, fields(more));
    }

    private int code(String method, String more) {
        return first.error(method, fields(more)).getInteger("code");
    }

    private JsonObject claim(String more) {
        JsonArray jobs = second.result("job_claim", fields("\"worker\":\"w\",\"wait_ms\":10000" + more))
                .getJsonArray("jobs");
        return jobs.getJsonObject(0);
    }

    private static String held(JsonObject job, String more) {
        return "\"id\":\"" + job.getString("id") + "\",\"epoch\":" + job.getLong("epoch")
                + (more.isEmpty() ? "" : "," + more);
    }

    private List<String> listed(String state) {
        return result("job_list", "\"state\":\"" + state + "\"").getJsonArray("jobs").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .toList();
    }

    // ---- by HTTP

    @Test
    void aJobIsDoneAtTheSecondAttempt() {
        assertThat(result(
                        "job_submit",
                        "\"id\":\"a\",\"name\":\"send\",\"data\":{\"to\":1},\"backoff\":{\"delay_ms\":0}"))
                .isEqualTo(new JsonObject("{\"id\":\"a\",\"outcome\":\"taken\"}"));
        assertThat(result("job_submit", "\"id\":\"a\"").getString("outcome")).isEqualTo("known");

        JsonObject job = claim("");
        assertThat(job).contains(Map.entry("id", "a"), Map.entry("name", "send"), Map.entry("epoch", 1));
        assertThat(job.getJsonObject("data")).isEqualTo(new JsonObject("{\"to\":1}"));
        result("job_progress", held(job, "\"progress\":{\"percent\":50}"));
        result("job_log", held(job, "\"lines\":[\"x\",\"y\"]"));
        assertThat(result("job_extend", held(job, "\"lease_ms\":60000")).getLong("lease_until"))
                .isGreaterThan(job.getLong("lease_until"));
        assertThat(result("job_fail", held(job, "\"error\":\"no host\"")))
                .isEqualTo(new JsonObject("{\"dead\":false,\"delay_ms\":0}"));

        JsonObject again = claim("");
        assertThat(again).contains(Map.entry("epoch", 2), Map.entry("attempt", 2));
        assertThat(code("job_complete", held(job, "\"result\":1"))).isEqualTo(120);
        result("job_complete", held(again, "\"result\":{\"sent\":true}"));
        assertThat(result("job_complete", held(again, "\"result\":{\"sent\":true}")))
                .as("an answer was lost")
                .isEmpty();
        assertThat(code("job_progress", held(again, "\"progress\":1"))).isEqualTo(120);

        assertThat(result("job_result", "\"id\":\"a\""))
                .isEqualTo(new JsonObject(
                        "{\"id\":\"a\",\"state\":\"done\",\"is_over\":true,\"result\":{\"sent\":true}}"));
        assertThat(result("job_get", "\"id\":\"a\""))
                .contains(Map.entry("failures", 1), Map.entry("log_lines", 2), Map.entry("worker", "w"));
        assertThat(result("job_log_list", "\"id\":\"a\"").getJsonArray("lines")).hasSize(2);
        assertThat(result("job_events", "").getJsonArray("events").stream()
                        .map(each -> ((JsonObject) each).getString("what")))
                .containsSubsequence("retry", "done");
        assertThat(listed("done")).containsExactly("a");
        assertThat(result("queue_stats", "").getJsonObject("depth"))
                .contains(Map.entry("done", 1), Map.entry("ready", 0));
        JsonObject report = result("queue_report", "");
        assertThat(report.getInteger("instances")).isEqualTo(2);
        assertThat(report.getJsonArray("queues").getJsonObject(0).getJsonObject("last_minute"))
                .contains(Map.entry("submitted", 1), Map.entry("started", 2), Map.entry("retried", 1));
        assertThat(result("job_remove", "\"id\":\"a\"").getJsonArray("removed")).containsExactly("a");
        assertThat(code("job_get", "\"id\":\"a\"")).isEqualTo(122);
    }

    @Test
    void whoeverWaitsIsAnsweredAsSoonAsItIsTime() throws Exception {
        result("job_submit", "\"id\":\"a\"");
        JsonObject job = claim("");
        CompletableFuture<JsonObject> waiting =
                CompletableFuture.supplyAsync(() -> result("job_result", "\"id\":\"a\",\"wait_ms\":20000"));
        CompletableFuture<JsonObject> claiming = CompletableFuture.supplyAsync(() -> claim(",\"max\":5"));

        second.result("job_complete", fields(held(job, "\"result\":7")));
        second.result("job_submit", fields("\"id\":\"b\""));

        assertThat(waiting.get(10, TimeUnit.SECONDS).getInteger("result")).isEqualTo(7);
        assertThat(claiming.get(10, TimeUnit.SECONDS).getString("id")).isEqualTo("b");
    }

    @Test
    void aJobForWhomNobodyWaitsAnyMoreGoesToOthersAtOnce() throws Exception {
        String body = fields("\"wait_ms\":30000");
        try (Socket gone = new Socket("127.0.0.1", two.first().port())) {
            gone.getOutputStream()
                    .write(("POST /api/job_claim HTTP/1.1\r\nHost: hub\r\nX-API-Key: " + HubProcess.API_KEY
                                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            result("queue_config", "\"lease_ms\":60000");
        }
        result("job_submit", "\"id\":\"a\"");

        assertThat(claim("").getString("id")).isEqualTo("a");
        assertThat(result("job_get", "\"id\":\"a\"")).contains(Map.entry("recoveries", 0));
    }

    @Test
    void deadJobsAreDoneAfterAllWithOtherData() {
        result("job_submit", "\"id\":\"a\",\"data\":1,\"attempts\":1");
        assertThat(result("job_fail", held(claim(""), "\"retry\":false,\"error\":\"wrong\""))
                        .getBoolean("dead"))
                .isTrue();
        assertThat(result("job_get", "\"id\":\"a\""))
                .contains(Map.entry("state", "dead"), Map.entry("cause", "unrecoverable"), Map.entry("error", "wrong"));

        assertThat(result("job_retry", "\"id\":\"a\",\"data\":2,\"options\":{\"name\":\"better\",\"attempts\":4}")
                        .getJsonArray("retried"))
                .containsExactly("a");

        JsonObject job = claim("");
        assertThat(job).contains(Map.entry("data", 2), Map.entry("name", "better"), Map.entry("attempts", 4));
    }

    @Test
    void aCancelledJobIsNobodysAnyMore() {
        result("job_submit", "\"id\":\"a\"");
        JsonObject job = claim("");
        result("job_submit", "\"id\":\"b\"");

        assertThat(result("job_cancel", "\"ids\":[\"a\",\"b\",\"c\"],\"reason\":\"late\""))
                .isEqualTo(new JsonObject("{\"cancelled\":[\"a\",\"b\"],\"unknown\":[\"c\"]}"));

        assertThat(code("job_extend", held(job, ""))).isEqualTo(120);
        assertThat(code("job_complete", held(job, ""))).isEqualTo(120);
        assertThat(listed("cancelled")).containsExactlyInAnyOrder("a", "b");
        assertThat(code("job_cancel", "\"id\":\"c\"")).isEqualTo(122);
    }

    @Test
    void aFlowIsDoneFromItsLeaves() {
        result(
                "job_submit",
                "\"id\":\"top\",\"children\":[{\"id\":\"a\"},{\"id\":\"b\",\"on_failure\":\"continue\",\"attempts\":1}]");

        result("job_complete", held(claim(""), "\"result\":1"));
        assertThat(result("job_get", "\"id\":\"top\"").getString("state")).isEqualTo("blocked");
        result("job_fail", held(claim(""), "\"error\":\"no room\""));

        assertThat(claim("").getString("id")).isEqualTo("top");
        assertThat(result("job_get", "\"id\":\"top\"").getJsonObject("children"))
                .isEqualTo(new JsonObject("{\"a\":\"done\",\"b\":\"dead\"}"));
        assertThat(second.result("job_children", fields("\"id\":\"top\"")))
                .isEqualTo(new JsonObject("{\"children\":[{\"id\":\"a\",\"state\":\"done\",\"result\":1},"
                        + "{\"id\":\"b\",\"state\":\"dead\",\"error\":\"no room\"}]}"));
        assertThat(code("job_children", "\"id\":\"none\"")).isEqualTo(122);
    }

    @Test
    void queuesAreBoundedPausedDrainedAndPurged() {
        assertThat(code("queue_config", "")).isEqualTo(102);
        assertThat(result("queue_config", "\"max_size\":2"))
                .contains(Map.entry("max_size", 2), Map.entry("lease_ms", 30_000));
        assertThat(second.result("queue_config", fields("\"lease_ms\":60000")))
                .contains(Map.entry("max_size", 2), Map.entry("lease_ms", 60_000));

        JsonArray jobs = result("job_submit_many", "\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]")
                .getJsonArray("jobs");
        assertThat(jobs.getJsonObject(1).getString("outcome")).isEqualTo("taken");
        assertThat(jobs.getJsonObject(2).getJsonObject("error").getInteger("code"))
                .isEqualTo(121);
        assertThat(code("job_submit", "\"id\":\"c\"")).isEqualTo(121);

        assertThat(result("queue_pause", "").getBoolean("paused")).isTrue();
        assertThat(second.result("job_claim", fields("")).getJsonArray("jobs")).isEmpty();
        assertThat(result("queue_drain", "").getBoolean("draining")).isTrue();
        assertThat(code("job_submit", "\"id\":\"d\"")).isEqualTo(121);
        assertThat(result("queue_resume", "")).contains(Map.entry("paused", false), Map.entry("draining", false));
        assertThat(claim("").getString("id")).isEqualTo("a");

        assertThat(result("queue_group", "\"group\":\"acme\",\"weight\":3").getInteger("weight"))
                .isEqualTo(3);
        await().untilAsserted(() -> assertThat(
                        result("queue_purge", "\"states\":[\"ready\"]").getLong("left"))
                .isZero());
        assertThat(listed("ready")).isEmpty();
        assertThat(listed("active")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job_get",
                "job_list",
                "job_cancel",
                "job_claim",
                "queue_stats",
                "queue_report",
                "queue_config",
                "queue_pause",
                "queue_purge"
            })
    void nonsenseIsNeverAFaultOfTheHub(String method) {
        for (String body : List.of(
                "{}",
                "{\"queue\":\"\"}",
                "{\"queue\":\"a b\"}",
                "{\"queue\":\"{x}\"}",
                "{\"queue\":\"" + "x".repeat(101) + "\"}",
                "{\"queue\":7}",
                "{\"queue\":\"none-such\",\"id\":\"a\\u0000b\",\"state\":\"lost\",\"states\":[7]}")) {
            JsonObject error = first.answer(method, body).getJsonObject("error");
            assertThat(error == null ? 0 : error.getInteger("code"))
                    .as(method + " " + body)
                    .isIn(0, 102, 107, 122, 400);
        }
    }

    @Test
    void aWorkerInPythonFinishesItsJobsAndEnds() throws Exception {
        Path log = home.resolve("worker.log");
        ChildProcess worker = ChildProcess.start(
                home,
                log,
                List.of(
                        "env",
                        "HUB=" + two.first().url(),
                        "API_KEY=" + HubProcess.API_KEY,
                        "QUEUE=" + queue,
                        Programs.require("python3").toString(),
                        EXAMPLES.resolve("worker.py").toString()));
        try {
            result("job_submit", "\"id\":\"a\",\"data\":{\"text\":\"psst\"}");
            result("job_submit", "\"id\":\"b\",\"data\":{},\"attempts\":1");

            assertThat(result("job_result", "\"id\":\"a\",\"wait_ms\":20000").getJsonObject("result"))
                    .isEqualTo(new JsonObject("{\"text\":\"PSST\"}"));
            assertThat(result("job_result", "\"id\":\"b\",\"wait_ms\":20000"))
                    .contains(Map.entry("state", "dead"), Map.entry("error", "KeyError('text')"));
            worker.signal("TERM");
            worker.awaitEnd();
            assertThat(worker.exitCode()).as(Files.readString(log)).isZero();
        } finally {
            worker.signal("KILL");
        }
    }

    // ---- by rpc

    @Test
    void clientsSubmitNoMoreThanARuleLetsThem() {
        String user = "u-" + queue;
        first.result(
                "limit_rule_put",
                "{\"name\":\"" + user + "\",\"match\":{\"operation\":\"job_submit\",\"user\":\"" + user
                        + "\"},\"per\":[\"client\"],\"algorithm\":\"token_bucket\",\"limit\":2,\"period_ms\":3600000}");
        try (LineClient client = LineClient.open(two.first().url())) {
            String token = token(user, "{\"queues\":[\"" + queue + "\"],\"allow\":[\"submit\",\"read\"]}");
            client.ask("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");

            assertThat(call(client, 2, "job_submit")).contains("\"outcome\":\"taken\"");
            assertThat(call(client, 3, "queue_stats")).contains("\"ready\":1");
            assertThat(call(client, 4, "job_submit")).contains("\"outcome\":\"taken\"");
            assertThat(call(client, 5, "job_submit")).contains("\"code\":111");
            assertThat(call(client, 6, "queue_stats")).contains("\"ready\":2");
            assertThat(call(client, 7, "job_claim")).contains("\"code\":103");
            assertThat(call(client, 8, "queue_list")).contains("\"code\":104");
        } finally {
            first.result("limit_rule_delete", "{\"name\":\"" + user + "\"}");
        }
    }

    private String call(LineClient client, int id, String method) {
        return client.ask("{\"id\":" + id + ",\"rpc\":{\"method\":\"" + method + "\",\"data\":" + fields("") + "}}");
    }

    // ---- by the command line

    private CommandRun run(String... arguments) {
        return CommandRun.of(
                home,
                Map.of("HUB_API_KEY", HubProcess.API_KEY),
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--url", two.first().url()))
                        .toArray(String[]::new));
    }

    @Test
    void theCommandLineLooksAfterJobs() throws Exception {
        CompletableFuture<CommandRun> submitting = CompletableFuture.supplyAsync(
                () -> run("job", "submit", queue, "{\"n\":1}", "--id", "a", "--name", "send", "--wait", "20s"));
        JsonObject job = claim("");
        CompletableFuture<CommandRun> following =
                CompletableFuture.supplyAsync(() -> run("job", "tail", queue, "a", "--every", "20ms"));
        result("job_log", held(job, "\"lines\":[\"half way\"]"));
        assertThat(run("job", "list", queue, "--state", "active").out()).contains("a   send  active");
        result("job_complete", held(job, "\"result\":{\"sent\":true}"));

        assertThat(submitting.get(20, TimeUnit.SECONDS).out().strip()).isEqualTo("{\"sent\":true}");
        CommandRun followed = following.get(20, TimeUnit.SECONDS);
        assertThat(followed.exitCode()).as(followed.err()).isZero();
        assertThat(followed.out().lines()).contains("log half way", "done");
        assertThat(run("job", "show", queue, "a").out()).contains("\"state\" : \"done\"");
        assertThat(run("job", "show", queue, "a", "--log").out()).contains("half way");
        assertThat(run("job", "tail", queue, "--count", "1").out()).contains(" a done");
        assertThat(run("job", "remove", queue, "a").exitCode()).isZero();
        CommandRun unknown = run("job", "result", queue, "a");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(unknown.err()).contains("unknown job (code 122)");
    }

    @Test
    void theCommandLineLooksAfterQueues() {
        result("job_submit", "\"id\":\"a\"");

        assertThat(run("queue", "config", queue, "--lease", "1m", "--rate", "100/1s")
                        .out())
                .contains("\"lease_ms\" : 60000", "\"limit\" : 100");
        assertThat(run("queue", "pause", queue).exitCode()).isZero();
        assertThat(run("queue", "stats", queue).out()).contains(queue + "  paused  1 ");
        assertThat(run("queue", "list").out()).contains(queue + "  paused");
        assertThat(run("queue", "resume", queue).exitCode()).isZero();
        assertThat(run("job", "cancel", queue, "a").out().strip()).isEqualTo("cancelled: 1");
        assertThat(run("job", "retry", queue, "a").out().strip()).isEqualTo("retried: 1");
        assertThat(run("queue", "purge", queue, "--state", "ready").err()).contains("throws away 1 jobs");
        assertThat(run("queue", "purge", queue, "--state", "ready", "--yes").exitCode())
                .isZero();
        assertThat(listed("ready")).isEmpty();
    }

    // ---- by the official SDK

    private static String token(String user, String... caps) {
        JsonArray all = new JsonArray();
        Stream.of(caps).forEach(each -> all.add(new JsonObject(each)));
        return TestTokens.signed(new JsonObject().put("sub", user).put("caps", all));
    }

    @Test
    void aWorkerInJavaScriptFinishesItsJobsAndEnds() throws Exception {
        Path node = Programs.require("node");
        Path modules = Path.of("src", "test", "sdk", "node_modules").toAbsolutePath();
        Programs.requireFile("centrifuge SDK for JavaScript (./check installs it)", modules.resolve("centrifuge"));
        Files.createSymbolicLink(home.resolve("node_modules"), modules);
        Files.copy(EXAMPLES.resolve("worker.mjs"), home.resolve("worker.mjs"));
        Path log = home.resolve("worker.log");
        ChildProcess worker = ChildProcess.start(
                home,
                log,
                List.of(
                        "env",
                        "HUB=" + two.first().url(),
                        "TOKEN=" + token("w", "{\"queues\":[\"" + queue + "\"],\"allow\":[\"work\"]}"),
                        "QUEUE=" + queue,
                        node.toString(),
                        "worker.mjs"));
        try {
            result("job_submit", "\"id\":\"a\",\"data\":{\"text\":\"psst\"}");
            result("job_submit", "\"id\":\"b\",\"data\":{},\"attempts\":1");

            assertThat(result("job_result", "\"id\":\"a\",\"wait_ms\":20000").getJsonObject("result"))
                    .as(Files.readString(log))
                    .isEqualTo(new JsonObject("{\"text\":\"PSST\"}"));
            assertThat(result("job_get", "\"id\":\"a\"").getDouble("progress")).isEqualTo(0.5);
            JsonObject dead = result("job_result", "\"id\":\"b\",\"wait_ms\":20000");
            assertThat(dead.getString("state")).isEqualTo("dead");
            assertThat(dead.getString("error")).startsWith("TypeError");
            worker.signal("TERM");
            worker.awaitEnd();
            assertThat(worker.exitCode()).as(Files.readString(log)).isZero();
        } finally {
            worker.signal("KILL");
        }
    }

    @Test
    void anotherWorkerOfTheSdkFinishesWhatAKilledOneBegan() {
        String ours = "{\"queues\":[\"" + queue + "\"],\"allow\":[";
        SdkProgram.node(
                "jobs.mjs",
                Map.of(
                        "HUBS",
                        two.first().url() + "," + two.second().url(),
                        "QUEUE",
                        queue,
                        "CLIENT",
                        token(
                                "anna",
                                ours + "\"submit\",\"read\"]}",
                                "{\"channels\":[\"job:*\"],\"match\":\"wildcard\",\"allow\":[\"sub\",\"hst\"]}"),
                        "WORKER",
                        token("bob", ours + "\"work\"]}")));
    }
}
