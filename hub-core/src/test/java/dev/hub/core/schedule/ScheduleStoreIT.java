package dev.hub.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Queues;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Taker;
import dev.hub.core.job.Work;
import dev.hub.core.protocol.HubException;
import dev.hub.core.schedule.Firing.Outcome;
import dev.hub.core.schedule.FiringStore.DueSchedule;
import dev.hub.core.schedule.FiringStore.Verdict;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules on a real server; ticks come when the test says so. */
@ExtendWith(SharedServers.Provider.class)
class ScheduleStoreIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final QueueName LATE = new QueueName("late");
    private static final ScheduleId DAILY = new ScheduleId("daily");
    private static final long HOUR = 3_600_000;

    private final Vertx vertx = Vertx.vertx();
    private final ServerProcess server;
    private final Keyspace keys;
    private final Valkey valkey;
    private final ScheduleStore schedules;
    private final FiringStore firings;
    private final JobStore jobs;

    ScheduleStoreIT(SharedServers servers) {
        server = servers.on(Engine.REDIS62);
        keys = new Keyspace(servers.prefix());
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        schedules = new ScheduleStore(vertx, valkey, keys, JobCipher.NONE);
        firings = new FiringStore(valkey, keys, JobCipher.NONE);
        jobs = new JobStore(valkey, keys);
        get(valkey.whenReady());
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof HubException refusal ? refusal : failed;
        }
    }

    private static Ticks hourly() {
        return new Ticks(new Interval(HOUR, 0), 0, 0);
    }

    private static Schedule daily(Overlap overlap, long limit) {
        return new Schedule(DAILY, MAIL, hourly(), overlap, CatchUp.STANDARD, limit);
    }

    private boolean put(Schedule schedule) {
        Payload data = Payload.ofJson("{\"to\":\"zoë\"}");
        ScheduledJob job = new ScheduledJob(NewJob.of(schedule.id().value(), data), data);
        return get(schedules.put(schedule, job, Optional.empty()));
    }

    /** As if its next tick was to come soon after 1970. */
    private DueSchedule makeDue() {
        String tick = Long.toString(view().next().orElseThrow() % HOUR + HOUR);
        server.ask("HSET", keys.queue("mail") + ":sc:daily", "nx", tick);
        server.ask("ZADD", keys.queue("mail") + ":sched", tick, "daily");
        return get(firings.due(MAIL, 10)).due().getFirst();
    }

    private static Ticks.Due plan(long... ticks) {
        return new Ticks.Due(Arrays.stream(ticks).boxed().toList(), OptionalLong.of(HOUR * 900_000));
    }

    private Verdict fire(long tick) {
        DueSchedule due = makeDue();
        return get(firings.fire(due, plan(tick), 0)).verdict();
    }

    private ScheduleView view() {
        return get(schedules.get(MAIL, DAILY));
    }

    private List<ClaimedJob> claim(int most) {
        return get(jobs.work(MAIL, "here", Work.claiming(new Taker("w", most)))).claimed();
    }

    private void complete(ClaimedJob job) {
        get(jobs.work(MAIL, "here", Work.settling(List.of(new Settlement.Done(job.claim(), Payload.NULL)))));
    }

    /** What the instance {@code uid} is told about the jobs of its workers. */
    private List<String> ordersTo(String uid) {
        List<String> orders = new CopyOnWriteArrayList<>();
        Subscriber subscriber = valkey.subscriber(new SubscriberListener() {
            @Override
            public void message(String channel, Buffer message) {
                orders.add(message.toString());
            }

            @Override
            public void interrupted(Collection<String> channels) {}

            @Override
            public void restored(Collection<String> channels) {}
        });
        get(subscriber.whenReady().compose(ready -> subscriber.subscribe(jobs.wakeKey(MAIL, uid))));
        return orders;
    }

    @Test
    void keepsAndSubmitsAnEncryptedJob() {
        Secret key = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
        JobCipher cipher = new JobCipher("a", Map.of("a", key), new SecureRandom());
        ScheduleStore encrypting = new ScheduleStore(vertx, valkey, keys, cipher);
        Payload data = Payload.ofJson("{\"to\":\"ann\"}");
        get(encrypting.put(
                daily(Overlap.ALLOW, 0), new ScheduledJob(NewJob.of("daily", data), data), Optional.empty()));

        get(firings.run(MAIL, DAILY));

        assertThat(get(encrypting.get(MAIL, DAILY)).job()).isEqualTo(data);
        assertThat(view().job()).isEqualTo(Payload.NULL);
        assertThat(server.ask("HGETALL", keys.queue("mail") + ":sc:daily")).doesNotContain("ann");
        JobStore reading = new JobStore(new Queues(valkey, keys, false, cipher));
        assertThat(get(reading.work(MAIL, "here", Work.claiming(new Taker("w", 1))))
                        .claimed())
                .extracting(ClaimedJob::data)
                .containsExactly(data);
    }

    @Test
    void isListedWithItsNextTicks() {
        assertThat(put(daily(Overlap.ALLOW, 0))).isTrue();
        assertThat(put(daily(Overlap.SKIP, 7))).isFalse();

        ScheduleView view = get(schedules.list(MAIL, "", 10)).schedules().getFirst();

        assertThat(view.schedule()).isEqualTo(daily(Overlap.SKIP, 7));
        assertThat(view.job().toJson()).isEqualTo("{\"to\":\"zoë\"}");
        assertThat(view.upcoming()).hasSize(3);
        assertThat(view.upcoming().get(1) - view.upcoming().get(0)).isEqualTo(HOUR);
        assertThat(get(schedules.queues())).containsExactly(MAIL);
        assertThat(get(firings.due(MAIL, 10)).due()).isEmpty();
        assertThat(get(firings.due(MAIL, 10)).next()).isEqualTo(view.next());
    }

    @Test
    void isListedPageByPage() {
        for (String id : List.of("c", "a", "d", "b")) {
            put(new Schedule(new ScheduleId(id), MAIL, hourly(), Overlap.ALLOW, CatchUp.STANDARD, 0));
        }

        ScheduleStore.Page first = get(schedules.list(MAIL, "", 2));
        ScheduleStore.Page second = get(schedules.list(MAIL, first.next(), 2));

        assertThat(first.schedules())
                .extracting(each -> each.schedule().id().value())
                .containsExactly("a", "b");
        assertThat(second.schedules())
                .extracting(each -> each.schedule().id().value())
                .containsExactly("c", "d");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void keepsItsNextTickThroughChangesOfWhatIsNotItsTimes() {
        put(daily(Overlap.ALLOW, 0));
        makeDue();
        OptionalLong missed = view().next();

        put(daily(Overlap.SKIP, 0));
        assertThat(view().next()).isEqualTo(missed);
        put(new Schedule(DAILY, MAIL, new Ticks(new Interval(2 * HOUR, 0), 0, 0), Overlap.SKIP, CatchUp.STANDARD, 0));
        assertThat(view().next().orElseThrow()).isGreaterThan(missed.orElseThrow());
    }

    @Test
    void firesATickOnce() {
        put(daily(Overlap.ALLOW, 0));
        DueSchedule due = makeDue();

        assertThat(get(firings.fire(due, plan(5, 6), 0)).verdict()).isEqualTo(Verdict.DONE);
        assertThat(get(firings.fire(due, plan(5, 6), 0)).verdict()).isEqualTo(Verdict.STALE);

        assertThat(claim(9)).extracting(job -> job.claim().id()).containsExactly("daily:5", "daily:6");
        assertThat(view().next()).hasValue(HOUR * 900_000);
        assertThat(view().fired()).isEqualTo(2);
        assertThat(view().last()).extracting(Firing::tickMillis).containsExactly(6L, 5L);
    }

    @Test
    void isFiredByTheLeaderOfTheHighestTermOnly() {
        put(daily(Overlap.ALLOW, 0));
        DueSchedule due = makeDue();
        assertThat(get(firings.fire(due, plan(5), 8)).verdict()).isEqualTo(Verdict.DONE);
        DueSchedule next = makeDue();

        assertThat(get(firings.fire(next, plan(6), 7)).verdict()).isEqualTo(Verdict.DEPOSED);

        assertThat(claim(9)).hasSize(1);
    }

    @Test
    void whoChangedItMeanwhileIsNotOverruled() {
        put(daily(Overlap.ALLOW, 0));
        DueSchedule due = makeDue();
        get(schedules.pause(MAIL, DAILY));

        assertThat(get(firings.fire(due, plan(5), 0)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(claim(9)).isEmpty();
    }

    @Test
    void endsWithItsLimit() {
        put(daily(Overlap.ALLOW, 3));
        assertThat(fire(5)).isEqualTo(Verdict.DONE);
        DueSchedule due = makeDue();
        get(firings.fire(due, plan(6, 7, 8), 0));

        assertThat(claim(9)).extracting(job -> job.claim().id()).containsExactly("daily:5", "daily:6", "daily:7");
        assertThat(view().next()).isEmpty();
        assertThat(view().isExhausted()).isTrue();
        put(daily(Overlap.ALLOW, 4));
        assertThat(view().upcoming()).hasSize(1);
    }

    @Test
    void allowsJobsToOverlap() {
        put(daily(Overlap.ALLOW, 0));
        fire(5);
        fire(6);

        assertThat(claim(9)).hasSize(2);
    }

    @Test
    void skipsWhileAJobWaitsOrIsActive() {
        put(daily(Overlap.SKIP, 0));
        fire(5);
        fire(6);
        ClaimedJob job = claim(9).getFirst();
        fire(7);
        complete(job);
        fire(8);

        assertThat(claim(9)).extracting(each -> each.claim().id()).containsExactly("daily:8");
        assertThat(view().skipped()).isEqualTo(2);
        assertThat(view().last())
                .extracting(Firing::outcome)
                .containsExactly(Outcome.TAKEN, Outcome.SKIPPED, Outcome.SKIPPED, Outcome.TAKEN);
    }

    @Test
    void queuesOneBehindTheActiveOne() {
        put(daily(Overlap.QUEUE_ONE, 0));
        fire(5);
        ClaimedJob active = claim(1).getFirst();
        fire(6);
        fire(7);

        complete(active);
        assertThat(claim(9)).extracting(each -> each.claim().id()).containsExactly("daily:6");
        fire(8);
        assertThat(claim(9)).extracting(each -> each.claim().id()).containsExactly("daily:8");
    }

    @Test
    void replacesWhatWaitsAndWhatIsActive() {
        List<String> orders = ordersTo("here");
        put(daily(Overlap.REPLACE, 0));
        fire(5);
        fire(6);
        ClaimedJob active = claim(9).getFirst();
        fire(7);

        assertThat(active.claim().id()).isEqualTo("daily:6");
        assertThat(get(jobs.extend(MAIL, List.of(active.claim()), 1000))).containsExactly(0L);
        Awaitility.await().until(() -> orders.contains("stop cancelled 1 daily:6"));
        assertThat(claim(9)).extracting(each -> each.claim().id()).containsExactly("daily:7");
    }

    @Test
    void doesNotMakeUpForWhatWasPaused() {
        put(daily(Overlap.ALLOW, 0));
        makeDue();
        get(schedules.pause(MAIL, DAILY));
        get(schedules.pause(MAIL, DAILY));
        assertThat(view().isPaused()).isTrue();
        assertThat(view().upcoming()).isEmpty();
        put(daily(Overlap.SKIP, 0));
        assertThat(view().isPaused()).isTrue();

        get(schedules.resume(MAIL, DAILY));
        get(schedules.resume(MAIL, DAILY));

        assertThat(get(firings.due(MAIL, 10)).due()).isEmpty();
        assertThat(view().upcoming()).hasSize(3);
    }

    @Test
    void isRunAtOnceAsItsPolicyLetsIt() {
        put(daily(Overlap.SKIP, 1));
        get(schedules.pause(MAIL, DAILY));

        Firing first = get(firings.run(MAIL, DAILY));
        Firing second = get(firings.run(MAIL, DAILY));

        assertThat(first.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(second.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(claim(9)).extracting(each -> each.claim().id()).containsExactly(first.jobId());
        assertThat(view().fired()).isZero();
    }

    @Test
    void isBackfilledWithWhatIsMissing() {
        put(daily(Overlap.SKIP, 0));
        fire(2 * HOUR);

        List<Firing> made = get(firings.backfill(MAIL, DAILY, hourly().between(HOUR, 3 * HOUR, 10)));

        assertThat(made).extracting(Firing::outcome).containsExactly(Outcome.TAKEN, Outcome.KNOWN, Outcome.TAKEN);
        assertThat(claim(9)).hasSize(3);
    }

    @Test
    void isGoneOnceDeleted() {
        put(daily(Overlap.ALLOW, 0));
        DueSchedule due = makeDue();

        get(schedules.delete(MAIL, DAILY));

        assertThat(get(firings.fire(due, plan(5), 0)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(get(firings.due(MAIL, 10)).schedules()).isZero();
        for (Runnable late : List.<Runnable>of(
                () -> get(schedules.delete(MAIL, DAILY)),
                () -> get(schedules.pause(MAIL, DAILY)),
                () -> get(schedules.resume(MAIL, DAILY)),
                () -> get(firings.run(MAIL, DAILY)),
                this::view)) {
            assertThatThrownBy(late::run).isInstanceOf(HubException.class).hasMessage("unknown schedule \"daily\"");
        }
    }

    @Test
    void aTickThatAFullQueueRefusesIsTold() {
        put(daily(Overlap.ALLOW, 0));
        fire(5);
        server.ask("HSET", keys.queue("mail"), "max_size", "1");

        fire(6);

        assertThat(view().last()).extracting(Firing::outcome).containsExactly(Outcome.FULL, Outcome.TAKEN);
        assertThat(view().fired()).isEqualTo(1);
    }

    /** One job fits in, and what is too much goes to another queue. */
    private void spill() {
        server.ask("HSET", keys.queue("mail"), "max_size", "1", "overflow", "spill", "spill_to", "late");
    }

    private List<String> spilled() {
        return get(jobs.work(LATE, "here", Work.claiming(new Taker("w", 9)))).claimed().stream()
                .map(job -> job.claim().id())
                .toList();
    }

    @Test
    void aTickOfAFullQueueHasItsJobInTheQueueForWhatIsTooMuch() {
        put(daily(Overlap.ALLOW, 4));
        fire(5);
        spill();
        DueSchedule due = makeDue();

        FiringStore.Fired fired = get(firings.fire(due, plan(6, 7, 8, 9), 0));

        assertThat(fired.verdict()).isEqualTo(Verdict.DONE);
        assertThat(fired.firings()).extracting(Firing::tickMillis).containsExactly(6L, 7L, 8L);
        assertThat(view().last())
                .extracting(Firing::outcome)
                .containsExactly(Outcome.SPILLED, Outcome.SPILLED, Outcome.SPILLED, Outcome.TAKEN);
        assertThat(view().fired()).isEqualTo(4);
        assertThat(view().next()).isEmpty();
        assertThat(spilled()).containsExactly("daily:6", "daily:7", "daily:8");
        assertThat(get(firings.fire(due, plan(6), 0)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(claim(9)).extracting(job -> job.claim().id()).containsExactly("daily:5");
    }

    @Test
    void aTickHasOneJobThoughALeaderIsGoneBeforeItTellsThatItIsInTheOtherQueue() {
        put(daily(Overlap.ALLOW, 0));
        fire(5);
        spill();
        String prefix = keys.queue("mail");
        String revision = server.ask("HGET", prefix + ":sc:daily", "rv");
        String next = Long.toString(view().next().orElseThrow());
        List<Object> half = List.of("tick", 0, "daily", revision, next, "9", "6", "", "");
        get(jobs.queues().run(Script.resource("schedule_fire"), MAIL, half));
        get(jobs.submit(LATE, List.of(NewJob.of("daily:6", Payload.NULL))));
        assertThat(view().next()).hasValue(6);
        complete(claim(9).getFirst());

        DueSchedule due = get(firings.due(MAIL, 10)).due().getFirst();
        assertThat(get(firings.fire(due, plan(6), 0)).firings())
                .extracting(Firing::outcome)
                .containsExactly(Outcome.SPILLED);

        assertThat(spilled()).containsExactly("daily:6");
        assertThat(claim(9)).isEmpty();
        assertThat(view().fired()).isEqualTo(2);
    }

    @Test
    void whatIsRunOrBackfilledBesideAFullQueueIsInTheOtherOne() {
        put(daily(Overlap.ALLOW, 0));
        fire(5);
        spill();

        Firing run = get(firings.run(MAIL, DAILY));
        List<Firing> filled = get(firings.backfill(MAIL, DAILY, List.of(5L, 6L, 7L)));
        complete(claim(9).getFirst());
        List<Firing> again = get(firings.backfill(MAIL, DAILY, List.of(6L, 8L)));

        assertThat(run.outcome()).isEqualTo(Outcome.SPILLED);
        assertThat(filled).extracting(Firing::outcome).containsExactly(Outcome.KNOWN, Outcome.SPILLED, Outcome.SPILLED);
        assertThat(again).extracting(Firing::outcome).containsExactly(Outcome.SPILLED, Outcome.TAKEN);
        assertThat(spilled()).containsExactly(run.jobId(), "daily:6", "daily:7");
        assertThat(view().last()).extracting(Firing::outcome).containsExactly(Outcome.SPILLED, Outcome.TAKEN);
    }

    @Test
    void whatIsRefusedThereAsWellIsTold() {
        put(daily(Overlap.ALLOW, 0));
        fire(5);
        spill();
        get(jobs.submit(LATE, List.of(NewJob.of("x", Payload.NULL))));
        server.ask("HSET", keys.queue("late"), "max_size", "1");

        fire(6);

        assertThat(view().last()).extracting(Firing::outcome).containsExactly(Outcome.FULL, Outcome.TAKEN);
        assertThat(view().fired()).isEqualTo(1);
    }

    @Test
    void replacesItsJobInAFullQueue() {
        put(daily(Overlap.REPLACE, 0));
        fire(5);
        server.ask("HSET", keys.queue("mail"), "max_size", "1");

        fire(6);

        assertThat(claim(9)).extracting(job -> job.claim().id()).containsExactly("daily:6");
    }

    @Test
    void anEncryptedJobCanBeReadInTheQueueForWhatIsTooMuch() {
        Secret key = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
        JobCipher cipher = new JobCipher("a", Map.of("a", key), new SecureRandom());
        Payload data = Payload.ofJson("{\"to\":\"ann\"}");
        get(new ScheduleStore(vertx, valkey, keys, cipher)
                .put(daily(Overlap.ALLOW, 0), new ScheduledJob(NewJob.of("daily", data), data), Optional.empty()));
        FiringStore encrypting = new FiringStore(valkey, keys, cipher);
        get(encrypting.run(MAIL, DAILY));
        spill();

        Outcome readable = get(encrypting.run(MAIL, DAILY)).outcome();
        Outcome unreadable = get(firings.run(MAIL, DAILY)).outcome();

        assertThat(List.of(readable, unreadable)).containsExactly(Outcome.SPILLED, Outcome.FULL);
        JobStore reading = new JobStore(new Queues(valkey, keys, false, cipher));
        assertThat(get(reading.work(LATE, "here", Work.claiming(new Taker("w", 9))))
                        .claimed())
                .extracting(ClaimedJob::data)
                .containsExactly(data);
    }
}
