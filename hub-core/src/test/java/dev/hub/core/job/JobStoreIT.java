package dev.hub.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs in a real server: how they come, are worked on, and end. */
@ExtendWith(SharedServers.Provider.class)
class JobStoreIT {
    private static final QueueName MAIL = new QueueName("mail");

    private final Vertx vertx = Vertx.vertx();
    private JobStore store;

    @BeforeEach
    void start(SharedServers servers) {
        Valkey valkey =
                Valkey.connect(vertx, ValkeyUrl.parse(servers.on(Engine.VALKEY).url()), LinkSettings.forTests());
        get(valkey.whenReady());
        store = new JobStore(valkey, new Keyspace(servers.prefix()));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Payload json(String text) {
        return Payload.ofJson(text);
    }

    private Submitted submit(NewJob job) {
        return get(store.submit(MAIL, List.of(job))).getFirst();
    }

    private List<ClaimedJob> claim(int most) {
        return get(store.work(MAIL, "here", Work.claiming(new Taker("w", most))))
                .claimed();
    }

    private Settled settle(Settlement settlement) {
        return get(store.work(MAIL, "here", Work.settling(List.of(settlement))))
                .settled()
                .getFirst();
    }

    @Test
    void startInTheOrderOfPriorityAndSubmission() {
        submit(NewJob.of("late", json("1")).with(JobStart.priority(5)));
        submit(NewJob.of("a", json("2")));
        submit(NewJob.of("b", json("3")));

        assertThat(claim(10)).extracting(job -> job.claim().id()).containsExactly("a", "b", "late");
        assertThat(claim(10)).isEmpty();
    }

    @Test
    void areTakenOnce() {
        assertThat(submit(NewJob.of("a", json("1"))).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(submit(NewJob.of("a", json("1"))).outcome()).isEqualTo(Outcome.KNOWN);
        assertThat(claim(10)).hasSize(1);
    }

    @Test
    void endOnceAndByWhoeverHasThem() {
        submit(NewJob.of("a", json("1")));
        ClaimedJob first = claim(1).getFirst();
        assertThat(settle(new Settlement.Release(first.claim(), 0))).isEqualTo(Settled.DONE);
        ClaimedJob second = claim(1).getFirst();

        assertThat(second.claim().epoch()).isEqualTo(2);
        assertThat(settle(new Settlement.Done(first.claim(), json("1")))).isEqualTo(Settled.STALE);
        assertThat(get(store.extend(MAIL, List.of(first.claim(), second.claim()), 5_000)))
                .satisfies(ends -> assertThat(ends.get(0)).isZero())
                .satisfies(ends -> assertThat(ends.get(1)).isPositive());
        assertThat(settle(new Settlement.Done(second.claim(), json("1")))).isEqualTo(Settled.DONE);
        assertThat(settle(new Settlement.Release(second.claim(), 0))).isEqualTo(Settled.STALE);
    }

    @Test
    void mayBeSettledAgainInTheSameWay() {
        submit(NewJob.of("a", json("1")));
        JobClaim claim = claim(1).getFirst().claim();
        assertThat(settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.DONE);
        assertThat(settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.DONE);
        ClaimedJob again = claim(1).getFirst();

        assertThat(again.failures()).isEqualTo(1);
        assertThat(settle(new Settlement.Retry(claim, "no", 0))).isEqualTo(Settled.STALE);
        assertThat(settle(new Settlement.Done(again.claim(), json("1")))).isEqualTo(Settled.DONE);
        assertThat(settle(new Settlement.Done(again.claim(), json("1")))).isEqualTo(Settled.DONE);
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void ofGroupsTakeTurns() {
        IntStream.range(0, 3).forEach(i -> submit(NewJob.of("a" + i, json("1")).in("a")));
        IntStream.range(0, 3).forEach(i -> submit(NewJob.of("b" + i, json("1")).in("b")));
        submit(NewJob.of("c0", json("1")));

        assertThat(claim(4))
                .extracting(job -> job.claim().id().charAt(0))
                .containsExactlyInAnyOrder('a', 'b', 'c', 'a');
    }
}
