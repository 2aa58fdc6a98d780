package dev.hub.verticles.launch;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on jobs and queues, against a server that says what the test wants to hear. */
class JobCommandLineIT {
    private static final Map<String, String> ENVIRONMENT = Map.of("HUB_API_KEY", "0123456789abcdef");

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> results = new ArrayDeque<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private String url = "";

    @TempDir
    private Path home;

    @BeforeEach
    void serve() {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body ->
                                received.add(String.valueOf(request.path()).substring("/api/".length()) + " " + body))
                        .onSuccess(body -> request.response().end(answer())));
        url = "http://127.0.0.1:" + get(server.listen(0, "127.0.0.1")).actualPort();
    }

    private String answer() {
        return answers.isEmpty()
                ? "{\"result\":" + (results.isEmpty() ? "{}" : results.remove()) + "}"
                : answers.remove();
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private CommandRun run(String line) {
        return CommandRun.of(home, ENVIRONMENT, (line + " --url " + url).split(" +", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        job submit mail                                  | job_submit {"queue":"mail","data":null}
        job submit mail {"n":1.50} --id a --name send --priority 4 --delay 5s --run-at 2030-01-31T08:00:00Z --ttl 1h --group g --follow | job_submit {"queue":"mail","name":"send","id":"a","priority":4,"delay_ms":5000,"run_at":"2030-01-31T08:00:00Z","ttl_ms":3600000,"group":"g","follow":true,"data":{"n":1.50}}
        job submit mail 1 --attempts 5 --backoff fixed --backoff-delay 2s --timeout 1m --keep-log 7 | job_submit {"queue":"mail","attempts":5,"backoff":{"type":"fixed","delay_ms":2000},"timeout_ms":60000,"keep_log":7,"data":1}
        job submit mail 1 --dedup k --dedup-mode throttle --dedup-ttl 1m | job_submit {"queue":"mail","dedup":{"id":"k","mode":"throttle","ttl_ms":60000},"data":1}
        job list mail                                    | job_list {"queue":"mail","state":"ready","limit":100}
        job list mail --state dead --limit 5 --latest-first --group g | job_list {"queue":"mail","state":"dead","limit":5,"group":"g","latest_first":true}
        job show mail a                                  | job_get {"queue":"mail","id":"a"}
        job show mail a --log                            | job_log_list {"queue":"mail","id":"a","from":0,"limit":1000}
        job show mail a --children                       | job_children {"queue":"mail","id":"a","after":0,"limit":1000}
        job retry mail a b                               | job_retry {"queue":"mail","ids":["a","b"]}
        job retry mail --all                             | job_retry {"queue":"mail","all":true}
        job retry mail a --data {"n":1.50} --attempts 9  | job_retry {"queue":"mail","ids":["a"],"options":{"attempts":9},"data":{"n":1.50}}
        job cancel mail a b --reason late                | job_cancel {"queue":"mail","ids":["a","b"],"reason":"late"}
        job remove mail a                                | job_remove {"queue":"mail","ids":["a"]}
        queue list                                       | queue_list {}
        queue stats                                      | queue_list {}
        queue stats mail                                 | queue_stats {"queue":"mail"}
        queue report                                     | queue_report {}
        queue report mail                                | queue_report {"queue":"mail"}
        queue config mail                                | queue_config {"queue":"mail"}
        queue config mail --lease 1m --max-recoveries 5 --concurrency 6 --rate 100/1s --group-concurrency 2 --group-rate 7/1m | queue_config {"queue":"mail","lease_ms":60000,"max_recoveries":5,"concurrency":6,"rate":{"limit":100,"period_ms":1000},"group":{"concurrency":2,"rate":{"limit":7,"period_ms":60000}}}
        queue config mail --aging 1m --max-size 9 --overflow spill --spill-to more --events 4 --keep done=1h,100 --keep dead=7d,5 | queue_config {"queue":"mail","aging_ms":60000,"max_size":9,"overflow":"spill","spill_to":"more","events":4,"retention":{"done":{"age_ms":3600000,"count":100},"dead":{"age_ms":604800000,"count":5}}}
        queue group mail acme --weight 5 --concurrency 2 --pause | queue_group {"queue":"mail","group":"acme","weight":5,"concurrency":2,"paused":true}
        queue group mail acme                            | queue_group {"queue":"mail","group":"acme"}
        queue group mail acme --resume                   | queue_group {"queue":"mail","group":"acme","paused":false}
        queue pause mail                                 | queue_pause {"queue":"mail"}
        queue resume mail                                | queue_resume {"queue":"mail"}
        queue drain mail                                 | queue_drain {"queue":"mail"}
        queue purge mail --state dead,done --yes         | queue_purge {"queue":"mail","states":["dead","done"]}
        """)
    void asksForWhatTheFlagsSay(String line, String asked) {
        CommandRun run = run(line);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(received).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        job                                    | a command is missing: submit, list, show, tail, result, retry, cancel or remove
        queue                                  | a command is missing: list, stats, report, config, group, pause, resume, drain or purge
        job submit mail {                      | the data must be JSON (text is JSON in double quotes), got {
        job submit mail 1 --delay soon         | --delay
        job list mail --limit 0                | --limit must be 1 or more, got 0
        job retry mail                         | give ids, or --all
        job retry mail a --all                 | give ids, or --all
        job retry mail a --data {              | --data must be JSON (text is JSON in double quotes), got {
        job cancel mail                        | Missing required parameter: 'ID'
        queue config mail --rate 100           | --rate must be like 100/1s, got 100
        queue config mail --keep done          | --keep must be like done=1d,1000, got done
        queue purge mail --yes                 | Missing required option: '--state=STATE'
        queue stats mail --watch --count 0     | --count must be 1 or more, got 0
        """)
    void explainsWhatMakesNoSense(String line, String fault) {
        CommandRun run = CommandRun.of(home, ENVIRONMENT, line.split(" +", -1));

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(fault);
        assertThat(received).isEmpty();
    }

    @Test
    void printsTheIdOfAJobAndWhatBecameOfIt() {
        results.add("{\"id\":\"a\",\"outcome\":\"taken\"}");
        results.add("{\"id\":\"b\",\"outcome\":\"duplicate\"}");

        assertThat(run("job submit mail 1").out().strip()).isEqualTo("a");
        assertThat(run("job submit mail 1 --dedup k").out().strip()).isEqualTo("b (duplicate)");
    }

    @Test
    void waitsForTheResult() {
        results.add("{\"id\":\"a\",\"outcome\":\"taken\"}");
        results.add("{\"id\":\"a\",\"state\":\"active\",\"is_over\":false}");
        results.add("{\"id\":\"a\",\"state\":\"done\",\"is_over\":true,\"result\":{\"sent\":true}}");

        CommandRun run = run("job submit mail 1 --wait 1m");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("{\"sent\":true}");
        assertThat(received.stream().skip(1))
                .allMatch(each -> each.startsWith("job_result {\"queue\":\"mail\",\"id\":\"a\""));
    }

    @Test
    void tellsByTheExitCodeThatAJobIsNotDone() {
        results.add(
                "{\"id\":\"a\",\"state\":\"dead\",\"is_over\":true,\"cause\":\"failed\",\"error\":\"no\\u0007host\"}");
        results.add("{\"id\":\"a\",\"state\":\"active\",\"is_over\":false}");

        CommandRun dead = run("job result mail a --wait 1m");
        CommandRun early = run("job result mail a");

        assertThat(dead.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(dead.err().strip()).isEqualTo("a is dead (failed): no?host");
        assertThat(early.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(early.err().strip()).isEqualTo("a is active");
    }

    @Test
    void listsJobsOverAllPages() {
        results.add("""
            {"jobs":[{"id":"a","name":"send","state":"dead","priority":0,"failures":3,"attempts":3,"submitted_at":1893484800000,
             "worker":"w","cause":"failed","error":"no host\\nat line 1"}],"next":"5-a"}\
            """);
        results.add("{\"jobs\":[{\"id\":\"b\",\"state\":\"dead\",\"priority\":4,\"failures\":0,\"attempts\":3}]}");

        CommandRun run = run("job list mail --state dead --limit 2");

        assertThat(run.out().lines().map(String::strip))
                .containsExactly(
                        "ID  NAME  STATE  PRIORITY  FAILURES  SUBMITTED             WORKER  CAUSE   ERROR",
                        "a   send  dead   0         3/3       2030-01-01T08:00:00Z  w       failed  no host",
                        "b   -     dead   4         0/3       -                     -       -       -");
        assertThat(received).last().asString().contains("\"limit\":1,\"after\":\"5-a\"");
    }

    @Test
    void tellsWhichJobsWereLeftAlone() {
        results.add("{\"cancelled\":[\"a\"],\"unknown\":[\"b\"],\"unchanged\":[\"c\"]}");

        CommandRun run = run("job cancel mail a b c");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out().strip()).isEqualTo("cancelled: 1");
        assertThat(run.err().lines())
                .containsExactly("b: there is no such job", "c: it is in a state that this is not for");
    }

    @Test
    void followsAJobToItsEnd() {
        results.add("{\"id\":\"a\",\"state\":\"active\",\"log_lines\":0,\"keep_log\":2}");
        results.add("{\"id\":\"a\",\"state\":\"active\",\"log_lines\":3,\"keep_log\":2,\"progress\":0.5}");
        results.add("{\"lines\":[{\"at\":1,\"text\":\"x\"},{\"at\":2,\"text\":\"y\"}],\"total\":3}");
        results.add(
                "{\"id\":\"a\",\"state\":\"dead\",\"log_lines\":3,\"keep_log\":2,\"progress\":0.5,\"ended_at\":9,\"error\":\"no"
                        + " host\"}");

        CommandRun run = run("job tail mail a --every 1ms");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.out().lines()).containsExactly("active", "log x", "log y", "progress 0.5", "dead: no host");
    }

    @Test
    void followsWhatBecomesOfTheJobsOfAQueue() {
        results.add(
                "{\"events\":[{\"offset\":\"7-0\",\"at\":1893484800000,\"what\":\"retry\",\"id\":\"a\",\"detail\":\"no"
                        + " host\"}]}");
        results.add("{\"events\":[]}");
        results.add("{\"events\":[{\"offset\":\"8-0\",\"at\":1893484801000,\"what\":\"done\",\"id\":\"a\"}]}");

        CommandRun run = run("job tail mail --last 5 --count 2");

        assertThat(run.out().lines())
                .containsExactly("2030-01-01T08:00:00Z a retry: no host", "2030-01-01T08:00:01Z a done");
        assertThat(received)
                .containsExactly(
                        "job_events {\"queue\":\"mail\",\"limit\":5}",
                        "job_events {\"queue\":\"mail\",\"limit\":1000,\"after\":\"7-0\",\"wait_ms\":10000}",
                        "job_events {\"queue\":\"mail\",\"limit\":1000,\"after\":\"7-0\",\"wait_ms\":10000}");
    }

    @Test
    void goesOnFollowingWhenTheHubWasAway() {
        answers.add("{\"result\":{\"events\":[]}}");
        answers.add("{\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
        answers.add(
                "{\"result\":{\"events\":[{\"offset\":\"8-0\",\"at\":1893484801000,\"what\":\"done\",\"id\":\"a\"}]}}");

        CommandRun run = run("job tail mail --count 1");

        assertThat(run.out().lines()).containsExactly("2030-01-01T08:00:01Z a done");
        assertThat(run.err().lines())
                .containsExactly(
                        "hub: the hub refuses: internal server error (code 100); trying again",
                        "The hub answers again.");
    }

    @Test
    void endsWhenTheHubDoesNotAnswerTheFirstCallOrRefusesForGood() {
        answers.add("{\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
        answers.add("{\"result\":{\"events\":[]}}");
        answers.add("{\"error\":{\"code\":108,\"message\":\"not available\"}}");

        assertThat(run("job tail mail").exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run("job tail mail").exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(received).hasSize(3);
    }

    @Test
    void tablesHowQueuesAreDoing() {
        String stats = new JsonObject("""
            {"queue": "mail", "paused": true, "draining": false, "oldest_ready_ms": 12000, "counts": {"done": 7},
             "depth": {"ready": 4, "delayed": 1, "blocked": 2, "active": 3, "done": 7, "dead": 1, "cancelled": 0, "expired": 0}}\
            """).encode();
        results.add(stats);
        results.add("{\"queues\":[" + stats + "]}");

        assertThat(run("queue stats mail").out().lines())
                .containsExactly(
                        "QUEUE          READY  DELAYED  BLOCKED  ACTIVE  DONE  DEAD  CANCELLED  EXPIRED  OLDEST "
                                + " DONE/S",
                        "mail   paused  4      1        2        3       7     1     0          0        12s     -");
        assertThat(run("queue list").out().lines())
                .containsExactly("QUEUE          WAITING  ACTIVE  DEAD", "mail   paused  7        3       1");
    }

    @Test
    void reportsWithTheAdviceBelow() {
        results.add("""
            {"instances": 2, "queues": [{"queue": "mail", "paused": false, "oldest_ready_ms": 12000, "depth": {"ready": 40},
             "workers": 3, "credit": 30, "held": 30, "waiting_claims": 0, "utilisation": 0.97,
             "last_minute": {"arrivals_per_second": 20.5, "throughput_per_second": 12.25, "wait_ms": {"p50": 90, "p99": 11000},
               "run_ms": {"p50": 700, "p99": 2047}},
             "last_15_minutes": {"retry_ratio": 0.125, "dead": 4}, "advice": ["more workers", "look at \\u001b the dead"]}]}\
            """.replace("\n", ""));

        assertThat(run("queue report mail").out().lines())
                .containsExactly(
                        "QUEUE     WORKERS  BUSY  READY  OLDEST  IN/S  DONE/S  WAIT P50/P99  RUN P50/P99  RETRIED "
                                + " DEAD",
                        "mail   -  3        97%   40     12s     20.5  12.25   90ms/11s      700ms/2s     12.5%    4",
                        "",
                        "mail: more workers",
                        "mail: look at ? the dead");
    }

    @Test
    void watchesAsOftenAsItIsTold() {
        String stats = "{\"queue\":\"mail\",\"oldest_ready_ms\":-1,\"depth\":{},\"counts\":{\"done\":%d}}";
        results.add(stats.formatted(0));
        results.add(stats.formatted(1_000_000));

        CommandRun run = run("queue stats mail --watch --every 1ms --count 2");

        assertThat(received).hasSize(2);
        assertThat(run.out().lines().skip(3).findFirst().orElseThrow()).doesNotEndWith("-");
    }

    @Test
    void purgesOnlyWhenSureAndTellsHowFarItIs() {
        results.add("{\"depth\":{\"dead\":4,\"done\":5}}");
        results.add("{\"purged\":5,\"left\":4}");
        results.add("{\"purged\":9,\"left\":0}");

        CommandRun unsure = run("queue purge mail --state dead --state done");
        CommandRun sure = run("queue purge mail --state dead --state done --yes");

        assertThat(unsure.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(unsure.err()).contains("this throws away 9 jobs of mail; --yes does it");
        assertThat(sure.err().strip()).isEqualTo("5 purged, 4 left");
        assertThat(sure.out().strip()).isEqualTo("9 purged");
    }
}
