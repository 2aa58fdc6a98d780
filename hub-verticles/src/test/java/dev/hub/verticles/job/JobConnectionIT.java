package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Attached;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Claimed;
import dev.hub.core.bus.JobWork.Complete;
import dev.hub.core.bus.JobWork.Detach;
import dev.hub.core.bus.JobWork.Detached;
import dev.hub.core.bus.JobWork.Extend;
import dev.hub.core.bus.JobWork.Extended;
import dev.hub.core.bus.JobWork.Fail;
import dev.hub.core.bus.JobWork.Failed;
import dev.hub.core.bus.JobWork.Noted;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that are connections, as an instance without sockets sees them, and such as only ask. */
@ExtendWith(SharedServers.Provider.class)
class JobConnectionIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final String LOOP = "test.loop";
    private static final JobWorker CLIENT = new JobWorker.OfConnection(LOOP, "c1", "remote");
    private static final Duration GRACE = Duration.ofMillis(100);

    private final JobInstance hub;
    private final List<ConnectionCommand> commands = new CopyOnWriteArrayList<>();

    JobConnectionIT(SharedServers servers) {
        hub = JobInstance.start(
                servers.on(Engine.VALKEY).url(),
                servers.prefix(),
                JobsConfig.defaults().withTimes(GRACE, Duration.ZERO));
    }

    @BeforeEach
    void listen() {
        get(hub.instance
                .bus()
                .consume(LOOP, ConnectionCommand.class, commands::add)
                .completion());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private <T> Future<T> ask(JobWork work, Class<T> answer) {
        return hub.instance.bus().request(Addresses.JOB_WORK, work, answer, Duration.ofSeconds(5));
    }

    private static Claim claim(String client, int max, long waitMillis, long leaseMillis) {
        return new Claim(MAIL, "remote", client, client.isEmpty() ? "" : LOOP, max, waitMillis, leaseMillis);
    }

    private List<ClaimedJob> claimed(Claim claim) {
        return get(ask(claim, Claimed.class)).jobs();
    }

    private String submit() {
        return get(hub.jobs.submit(MAIL, "send", Payload.NULL)).id();
    }

    private JobState state(String id) {
        return get(hub.jobs.get(MAIL, id)).state();
    }

    private List<JsonObject> pushes() {
        return commands.stream()
                .filter(ConnectionCommand.Tell.class::isInstance)
                .map(each ->
                        new JsonObject(((ConnectionCommand.Tell) each).data().toJson()).getJsonObject("job"))
                .toList();
    }

    private List<JobClaim> pushed() {
        return pushes().stream()
                .map(each -> each.getJsonArray("jobs", new JsonArray()))
                .flatMap(jobs -> jobs.stream().map(JsonObject.class::cast))
                .map(job -> new JobClaim(job.getString("id"), job.getLong("epoch")))
                .toList();
    }

    private void gone(String client) {
        hub.instance.bus().send(Addresses.JOB_WORKER_GONE, new ConnectionGone(client));
    }

    @Test
    void waitForAJobThatComes() {
        Future<Claimed> waiting = ask(claim("", 5, 5_000, 0), Claimed.class);

        String id = submit();

        assertThat(get(waiting).jobs()).extracting(job -> job.claim().id()).containsExactly(id);
        assertThat(claimed(claim("", 5, 0, 0))).isEmpty();
        assertThat(claimed(claim("", 5, 30, 0))).isEmpty();
    }

    @Test
    void haveTheirJobsForAsLongAsTheyAskedFor() {
        submit();

        ClaimedJob job = claimed(claim("", 1, 0, 5_000)).getFirst();

        assertThat(job.leaseMillis()).isBetween(5_000L, 5_500L);
        Extended extended = get(ask(new Extend(MAIL, List.of(job.claim()), 60_000), Extended.class));
        assertThat(extended.ends().getFirst()).isGreaterThan(job.leaseEndMillis() + 50_000);
    }

    @Test
    void areRefusedWhenTheJobIsNotTheirsAnyMore() {
        String id = submit();
        JobClaim claim = claimed(claim("", 1, 0, 0)).getFirst().claim();
        get(hub.jobs.cancel(MAIL, List.of(id), ""));

        for (JobWork word : List.of(
                new Complete(MAIL, claim, Payload.NULL),
                new JobWork.Progress(MAIL, claim, Payload.NULL),
                new JobWork.Log(MAIL, claim, List.of("line")),
                new JobWork.Release(MAIL, claim, 0))) {
            assertThatThrownBy(() -> get(ask(word, Noted.class)))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STALE_EPOCH.code()));
        }
        assertThat(get(ask(new Extend(MAIL, List.of(claim), 0), Extended.class)).ends())
                .containsExactly(0L);
        assertThat(state(id)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void areToldWhatBecomesOfAJobThatFailed() {
        submit();
        JobClaim first = claimed(claim("", 1, 0, 0)).getFirst().claim();

        Failed again = get(ask(new Fail(MAIL, first, "no", true, OptionalLong.of(0)), Failed.class));
        JobClaim second = claimed(claim("", 1, 1_000, 0)).getFirst().claim();
        Failed never = get(ask(new Fail(MAIL, second, "never", false, OptionalLong.empty()), Failed.class));

        assertThat(again).isEqualTo(new Failed(false, 0));
        assertThat(second.epoch()).isEqualTo(2);
        assertThat(never.isDead()).isTrue();
    }

    @Test
    void areSentNoMoreThanTheirCreditAtATime() {
        get(ask(new Attach(MAIL, CLIENT, 2), Attached.class));
        for (int i = 0; i < 3; i++) {
            submit();
        }
        await().until(() -> pushed().size() == 2);
        assertThat(claimed(claim("", 5, 0, 0))).hasSize(1);
        submit();

        get(ask(new Complete(MAIL, pushed().getFirst(), Payload.NULL), Noted.class));

        await().until(() -> pushed().size() == 3);
        assertThat(get(ask(new Detach(MAIL, CLIENT), Detached.class)).wasAttached())
                .isTrue();
        get(ask(new Complete(MAIL, pushed().get(1), Payload.NULL), Noted.class));
        submit();
        assertThat(claimed(claim("", 5, 0, 0))).hasSize(1);
        assertThat(pushed()).hasSize(3);
    }

    @Test
    void areToldToStop() {
        get(ask(new Attach(MAIL, CLIENT, 1), Attached.class));
        String id = submit();
        await().until(() -> pushed().size() == 1);

        get(hub.jobs.cancel(MAIL, List.of(id), ""));

        await().until(() -> pushes().size() == 2);
        assertThat(pushes().getLast().getJsonObject("stop"))
                .isEqualTo(new JsonObject().put("id", id).put("epoch", 1).put("reason", "cancelled"));
    }

    @Test
    void loseTheirJobsAWhileAfterTheirConnection() {
        String lost = submit();
        claimed(claim("c1", 1, 0, 0));
        assertThat(commands).contains(new ConnectionCommand.Watch("c1", Addresses.JOB_WORKER_GONE));

        gone("c1");

        List<ClaimedJob> others = claimed(claim("", 1, 5_000, 0));
        assertThat(others).extracting(job -> job.claim()).containsExactly(new JobClaim(lost, 2));
    }

    @Test
    void keepAJobThatTheyExtendByAnotherConnection() {
        String kept = submit();
        String lost = submit();
        List<ClaimedJob> both = claimed(claim("c1", 2, 0, 0));
        gone("c1");

        get(ask(new Extend(MAIL, List.of(both.getFirst().claim()), 60_000), Extended.class));

        await().until(() -> state(lost) == JobState.READY);
        assertThat(state(kept)).isEqualTo(JobState.ACTIVE);
        get(ask(new Complete(MAIL, both.getFirst().claim(), Payload.NULL), Noted.class));
    }

    @Test
    void haveAJobForAnotherLeaseOfTheQueueEachTimeTheyExtendIt() {
        hub.lease(MAIL, Duration.ofMillis(1_500));
        get(ask(new Attach(MAIL, CLIENT, 1), Attached.class));
        submit();
        await().until(() -> pushed().size() == 1);
        JobClaim claim = pushed().getFirst();
        long begun = System.nanoTime();

        await().pollInterval(Duration.ofMillis(300)).until(() -> {
            get(ask(new Extend(MAIL, List.of(claim), 0), Extended.class));
            return System.nanoTime() - begun > 2_500_000_000L;
        });

        get(ask(new Complete(MAIL, claim, Payload.NULL), Noted.class));
        assertThat(pushes()).hasSize(1);
    }

    @Test
    void loseAJobThatTheyNeitherExtendNorSettle() {
        hub.lease(MAIL, Duration.ofMillis(150));
        get(ask(new Attach(MAIL, CLIENT, 1), Attached.class));

        submit();

        await().until(() -> pushed().size() == 2);
        assertThat(pushed().get(1).epoch()).isEqualTo(2);
        assertThat(pushes())
                .anyMatch(each -> each.containsKey("stop")
                        && each.getJsonObject("stop").getString("reason").equals("lost"));
    }
}
