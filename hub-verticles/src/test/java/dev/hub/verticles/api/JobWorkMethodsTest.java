package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Extend;
import dev.hub.core.bus.JobWork.Fail;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.QueueName;
import dev.hub.core.protocol.HubException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the methods for workers make of their bodies, and of the answers. */
class JobWorkMethodsTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobClaim CLAIM = new JobClaim("a", 2);

    private List<Long> ends = List.of(7L);
    private final MethodStand<JobWork> stand = new MethodStand<>(Addresses.JOB_WORK, JobWork.class, this::answer);

    private Object answer(JobWork work) {
        return switch (work) {
            case Claim claim ->
                new JobWork.Claimed(List.of(new ClaimedJob(
                        CLAIM,
                        JobSpec.STANDARD.named("send"),
                        Payload.ofJson("{\"to\": 1.50}"),
                        1,
                        9,
                        8,
                        10,
                        40,
                        70,
                        0)));
            case Extend extend -> new JobWork.Extended(ends);
            case Fail fail -> new JobWork.Failed(!fail.retry(), 5);
            case JobWork.Progress progress -> new JobWork.Noted();
            case JobWork.Log log -> new JobWork.Noted();
            case JobWork.Complete complete -> new JobWork.Noted();
            case JobWork.Release release -> new JobWork.Noted();
            case JobWork.GiveBack back -> new JobWork.Noted();
            case JobWork.Attach attach -> new JobWork.Attached();
            case JobWork.Detach detach -> new JobWork.Detached(true);
        };
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void tellsTheWorkerAllThatItNeeds() {
        JsonObject claimed = stand.call(
                "job_claim", "{\"queue\":\"mail\",\"worker\":\"w\",\"max\":3,\"wait_ms\":4,\"lease_ms\":500}");

        assertThat(claimed).isEqualTo(new JsonObject("""
            {"queue": "mail", "jobs": [{"id": "a", "name": "send", "epoch": 2, "attempt": 2, "attempts": 3,
             "lease_ms": 30, "lease_until": 40, "submitted_at": 8, "attempt_until": 70, "data": {"to": 1.50}}]}\
            """));
        assertThat(stand.asked()).containsExactly(new Claim(MAIL, "w", "", "", 3, 4, 500));
    }

    @Test
    void asksForOneJobAtATimeAndForTheLeaseOfTheQueueUnlessToldOtherwise() {
        stand.call("job_claim", "{\"queue\":\"mail\"}");

        assertThat(stand.asked()).containsExactly(new Claim(MAIL, "", "", "", 1, 0, 0));
    }

    @Test
    void passesOnWhatAWorkerSays() {
        stand.call("job_progress", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"progress\":{\"done\":0.5}}");
        stand.call("job_log", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"lines\":[\"x\",\"y\"]}");
        stand.call("job_complete", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"result\":[1.0]}");
        stand.call("job_complete", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2}");
        stand.call("job_release", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"delay_ms\":9}");

        assertThat(stand.asked())
                .containsExactly(
                        new JobWork.Progress(MAIL, CLAIM, Payload.ofJson("{\"done\":0.5}")),
                        new JobWork.Log(MAIL, CLAIM, List.of("x", "y")),
                        new JobWork.Complete(MAIL, CLAIM, Payload.ofJson("[1.0]")),
                        new JobWork.Complete(MAIL, CLAIM, Payload.NULL),
                        new JobWork.Release(MAIL, CLAIM, 9));
    }

    @Test
    void tellsWhatBecomesOfAJobThatFailed() {
        JsonObject again =
                stand.call("job_fail", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"error\":\"no host\"}");
        JsonObject never =
                stand.call("job_fail", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"retry\":false,\"delay_ms\":3}");
        stand.call(
                "job_fail", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"error\":\"" + "e".repeat(20_000) + "\"}");

        assertThat(again).isEqualTo(new JsonObject("{\"dead\":false,\"delay_ms\":5}"));
        assertThat(never).isEqualTo(new JsonObject("{\"dead\":true}"));
        assertThat(stand.asked())
                .containsExactly(
                        new Fail(MAIL, CLAIM, "no host", true, OptionalLong.empty()),
                        new Fail(MAIL, CLAIM, "", false, OptionalLong.of(3)),
                        new Fail(MAIL, CLAIM, "e".repeat(10_000), true, OptionalLong.empty()));
    }

    @Test
    void tellsUntilWhenAJobIsItsWorkers() {
        JsonObject one = stand.call("job_extend", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2,\"lease_ms\":100}");
        ends = List.of(7L, 0L);
        JsonObject many = stand.call(
                "job_extend",
                "{\"queue\":\"mail\",\"claims\":[{\"id\":\"a\",\"epoch\":2},{\"id\":\"b\",\"epoch\":1}]}");

        assertThat(one).isEqualTo(new JsonObject("{\"lease_until\":7}"));
        assertThat(many).isEqualTo(new JsonObject("{\"lease_until\":[7,0]}"));
        assertThat(stand.asked())
                .containsExactly(
                        new Extend(MAIL, List.of(CLAIM), 100),
                        new Extend(MAIL, List.of(CLAIM, new JobClaim("b", 1)), 0));
    }

    @Test
    void refusesToExtendWhatIsNotTheWorkersAnyMore() {
        ends = List.of(0L);

        assertThatThrownBy(() -> stand.call("job_extend", "{\"queue\":\"mail\",\"id\":\"a\",\"epoch\":2}"))
                .isInstanceOf(HubException.class)
                .hasMessage("stale epoch");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        job_claim    | {"queue":"q","max":0}                               | max must be 1 to 1000, got 0
        job_claim    | {"queue":"q","wait_ms":30001}                       | wait_ms must be 0 to 30000, got 30001
        job_claim    | {"queue":"q","lease_ms":0}                          | lease_ms must be 100 to 86400000, got 0
        job_claim    | {"queue":"q","worker":"a\\u0001"}                   | worker must have at most 100 characters, no control characters, got 2
        job_extend   | {"queue":"q"}                                       | id, or 1 to 1000 claims, are required, got 0
        job_extend   | {"queue":"q","claims":[{"id":"a"}]}                 | claims[0].epoch must be 1 to 9007199254740991, got 0
        job_progress | {"queue":"q","id":"a","epoch":1}                    | progress is required
        job_log      | {"queue":"q","id":"a","epoch":1}                    | lines must be 1 to 1000 in number, got 0
        job_complete | {"queue":"q","id":"a"}                              | epoch must be 1 to 9007199254740991, got 0
        job_complete | {"queue":"q","epoch":1}                             | id must be 1 to 100 letters, digits, or one of _ . : @ / + = -, got 0 characters
        job_fail     | {"queue":"q","id":"a","epoch":1,"delay_ms":-1}      | delay_ms must be 0 to 604800000, got -1
        job_release  | {"queue":"q","id":"a","epoch":1,"delay_ms":-1}      | delay_ms must be 0 to 31622400000, got -1
        """)
    void refusesWhatMakesNoSense(String method, String body, String fault) {
        assertThatThrownBy(() -> stand.call(method, body)).hasMessage("bad request: " + fault);
        assertThat(stand.asked()).isEmpty();
    }
}
