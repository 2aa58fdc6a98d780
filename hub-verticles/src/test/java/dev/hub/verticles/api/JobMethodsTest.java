package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobCommand.Changed;
import dev.hub.core.bus.JobCommand.Get;
import dev.hub.core.bus.JobCommand.LogLine;
import dev.hub.core.bus.JobCommand.LogLines;
import dev.hub.core.bus.JobCommand.Retry;
import dev.hub.core.bus.JobCommand.Submit;
import dev.hub.core.bus.JobCommand.Taken;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.Dedup;
import dev.hub.core.job.JobChild;
import dev.hub.core.job.JobChildren;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobPage;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobStart;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.protocol.HubException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods for those who have jobs done make of their bodies, and of the answers. */
class JobMethodsTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobSpec FORMER = new JobSpec("send", 5, Backoff.STANDARD, 9_000, 7);

    private List<Outcome> outcomes = List.of(Outcome.TAKEN);
    private Changed changed = new Changed(List.of("a"), List.of(), List.of());
    private final MethodStand<JobCommand> stand = new MethodStand<>(Addresses.JOBS, JobCommand.class, this::answer);

    private Object answer(JobCommand command) {
        return switch (command) {
            case Submit submit ->
                new Taken(IntStream.range(0, submit.jobs().size())
                        .mapToObj(i -> new Submitted(
                                outcomes.get(i), submit.jobs().get(i).id()))
                        .toList());
            case Get one -> dead();
            case JobCommand.Await wait -> dead();
            case JobCommand.ListJobs list -> new JobPage(List.of(dead()), "5-a");
            case JobCommand.Children children ->
                new JobChildren(
                        List.of(
                                new JobChild(
                                        "b",
                                        Optional.of(new QueueName("video")),
                                        "encode",
                                        Optional.of(JobState.DONE),
                                        Optional.of(Payload.ofJson("{\"at\": 1.50}")),
                                        ""),
                                new JobChild(
                                        "c",
                                        Optional.empty(),
                                        "",
                                        Optional.of(JobState.DEAD),
                                        Optional.empty(),
                                        "no room"),
                                new JobChild("d", Optional.empty(), "", Optional.empty(), Optional.empty(), "")),
                        4);
            case JobCommand.ReadLog log -> new LogLines(List.of(new LogLine(3, "half way")), 12);
            case JobCommand.ReadEvents events ->
                new JobCommand.Events(List.of(
                        new JobEvent("7-0", 7, "retry", "a", 2, "no host"),
                        new JobEvent("8-0", 8, "done", "b", 1, "")));
            case JobCommand.Cancel cancel -> changed;
            case Retry retry -> changed;
            case JobCommand.Remove remove -> changed;
        };
    }

    private static JobView dead() {
        return new JobView(
                MAIL,
                "a",
                JobState.DEAD,
                FORMER,
                Payload.ofJson("{\"to\": 1.50}"),
                4,
                "acme",
                new JobView.Times(1, 2, 0, 3, 0, 0, 4),
                new JobView.Counts(2, 1, 1, 12),
                new JobView.Holder("w", "n"),
                new JobView.Ending("failed", "no such host", Optional.empty()),
                Optional.of(Payload.ofJson("0.5")),
                "key",
                new JobView.Parent("top", Optional.of(new QueueName("video"))),
                Map.of("b", "open"),
                "");
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void submitsWhatIsAskedFor() {
        JsonObject result = stand.call("job_submit", """
            {"queue": "mail", "id": "a", "name": "send", "data": {"to": 1.50}, "priority": 4, "delay_ms": 5,
             "run_at": "2030-01-31T08:00:00+01:00", "ttl_ms": 6, "attempts": 7,
             "backoff": {"type": "fixed", "delay_ms": 8, "max_delay_ms": 9, "jitter": 0}, "timeout_ms": 10,
             "dedup": {"id": "key", "mode": "keep_last", "ttl_ms": 11}, "group": "acme", "follow": true,
             "keep_log": 12}\
            """);

        assertThat(result).isEqualTo(new JsonObject("{\"id\": \"a\", \"outcome\": \"taken\"}"));
        assertThat(stand.asked())
                .containsExactly(new Submit(
                        MAIL,
                        List.of(new NewJob(
                                "a",
                                new JobSpec("send", 7, new Backoff(Backoff.Type.FIXED, 8, 9, 0), 10, 12),
                                Payload.ofJson("{\"to\": 1.50}"),
                                new JobStart(4, 5, 1_896_073_200_000L, 6),
                                Optional.of(new Dedup("key", Dedup.Mode.KEEP_LAST, 11)),
                                "acme",
                                true,
                                List.of(),
                                false))));
    }

    @Test
    void namesAJobThatCameWithoutAnId() {
        String first =
                stand.call("job_submit", "{\"queue\":\"mail\",\"data\":1}").getString("id");
        String second =
                stand.call("job_submit", "{\"queue\":\"mail\",\"run_at\":5}").getString("id");

        assertThat(first).matches("[0-9a-z]{20}").isNotEqualTo(second);
        assertThat(stand.asked())
                .containsExactly(
                        new Submit(MAIL, List.of(NewJob.of(first, Payload.ofJson("1")))),
                        new Submit(MAIL, List.of(NewJob.of(second, Payload.NULL).with(new JobStart(0, 0, 5, 0)))));
    }

    @Test
    void submitsAFlowAsItIsNested() {
        stand.call("job_submit", """
            {"queue": "mail", "id": "top", "children": [
              {"id": "a", "on_failure": "continue"}, {"id": "b", "children": [{"id": "c", "on_failure": "fail"}]}]}\
            """);

        NewJob a = NewJob.of("a", Payload.NULL);
        NewJob b = NewJob.of("b", Payload.NULL).after(List.of(NewJob.of("c", Payload.NULL)));
        NewJob mayFail =
                new NewJob(a.id(), a.spec(), a.data(), a.start(), a.dedup(), a.group(), a.follow(), a.children(), true);
        assertThat(stand.asked())
                .containsExactly(
                        new Submit(MAIL, List.of(NewJob.of("top", Payload.NULL).after(List.of(mayFail, b)))));
    }

    @Test
    void submitsChildrenToTheQueuesThatTheyName() {
        stand.call("job_submit", """
            {"queue": "mail", "id": "top", "children": [
              {"id": "a", "queue": "video", "children": [{"id": "b"}]}, {"id": "c", "queue": "mail"}]}\
            """);

        NewJob a = NewJob.of("a", Payload.NULL).at(new QueueName("video")).after(List.of(NewJob.of("b", Payload.NULL)));
        NewJob c = NewJob.of("c", Payload.NULL).at(MAIL);
        assertThat(stand.asked())
                .containsExactly(
                        new Submit(MAIL, List.of(NewJob.of("top", Payload.NULL).after(List.of(a, c)))));
    }

    @Test
    void refusesNamesOfQueuesThatNoneHasAndJobsForOthersThanItIsAskedFor() {
        assertThatThrownBy(
                        () -> stand.call("job_submit", "{\"queue\":\"mail\",\"children\":[{\"queue\":\"no such\"}]}"))
                .hasMessageContaining("queue");
        assertThatThrownBy(() -> stand.call("job_submit_many", "{\"queue\":\"mail\",\"jobs\":[{\"queue\":\"video\"}]}"))
                .hasMessageContaining("queue is that of the call, or of children");
    }

    @Test
    void tellsOfEachJobOfManyWhatBecameOfIt() {
        outcomes = List.of(Outcome.TAKEN, Outcome.FULL, Outcome.KNOWN);

        JsonObject result = stand.call(
                "job_submit_many", "{\"queue\":\"mail\",\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}");

        assertThat(result.getJsonArray("jobs")).isEqualTo(new JsonArray("""
            [{"id": "a", "outcome": "taken"},
             {"error": {"code": 121, "message": "queue full: as many jobs wait in mail as may (max_size)", "temporary": true}},
             {"id": "c", "outcome": "known"}]\
            """));
    }

    @Test
    void refusesAJobThatTheQueueDoesNotTake() {
        outcomes = List.of(Outcome.FULL);
        assertThatThrownBy(() -> stand.call("job_submit", "{\"queue\":\"mail\"}"))
                .isInstanceOf(HubException.class)
                .hasMessage("queue full: as many jobs wait in mail as may (max_size)");

        outcomes = List.of(Outcome.CLOSED);
        assertThatThrownBy(() -> stand.call("job_submit", "{\"queue\":\"mail\"}"))
                .hasMessage("queue full: mail is drained and takes no jobs until queue_resume");

        outcomes = List.of(Outcome.CONFLICT);
        assertThatThrownBy(() -> stand.call("job_submit", "{\"queue\":\"mail\"}"))
                .hasMessage("bad request: children: a job of the flow has an id that is there already");
    }

    @Test
    void showsAJobWithItsDataAsItWasGiven() {
        String shown = stand.text("job_get", "{\"queue\":\"mail\",\"id\":\"a\"}");

        assertThat(shown).contains("\"data\":{\"to\": 1.50}");
        assertThat(new JsonObject(shown)).isEqualTo(new JsonObject("""
            {"queue": "mail", "id": "a", "name": "send", "state": "dead", "priority": 4, "group": "acme", "attempts": 5,
             "backoff": {"type": "exponential", "delay_ms": 1000, "max_delay_ms": 3600000, "jitter": 0.2},
             "timeout_ms": 9000, "keep_log": 7, "epoch": 2, "failures": 1, "recoveries": 1, "log_lines": 12,
             "submitted_at": 1, "ready_since": 2, "claimed_at": 3, "ended_at": 4, "worker": "w", "node": "n",
             "cause": "failed", "error": "no such host", "dedup": "key", "parent": "top", "parent_queue": "video", "children": {"b": "open"},
             "data": {"to": 1.50}, "progress": 0.5}\
            """));
    }

    @Test
    void listsJobsAndLinesOfTheirLogs() {
        JsonObject page =
                stand.call("job_list", "{\"queue\":\"mail\",\"state\":\"dead\",\"after\":\"4 x\",\"limit\":1}");
        JsonObject log = stand.call("job_log_list", "{\"queue\":\"mail\",\"id\":\"a\",\"from\":11}");

        assertThat(page.getString("next")).isEqualTo("5-a");
        assertThat(page.getJsonArray("jobs")).hasSize(1);
        assertThat(log).isEqualTo(new JsonObject("{\"lines\":[{\"at\":3,\"text\":\"half way\"}],\"total\":12}"));
        assertThat(stand.asked())
                .containsExactly(
                        new JobCommand.ListJobs(MAIL, JobState.DEAD, "", "4 x", 1, false),
                        new JobCommand.ReadLog(MAIL, "a", 11, 100));
    }

    @Test
    void tellsWhatChildrenGaveAsTheyGaveIt() {
        String body = "{\"queue\":\"mail\",\"id\":\"a\",\"after\":1,\"limit\":3}";

        assertThat(stand.text("job_children", body))
                .isEqualTo(
                        "{\"next\":4,\"children\":[{\"id\":\"b\",\"queue\":\"video\",\"name\":\"encode\",\"state\":\"done\",\"result\":{\"at\":"
                                + " 1.50}},{\"id\":\"c\",\"state\":\"dead\",\"error\":\"no"
                                + " room\"},{\"id\":\"d\",\"state\":\"open\"}]}");
        assertThat(stand.asked()).containsExactly(new JobCommand.Children(MAIL, "a", 1, 3));
    }

    @Test
    void tellsWhatBecameOfJobs() {
        assertThat(stand.call("job_events", "{\"queue\":\"mail\",\"after\":\"6-1\",\"limit\":5,\"wait_ms\":9}"))
                .isEqualTo(new JsonObject("""
                    {"events": [{"offset": "7-0", "at": 7, "what": "retry", "id": "a", "epoch": 2, "detail": "no host"},
                                {"offset": "8-0", "at": 8, "what": "done", "id": "b", "epoch": 1}]}\
                    """));
        assertThat(stand.asked()).containsExactly(new JobCommand.ReadEvents(MAIL, "6-1", 5, 9));
    }

    @Test
    void waitsForTheEndOfAJob() {
        assertThat(stand.call("job_result", "{\"queue\":\"mail\",\"id\":\"a\",\"wait_ms\":7}"))
                .isEqualTo(new JsonObject("""
                    {"id": "a", "state": "dead", "is_over": true, "cause": "failed", "error": "no such host"}\
                    """));
        assertThat(stand.asked()).containsExactly(new JobCommand.Await(MAIL, "a", 7));
    }

    @Test
    void tellsWhichJobsWereLeftAlone() {
        changed = new Changed(List.of("a"), List.of("b"), List.of("c"));

        assertThat(stand.call(
                        "job_cancel", "{\"queue\":\"mail\",\"ids\":[\"a\",\"b\",\"c\",\"a\"],\"reason\":\"late\"}"))
                .isEqualTo(new JsonObject("{\"cancelled\":[\"a\"],\"unknown\":[\"b\"],\"unchanged\":[\"c\"]}"));
        assertThat(stand.call("job_remove", "{\"queue\":\"mail\",\"ids\":[\"a\"]}")
                        .getJsonArray("removed"))
                .containsExactly("a");
        assertThat(stand.asked())
                .containsExactly(
                        new JobCommand.Cancel(MAIL, List.of("a", "b", "c"), "late"),
                        new JobCommand.Remove(MAIL, List.of("a")));
        assertThatThrownBy(() -> stand.call("job_cancel", "{\"queue\":\"mail\",\"id\":\"b\"}"))
                .hasMessage("unknown job");
    }

    @Test
    void retriesADeadJobWithWhatWasEdited() {
        stand.call("job_retry", "{\"queue\":\"mail\",\"all\":true}");
        stand.call("job_retry", "{\"queue\":\"mail\",\"id\":\"a\",\"data\":2,\"options\":{\"attempts\":9}}");

        assertThat(stand.asked())
                .containsExactly(
                        new Retry(MAIL, List.of(), Optional.empty(), Optional.empty()),
                        new Get(MAIL, "a"),
                        new Retry(
                                MAIL,
                                List.of("a"),
                                Optional.of(new JobSpec("send", 9, Backoff.STANDARD, 9_000, 7)),
                                Optional.of(Payload.ofJson("2"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        job_submit      | {}                                                    | queue must be 1 to 100 letters, digits, "_", "-" and ".", got ""
        job_submit      | {"queue":"a b"}                                       | queue must be 1 to 100 letters, digits, "_", "-" and ".", got "a b"
        job_submit      | {"queue":"q","id":"a b"}                              | id must be 1 to 100 letters, digits, or one of _ . : @ / + = -, got 3 characters
        job_submit      | {"queue":"q","priority":512}                          | priority must be 0 to 511, got 512
        job_submit      | {"queue":"q","delay_ms":-1}                           | delay_ms must be 0 to 31622400000, got -1
        job_submit      | {"queue":"q","run_at":"tomorrow"}                     | run_at must be ms since 1970 or a time such as 2030-01-31T08:00:00Z
        job_submit      | {"queue":"q","run_at":"2130-01-31T08:00:00Z"}         | run_at must be from 1970 to 2100, got "2130-01-31T08:00:00Z"
        job_submit      | {"queue":"q","attempts":0}                            | attempts must be 1 to 1000, got 0
        job_submit      | {"queue":"q","backoff":{"type":"none"}}               | backoff.type must be one of fixed, exponential, custom, got "none"
        job_submit      | {"queue":"q","backoff":{"jitter":2}}                  | backoff.jitter must be 0.0 to 1.0, got 2.0
        job_submit      | {"queue":"q","dedup":{}}                              | dedup.id is required
        job_submit      | {"queue":"q","dedup":{"id":"k","mode":"throttle"}}    | dedup.ttl_ms must be above 0 for throttle
        job_submit      | {"queue":"q","on_failure":"fail"}                     | on_failure is for children
        job_submit      | {"queue":"q","children":[{"on_failure":"x"}]}         | children[0].on_failure must be fail or continue, got "x"
        job_submit      | {"queue":"q","id":"a","children":[{"id":"a"}]}        | children[0].id "a" stands twice in the submission
        job_submit      | {"queue":"q","children":[{"dedup":{"id":"k"}}]}       | children[0].dedup is not for jobs of a flow
        job_submit      | {"queue":"q","dedup":{"id":"k"},"children":[{}]}      | dedup is not for jobs of a flow
        job_submit      | {"queue":"q","delay":5}                               | delay is unknown; did you mean delay_ms?
        job_submit      | {"queue":"q","removeOnComplete":true}                 | removeOnComplete is unknown
        job_submit      | {"queue":"q","backoff":{"delay":5}}                   | backoff.delay is unknown; did you mean backoff.delay_ms?
        job_submit      | {"queue":"q","dedup":{"id":"k","ttl":5}}              | dedup.ttl is unknown; did you mean dedup.ttl_ms?
        job_submit      | {"queue":"q","children":[{"prority":5}]}              | children[0].prority is unknown; did you mean children[0].priority?
        job_submit      | {"queue":"q","name":"\\ud800"}                        | name must have at most 200 characters, no control characters, got 1
        job_submit_many | {"queue":"q","jobs":[{}],"priority":5}                | priority is unknown
        job_retry       | {"queue":"q","id":"a","options":{"priority":5}}       | options.priority is unknown
        job_submit_many | {"queue":"q"}                                         | jobs must be 1 to 1000 in number, got 0
        job_submit_many | {"queue":"q","jobs":[{"id":"a"},{"id":"a"}]}          | jobs[1].id "a" stands twice in the submission
        job_submit_many | {"queue":"q","jobs":[{"attempts":-2}]}                | jobs[0].attempts must be 1 to 1000, got -2
        job_list        | {"queue":"q"}                                         | state must be one of ready, delayed, blocked, active, done, dead, cancelled, expired, got ""
        job_list        | {"queue":"q","state":"dead","limit":1001}             | limit must be 1 to 1000, got 1001
        job_cancel      | {"queue":"q"}                                         | id, or 1 to 1000 ids, are required, got 0
        job_cancel      | {"queue":"q","id":"a","ids":["b"]}                    | id and ids exclude each other
        job_retry       | {"queue":"q"}                                         | id, or 1 to 1000 ids, are required, got 0
        job_retry       | {"queue":"q","ids":["a"],"all":true}                  | all excludes id and ids
        job_retry       | {"queue":"q","all":true,"data":1}                     | data and options are for one id
        job_list        | {"queue":"q","state":"dead","after":"x"}              | after must be the next that job_list has told
        job_list        | {"queue":"q","state":"dead","after":"inf x"}          | after must be the next that job_list has told
        job_list        | {"queue":"q","state":"dead","after":"(5 x"}           | after must be the next that job_list has told
        job_events      | {"queue":"q","after":"now"}                           | after must be an offset that job_events has told
                    job_result      | {"queue":"q","id":"a","wait_ms":30001}                | wait_ms must be 0 to 30000, got 30001
        """)
    void refusesWhatMakesNoSense(String method, String body, String fault) {
        assertThatThrownBy(() -> stand.call(method, body)).hasMessage("bad request: " + fault);
        assertThat(stand.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"queue":5}                       | queue must be a string
        {"queue":"q","priority":"high"}   | priority must be a whole number
        {"queue":"q","backoff":5}         | backoff must be an object
        {"queue":"q","backoff":{"jitter":"x"}} | backoff.jitter must be a number
        {"queue":"q","children":5}        | children must be an array of objects
        {"queue":"q","children":[5]}      | children must be an array of objects
        {"queue":"q","follow":"yes"}      | follow must be true or false
        """)
    void refusesFieldsOfAnotherType(String body, String fault) {
        assertThatThrownBy(() -> stand.call("job_submit", body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fault);
    }

    @Test
    void refusesWhatIsTooMuch() {
        String tooDeep = IntStream.range(0, 10).mapToObj(i -> "{\"children\":[").collect(Collectors.joining()) + "{}"
                + "]}".repeat(10);
        String tooMany = IntStream.range(0, 1_001).mapToObj(i -> "{}").collect(Collectors.joining(","));

        assertThatThrownBy(() -> stand.call("job_submit", "{\"queue\":\"q\"," + tooDeep.substring(1)))
                .hasMessageContaining("children must be nested at most 10 deep");
        assertThatThrownBy(() -> stand.call("job_submit_many", "{\"queue\":\"q\",\"jobs\":[" + tooMany + "]}"))
                .hasMessage("bad request: jobs[1000].id is of one job too many, there must be at most 1000");
        assertThat(stand.asked()).isEmpty();
    }
}
