package dev.hub.verticles.api;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.capability.QueueCalls;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Detach;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.RpcRequest;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.QueueName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the hub makes of clients' calls about jobs. */
class JobRpcVerticleTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorker WORKER = new JobWorker.OfConnection("loop", "c1", "w");

    private final Vertx vertx = Vertx.vertx();
    private final List<JobWork> asked = new ArrayList<>();
    private HubBus bus;

    @BeforeEach
    void start() {
        bus = HubBus.install(vertx, 1);
        get(bus.answer(Addresses.JOB_WORK, JobWork.class, work -> {
                    asked.add(work);
                    return Future.succeededFuture(
                            switch (work) {
                                case Claim claim -> new JobWork.Claimed(List.of());
                                case Attach attach -> new JobWork.Attached();
                                default -> new JobWork.Detached(true);
                            });
                })
                .completion());
        get(vertx.deployVerticle(new JobRpcVerticle(bus, new JobIds(new Random(1)))));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private String call(String method, String data) {
        return call(new RpcRequest(method, Payload.ofJson(data), "ann", "c1", "loop"));
    }

    private String call(RpcRequest request) {
        return get(bus.call(request)).toJson();
    }

    @Test
    void answersEveryMethodThatARightIsNamedForAndNoOther() {
        for (String method : QueueCalls.methods()) {
            assertThatThrownBy(() -> call(method, "{\"queue\":5}")).as(method).hasMessageStartingWith("bad request: ");
        }
        assertThatThrownBy(() -> call("queue_list", "{}")).hasMessage("method not found");
    }

    @Test
    void claimsForTheConnectionThatAsks() {
        assertThat(call("job_claim", "{\"queue\":\"mail\",\"worker\":\"w\",\"wait_ms\":3000}"))
                .isEqualTo("{\"queue\":\"mail\",\"jobs\":[]}");
        assertThat(asked).containsExactly(new Claim(MAIL, "w", "c1", "loop", 1, 3_000, 0));
    }

    @Test
    void letsNoClientWaitForLongerThanItsSdkDoes() {
        assertThatThrownBy(() -> call("job_claim", "{\"queue\":\"mail\",\"wait_ms\":3001}"))
                .hasMessage("bad request: wait_ms must be 0 to 3000, got 3001");
    }

    @Test
    void sendsJobsToTheConnectionThatIsAttached() {
        String attached = call("job_attach", "{\"queue\":\"mail\",\"worker\":\"w\",\"max_in_flight\":4}");
        String detached = call("job_detach", "{\"queue\":\"mail\",\"worker\":\"w\"}");

        assertThat(attached).isEqualTo("{\"max_in_flight\":4}");
        assertThat(detached).isEqualTo("{\"detached\":true}");
        assertThat(asked).containsExactly(new Attach(MAIL, WORKER, 4), new Detach(MAIL, WORKER));
        assertThatThrownBy(() -> call(new RpcRequest("job_attach", Payload.ofJson("{\"queue\":\"mail\"}"), "", "", "")))
                .hasMessage("not available: only connections can be attached");
    }

    @Test
    void takesAHundredJobsOfAClientAtATime() {
        String jobs = "{},".repeat(100) + "{}";

        assertThatThrownBy(() -> call("job_submit_many", "{\"queue\":\"mail\",\"jobs\":[" + jobs + "]}"))
                .hasMessage("bad request: jobs[100].id is of one job too many, there must be at most 100");
    }
}
