package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Employment;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.QueueName;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobsOffVerticleTest {
    private static final QueueName MAIL = new QueueName("mail");

    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);

    @BeforeEach
    void deploy() {
        get(vertx.deployVerticle(new JobsOffVerticle(bus)));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private static void assertOff(Future<?> answer) {
        assertThatThrownBy(() -> get(answer)).isInstanceOfSatisfying(HubException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_AVAILABLE.code());
            assertThat(refusal).hasMessageContaining("jobs.enabled");
        });
    }

    @Test
    void refusesJobsAndQueues() {
        assertOff(HubClient.of(vertx).jobs().submit(MAIL, "send", Payload.NULL));
        assertOff(bus.request(Addresses.QUEUES, new QueueCommand.ListAll(), QueueCommand.Listing.class));
    }

    @Test
    void tellsWorkersThatNothingWillCome() {
        Employment work = HubClient.of(vertx)
                .jobs()
                .work(MAIL, JobWorkerOptions.STANDARD, JobHandler.async(job -> Future.succeededFuture(Payload.NULL)));

        assertOff(work.ready());
        get(work.ended());
    }
}
