package dev.hub.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.stream.Replicated;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.valkey.DurableSettings;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyLostException;
import dev.hub.core.valkey.ValkeyUnconfirmedException;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What durable queues answer, a replica has. */
class DurableJobsIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final List<NewJob> JOBS = List.of(NewJob.of("a", Payload.NULL));

    private final Vertx vertx = Vertx.vertx();
    private final Replicated servers = Replicated.start(ServerSpec.of(Engine.VALKEY), 1);
    private final Valkey valkey = connect(LIMIT);
    private final Valkey waiting = connect(Duration.ofSeconds(9));
    private final JobStore plain = new JobStore(new Queues(valkey, new Keyspace("t:")));
    private final JobReads reads = new JobReads(new Queues(valkey, new Keyspace("t:")));
    private final JobStore durable = new JobStore(new Queues(valkey, new Keyspace("t:"), true, JobCipher.NONE));
    private final JobStore patient = new JobStore(new Queues(waiting, new Keyspace("t:"), true, JobCipher.NONE));

    private Valkey connect(Duration limit) {
        LinkSettings settings = LinkSettings.forTests().withDurable(new DurableSettings(1, limit));
        return Valkey.connect(vertx, ValkeyUrl.parse(servers.url()), settings);
    }

    @AfterEach
    void stop() {
        get(vertx.close());
        servers.close();
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Outcome outcome(JobStore store) {
        return get(store.submit(MAIL, JOBS)).getFirst().outcome();
    }

    private JobClaim claim() {
        return get(plain.work(MAIL, "here", Work.claiming(new Taker("w", 1))))
                .claimed()
                .getFirst()
                .claim();
    }

    private JobState state() {
        return get(reads.get(MAIL, "a")).state();
    }

    private static Settled settle(JobStore store, JobClaim claim) {
        return get(store.work(MAIL, "here", Work.settling(List.of(new Settlement.Done(claim, Payload.NULL)))))
                .settled()
                .getFirst();
    }

    /** A replica that comes back, or a machine that is busy, may take its time. */
    private static <T> T onceConfirmed(Callable<T> call) {
        return Awaitility.await().ignoreExceptions().until(call, result -> true);
    }

    @Test
    void isOfUnknownOutcomeAsLongAsNoReplicaConfirms() {
        get(valkey.whenReady());
        servers.cut();

        assertThatThrownBy(() -> outcome(durable)).hasCauseInstanceOf(ValkeyUnconfirmedException.class);
        servers.mend();

        assertThat(onceConfirmed(() -> outcome(durable))).isEqualTo(Outcome.KNOWN);
    }

    /** What the answer relies on was written over another connection, for whose writes WAIT does not speak. */
    @Test
    void toSettleAgainWaitsForTheReplicaThatLacksTheFirst() {
        get(valkey.whenReady());
        outcome(plain);
        JobClaim claim = claim();
        servers.cut();
        assertThat(settle(plain, claim)).isEqualTo(Settled.DONE);

        assertThatThrownBy(() -> settle(durable, claim)).hasCauseInstanceOf(ValkeyUnconfirmedException.class);
        servers.mend();

        assertThat(onceConfirmed(() -> settle(durable, claim))).isEqualTo(Settled.REPEATED);
    }

    /** Unnoticed, it would lease others to workers that never hear of those of the first time. */
    @Test
    void aRoundWhoseAnswerWasLostIsNotRunAgain() {
        get(valkey.whenReady());
        outcome(plain);
        servers.cut();
        Future<Worked> round = patient.work(MAIL, "here", Work.claiming(new Taker("w", 1)));
        Awaitility.await().until(() -> state() == JobState.ACTIVE);
        servers.cutClients();

        assertThatThrownBy(() -> get(round)).hasCauseInstanceOf(ValkeyLostException.class);
        Awaitility.await().ignoreExceptions().until(() -> state() == JobState.ACTIVE);
    }

    /** The script ran, its answer was lost, and others took the job before it is said again. */
    @Test
    void aFailureThatReplicasDidNotConfirmIsCountedOnceWhenItIsSaidAgain() {
        get(valkey.whenReady());
        outcome(plain);
        JobClaim claim = claim();
        Work failing = Work.settling(List.of(new Settlement.Retry(claim, "no", 0)));
        servers.cut();
        assertThatThrownBy(() -> get(durable.work(MAIL, "here", failing)))
                .hasCauseInstanceOf(ValkeyUnconfirmedException.class);
        assertThat(claim().epoch()).isEqualTo(2);
        servers.mend();

        assertThat(onceConfirmed(() -> get(durable.work(MAIL, "here", failing))).settled())
                .containsExactly(Settled.REPEATED);
        assertThat(get(reads.get(MAIL, "a")).counts().failures()).isEqualTo(1);
    }
}
