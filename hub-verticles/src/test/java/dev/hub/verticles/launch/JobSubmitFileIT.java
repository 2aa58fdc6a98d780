package dev.hub.verticles.launch;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub job submit} with files, against a server that takes all jobs unless the test has something else to say. */
class JobSubmitFileIT {
    private static final Map<String, String> ENVIRONMENT = Map.of("HUB_API_KEY", "0123456789abcdef");

    private final Vertx vertx = Vertx.vertx();
    private final Queue<JsonObject> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private String url = "";

    @TempDir
    private Path home;

    @BeforeEach
    void serve() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .map(body -> answer(body.toJsonObject()))
                        .onSuccess(answer -> request.response().end(answer)));
        url = "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort();
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private String answer(JsonObject body) {
        received.add(body);
        if (!answers.isEmpty()) {
            return answers.remove();
        }
        JsonArray jobs = new JsonArray();
        body.getJsonArray("jobs", new JsonArray())
                .forEach(each -> jobs.add(taken(((JsonObject) each).getString("id"))));
        JsonObject result = body.containsKey("jobs") ? new JsonObject().put("jobs", jobs) : taken("only");
        return new JsonObject().put("result", result).encode();
    }

    private static JsonObject taken(String id) {
        return new JsonObject().put("id", id).put("outcome", "taken");
    }

    private CommandRun run(String input, String... more) {
        return CommandRun.withInput(
                input,
                home,
                ENVIRONMENT,
                Stream.concat(Stream.of("job", "submit", "mail", "--url", url), Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<String> idsOf(JsonObject body) {
        return body.getJsonArray("jobs").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .toList();
    }

    private static String jobs(int count) {
        return IntStream.range(0, count).mapToObj("{\"data\":%d}"::formatted).collect(Collectors.joining("\n"));
    }

    @Test
    void submitsAllJobsOfAFileInCallsThatAreNotTooLarge() throws IOException {
        Files.writeString(home.resolve("jobs.ndjson"), jobs(1_201));

        CommandRun run = run("", "--file", "jobs.ndjson", "--priority", "7");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo("taken: 1201");
        assertThat(received)
                .extracting(each -> each.getJsonArray("jobs").size())
                .containsExactly(500, 500, 201);
        assertThat(received.stream().flatMap(each -> idsOf(each).stream()))
                .doesNotHaveDuplicates()
                .hasSize(1_201);
        JsonObject last =
                received.stream().toList().getLast().getJsonArray("jobs").getJsonObject(200);
        assertThat(last.getInteger("data")).isEqualTo(1_200);
        assertThat(last.getInteger("priority")).isEqualTo(7);
    }

    @Test
    void leavesWhatAJobSaysItselfAndCountsItsChildren() {
        String child = "{\"name\":\"c\"}";
        String flow = "{\"id\":\"%s\",\"priority\":1,\"children\":[" + (child + ",").repeat(299) + child + "]}";

        CommandRun run = run(flow.formatted("a") + flow.formatted("b"), "--file", "-", "--priority", "7", "--json");

        assertThat(run.out().lines())
                .containsExactly(
                        "{\"line\":1,\"id\":\"a\",\"outcome\":\"taken\"}",
                        "{\"line\":1,\"id\":\"b\",\"outcome\":\"taken\"}");
        assertThat(received)
                .hasSize(2)
                .allMatch(each -> each.getJsonArray("jobs").getJsonObject(0).getInteger("priority") == 1);
    }

    @Test
    void treatsTheOnlyJobOfAFileAsOneOfTheCommandLine() {
        answers.add("{\"result\":{\"id\":\"a\",\"outcome\":\"taken\"}}");
        answers.add("{\"result\":{\"id\":\"a\",\"state\":\"done\",\"is_over\":true,\"result\":7}}");

        CommandRun run = run("{\"id\":\"a\",\"children\":[{\"name\":\"encode\"}]}", "--file", "-", "--wait", "1m");

        assertThat(run.out().strip()).isEqualTo("7");
        assertThat(received.element().encode())
                .isEqualTo("{\"queue\":\"mail\",\"id\":\"a\",\"children\":[{\"name\":\"encode\"}]}");
    }

    @Test
    void takesDataFromAFileAndFromStandardInput() throws IOException {
        Files.writeString(home.resolve("data.json"), "{\"n\":1}\n");

        assertThat(run("", "@data.json").exitCode()).isZero();
        assertThat(run(" [2] ", "-").exitCode()).isZero();
        assertThat(run("{", "-").err()).contains("the data must be JSON", "from standard input: {");
        assertThat(run("", "@none.json").err()).contains("none.json cannot be read: there is no such file");
        assertThat(received)
                .extracting(each -> each.getValue("data"))
                .containsExactly(JsonObject.of("n", 1), JsonArray.of(2));
    }

    @Test
    void submitsNothingOfAFileInWhichSomethingIsWrong() throws IOException {
        Files.writeString(
                home.resolve("jobs.ndjson"),
                jobs(600) + "\n{\"priority\":900}\n{\"backoff\":{\"type\":\"slow\"}}\n{}\n{\"name\":");

        CommandRun run = run("", "--file", "jobs.ndjson");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err().lines())
                .containsExactly(
                        "hub: jobs.ndjson: line 601 holds a job that is wrong: priority must be 0 to 511, got 900",
                        "hub: jobs.ndjson: line 602 holds a job that is wrong: backoff.type must be one of fixed,"
                                + " exponential, custom, got \"slow\"",
                        "hub: jobs.ndjson: line 604 begins a job that is not closed",
                        "hub: nothing was submitted");
        assertThat(received).isEmpty();
    }

    @Test
    void tellsHowFarItCameOnStandardInput() {
        CommandRun run = run(jobs(600) + "\n{\"priority\":900}", "--file", "-");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err().lines())
                .containsExactly(
                        "hub: standard input: line 601 holds a job that is wrong: priority must be 0 to 511, got 900",
                        "hub: until then, to line 500: taken: 500");
        assertThat(received).hasSize(1);
    }

    @Test
    void sendsAgainUnderTheSameIdsWhatTheHubRefusesForNow() {
        answers.add("{\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
        answers.add("{\"result\":{\"jobs\":[{\"id\":\"a\",\"outcome\":\"taken\"},"
                + "{\"error\":{\"code\":121,\"message\":\"queue full\",\"temporary\":true}}]}}");

        CommandRun run = run("{\"id\":\"a\"}{}", "--file", "-");

        assertThat(run.out().strip()).as(run.err()).isEqualTo("taken: 2");
        List<List<String>> ids = received.stream().map(this::idsOf).toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        assertThat(ids.get(2)).isEqualTo(ids.get(0).subList(1, 2));
    }

    @Test
    void givesUpOnAQueueThatStaysFull() {
        answers.add("{\"result\":{\"jobs\":[{\"id\":\"a\",\"outcome\":\"taken\"},"
                + "{\"error\":{\"code\":121,\"message\":\"queue full\",\"temporary\":true}}]}}");

        CommandRun run = run("{\"id\":\"a\"}{}{\"id\":\"a\"}", "--file", "-", "--patience", "0s");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err().lines())
                .containsExactly(
                        "standard input: line 1 is refused: queue full (code 121)",
                        "hub: the hub takes no more: queue full (code 121)",
                        "hub: until then, to line 1: refused: 1, taken: 1");
        assertThat(received).hasSize(1);
    }

    @Test
    void goesOnWithTheOthersWhereOneIsRefusedForGood() {
        answers.add("{\"result\":{\"jobs\":[{\"error\":{\"code\":107,\"message\":\"too large\"}},"
                + "{\"id\":\"b\",\"outcome\":\"known\"}]}}");

        CommandRun run = run("{}\n{\"id\":\"b\"}", "--file", "-");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out().strip()).isEqualTo("known: 1, refused: 1");
        assertThat(run.err().strip()).isEqualTo("standard input: line 1 is refused: too large (code 107)");
    }

    @Test
    void saysWhatDoesNotGoTogether() {
        assertThat(run("{}{}", "--file", "-", "--wait", "1m").err())
                .contains("--wait is for one job, standard input holds more");
        assertThat(run("", "--file", "-", "--id", "a").err()).contains("--id and --dedup are for one job");
        assertThat(run("", "1", "--file", "-").err()).contains("--id and --dedup are for one job");
        assertThat(run(" ", "--file", "-").err()).contains("standard input holds no job");
        assertThat(run("", "--file", ".").err()).contains(". cannot be read: it is a directory");
        assertThat(received).isEmpty();
    }
}
