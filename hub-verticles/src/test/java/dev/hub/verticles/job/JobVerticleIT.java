package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.Secret;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Employment;
import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobCommand.Changed;
import dev.hub.core.bus.JobCommand.LogLine;
import dev.hub.core.bus.JobCommand.ReadEvents;
import dev.hub.core.bus.JobContext;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.bus.RetryJobException;
import dev.hub.core.bus.UnrecoverableJobException;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobEncryptionConfig;
import dev.hub.core.config.JobKeyConfig;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobChild;
import dev.hub.core.job.JobEvent;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobView;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Submitted;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Verticles of two instances have jobs done and do them. */
@ExtendWith(SharedServers.Provider.class)
class JobVerticleIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final JobWorkerOptions TEN = JobWorkerOptions.STANDARD;
    private static final JobWorkerOptions ONE = TEN.with(1);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Payload OK = Payload.ofJson("\"ok\"");

    private static final Pattern XRANGE = Pattern.compile("cmdstat_xrange:calls=(\\d+)");

    private final ServerProcess server;
    private final String prefix;
    private final JobInstance first;
    private final JobInstance second;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    JobVerticleIT(SharedServers servers) {
        server = servers.on(Engine.VALKEY);
        prefix = servers.prefix();
        first = JobInstance.start(server.url(), prefix, JobInstance.QUICK);
        second = JobInstance.start(server.url(), prefix, JobInstance.QUICK);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static Payload number(int i) {
        return Payload.ofJson(Integer.toString(i));
    }

    private static List<String> range(int to) {
        return IntStream.rangeClosed(1, to).mapToObj(Integer::toString).toList();
    }

    private Payload note(JobContext job) {
        seen.add(job.data().toJson());
        return job.data();
    }

    private static Employment work(JobInstance instance, JobWorkerOptions options, JobHandler handler) {
        Employment employment = instance.jobs.work(MAIL, options, handler);
        get(employment.ready());
        return employment;
    }

    private String submit(JobInstance instance, String name) {
        return get(instance.jobs.submit(MAIL, name, Payload.NULL)).id();
    }

    private JobView ended(JobInstance instance, String id) {
        return get(instance.jobs.await(MAIL, id, PATIENCE));
    }

    private static String result(JobView job) {
        return job.ending().result().orElseThrow().toJson();
    }

    @Test
    void startMoreAtOnceWhenTheSettingsLetThem() {
        CountDownLatch finish = new CountDownLatch(1);
        first.configure(MAIL, Map.of("concurrency", "1"));
        work(second, TEN.with(50), JobHandler.blocking(job -> {
            note(job);
            finish.await();
            return OK;
        }));
        IntStream.rangeClosed(1, 30).forEach(i -> submit(first, "x"));
        await().until(() -> seen.size() == 1);

        long begun = System.nanoTime();
        for (int i = 2; i <= 30; i++) {
            int most = i;
            first.configure(MAIL, Map.of("concurrency", Integer.toString(most)));
            await().pollInterval(Duration.ofMillis(10)).until(() -> seen.size() == most);
        }
        finish.countDown();

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("29 times a look each second is more")
                .isLessThan(Duration.ofSeconds(20));
    }

    private static Future<List<JobEvent>> events(JobInstance instance, String after, long waitMillis) {
        ReadEvents read = new ReadEvents(MAIL, after, 100, waitMillis);
        return instance.instance
                .bus()
                .request(Addresses.JOBS, read, JobCommand.Events.class)
                .map(JobCommand.Events::events);
    }

    @Test
    void areFollowedByWhoeverWaitsForEventsWithoutALookAgainAndAgain() {
        work(first, TEN, JobHandler.async(job -> Future.succeededFuture(OK)));
        Future<List<JobEvent>> beginning = events(second, "", 9_000);
        String begun = submit(first, "x");
        assertThat(get(beginning)).extracting(JobEvent::id).containsExactly(begun);
        String after = get(beginning).getFirst().offset();
        long looks = looks();

        assertThat(get(events(second, after, 1_500))).isEmpty();
        assertThat(looks() - looks).as("4 a second are 6").isBetween(1L, 4L);

        List<Future<List<JobEvent>>> waiting = IntStream.range(0, 5)
                .mapToObj(each -> events(second, after, 9_000))
                .toList();
        String id = submit(first, "x");
        for (Future<List<JobEvent>> each : waiting) {
            assertThat(get(each)).extracting(JobEvent::id).containsExactly(id);
        }
    }

    /** How often streams were read. */
    private long looks() {
        Matcher calls = XRANGE.matcher(server.ask("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    @Test
    void makeTheirResultOfWhatTheChildrenGave() {
        work(
                first,
                TEN,
                JobHandler.byName(Map.of(
                        "part", JobHandler.blocking(JobContext::data),
                        "whole",
                                JobHandler.async(job -> job.children()
                                        .map(children -> Payload.ofJson(children.stream()
                                                .map(child -> child.result()
                                                        .orElseThrow()
                                                        .toJson())
                                                .collect(Collectors.joining(",", "[", "]"))))))));
        List<NewJob> parts = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> NewJob.of("part-" + i, number(i)).with(JobSpec.STANDARD.named("part")))
                .toList();

        get(second.jobs.submit(
                MAIL,
                NewJob.of("all", Payload.NULL)
                        .with(JobSpec.STANDARD.named("whole"))
                        .after(parts)));

        assertThat(result(ended(second, "all"))).isEqualTo("[1,2,3]");
        assertThat(get(second.jobs.children(MAIL, "all", 2, 9)).children())
                .extracting(JobChild::id)
                .containsExactly("part-3");
    }

    @Test
    void doEachJobOnceOnWhateverInstanceItWasSubmitted() {
        work(first, TEN, JobHandler.blocking(this::note));
        work(second, TEN, JobHandler.async(job -> Future.succeededFuture(note(job))));

        List<Future<Submitted>> taken = IntStream.rangeClosed(1, 400)
                .mapToObj(i -> (i % 2 == 0 ? first : second).jobs.submit(MAIL, "send", number(i)))
                .toList();

        assertThat(taken).allMatch(each -> get(each).isTaken());
        await().until(() -> seen.size() == 400);
        assertThat(seen).containsExactlyInAnyOrderElementsOf(range(400));
    }

    @Test
    void bringTheResultToWhoeverWaitsOnAnotherInstance() {
        Promise<Payload> open = Promise.promise();
        work(first, TEN, JobHandler.async(job -> open.future()));
        String id = submit(first, "send");
        Future<JobView> waiting = second.jobs.await(MAIL, id, PATIENCE);
        await().until(() -> get(second.jobs.get(MAIL, id)).state() == JobState.ACTIVE);

        open.complete(OK);

        assertThat(result(get(waiting))).isEqualTo(OK.toJson());
        assertThat(get(second.jobs.await(MAIL, id, Duration.ZERO)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void tryAJobAgainAsItsWorkerSays() {
        AtomicInteger attempts = new AtomicInteger();
        work(
                first,
                TEN,
                JobHandler.byName(Map.of(
                        "flaky",
                        JobHandler.blocking(job -> {
                            if (attempts.incrementAndGet() < 3) {
                                throw new RetryJobException("not yet", Duration.ofMillis(20));
                            }
                            return number(job.attempt());
                        }),
                        "hopeless",
                        JobHandler.computing(job -> {
                            throw new UnrecoverableJobException("never");
                        }))));

        JobView flaky = ended(first, submit(second, "flaky"));
        JobView hopeless = ended(second, submit(first, "hopeless"));

        assertThat(result(flaky)).isEqualTo("3");
        assertThat(hopeless.state()).isEqualTo(JobState.DEAD);
        assertThat(hopeless.ending().cause()).isEqualTo("unrecoverable");
        assertThat(hopeless.ending().error()).contains("never");
    }

    private static JobsConfig encrypting() {
        JobsConfig usual = JobsConfig.defaults();
        Secret secret = Secret.of(Base64.getEncoder().encodeToString(new byte[32]));
        return new JobsConfig(
                true,
                false,
                usual.workerGrace(),
                usual.shutdownTimeout(),
                usual.maxPayload(),
                usual.maxResult(),
                new JobEncryptionConfig("a", List.of(new JobKeyConfig("a", secret))));
    }

    @Test
    void leaveNothingOfWhatIsEncryptedInTheHistoryOfTheirChannel() {
        QueueName hidden = new QueueName("hidden");
        Payload secret = Payload.ofJson("\"secret\"");
        try (JobInstance third = JobInstance.start(server.url(), prefix, encrypting())) {
            String id = third.jobs.newId();
            List<JsonObject> told = follow(third, id);
            get(third.jobs
                    .work(hidden, ONE, JobHandler.blocking(job -> {
                        get(job.progress(secret));
                        return secret;
                    }))
                    .ready());
            get(third.jobs.submit(hidden, NewJob.of(id, Payload.NULL).followed()));

            await().until(() -> told.size() == 2);

            assertThat(told.get(0).getString("progress")).isEqualTo("secret");
            assertThat(told.get(1).getString("state")).isEqualTo("done");
            assertThat(told.get(1).getBoolean("withheld")).isTrue();
            assertThat(told.get(1).containsKey("result")).isFalse();
            assertThat(server.ask("XRANGE", prefix + "{c:job:" + id + "}:stream", "-", "+"))
                    .contains("withheld")
                    .doesNotContain("secret");
            assertThat(result(get(third.jobs.get(hidden, id)))).isEqualTo(secret.toJson());
        }
    }

    /** What is told of the job on its channel. */
    private static List<JsonObject> follow(JobInstance instance, String id) {
        List<JsonObject> told = new CopyOnWriteArrayList<>();
        get(instance.instance
                .client()
                .subscribe(
                        new ChannelName("job:" + id),
                        publication ->
                                told.add(new JsonObject(publication.data().toJson())))
                .ready());
        return told;
    }

    @Test
    void areSeenWithoutWhatTheyCarryWhereTheirKeyIsMissing() {
        QueueName hidden = new QueueName("hidden");
        try (JobInstance third = JobInstance.start(server.url(), prefix, encrypting())) {
            String id = get(third.jobs.submit(hidden, "send", OK)).id();

            assertThat(get(third.jobs.get(hidden, id)).data()).isEqualTo(OK);
            assertThat(JobJson.view(get(first.jobs.get(hidden, id))).toJson())
                    .contains("\"unreadable\":\"it was encrypted with a key", "\"state\":\"ready\"")
                    .doesNotContain("\"data\"");
        }
    }

    @Test
    void passOverThoseThatNobodyCanRead() {
        Payload torn = Payload.ofBytes(new byte[] {1, 1, 'a'});
        List<String> unreadable = IntStream.range(0, 3)
                .mapToObj(i -> get(first.jobs.submit(MAIL, "send", torn)).id())
                .toList();
        String good = get(first.jobs.submit(MAIL, "send", OK)).id();

        work(second, ONE, JobHandler.blocking(this::note));

        assertThat(result(ended(first, good))).isEqualTo(OK.toJson());
        assertThat(seen).containsExactly(OK.toJson());
        assertThat(unreadable)
                .allSatisfy(id -> assertThat(ended(first, id).ending().cause()).isEqualTo("unreadable"));
    }

    @Test
    void stopAHandlerWhoseJobIsCancelledOnAnotherInstance() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        work(first, ONE, JobHandler.blocking(job -> {
            job.onStop(told::countDown);
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
                interrupted.countDown();
                throw stop;
            }
            return OK;
        }));
        String id = submit(first, "long");
        begun.await();

        Changed changed = get(second.jobs.cancel(MAIL, List.of(id, "nobody"), "not needed"));

        interrupted.await();
        told.await();
        assertThat(changed).isEqualTo(new Changed(List.of(id), List.of("nobody"), List.of()));
        JobView job = get(second.jobs.get(MAIL, id));
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.ending().error()).isEqualTo("not needed");
    }

    @Test
    void failAnAttemptThatTakesTooLong() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        work(first, ONE, JobHandler.blocking(job -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
                interrupted.countDown();
            }
            return OK;
        }));
        JobSpec once = new JobSpec("slow", 1, JobSpec.STANDARD.backoff(), 150, 10);
        String id = get(first.jobs.submit(MAIL, NewJob.of("slow", Payload.NULL).with(once)))
                .id();

        JobView job = ended(second, id);

        interrupted.await();
        assertThat(job.state()).isEqualTo(JobState.DEAD);
        assertThat(job.ending().cause()).isEqualTo("timeout");
    }

    @Test
    void keepTheLeaseOfAJobWhileEveryEventLoopOfItsInstanceIsStalled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        first.lease(MAIL, Duration.ofMillis(300));
        work(first, ONE, JobHandler.blocking(job -> {
            note(job);
            begun.countDown();
            finish.await();
            return number((int) job.job().claim().epoch());
        }));
        String id = submit(first, "long");
        begun.await();
        work(second, ONE, JobHandler.blocking(this::note));
        long leased = get(second.jobs.get(MAIL, id)).times().leaseEnd();

        first.stall(awake);
        await().until(() -> get(second.jobs.get(MAIL, id)).times().leaseEnd() > leased + 1_500);
        finish.countDown();
        awake.countDown();

        JobView job = ended(second, id);
        assertThat(result(job)).isEqualTo("1");
        assertThat(job.counts().recoveries()).isZero();
        assertThat(seen).hasSize(1);
    }

    @Test
    void tellFollowersHowAJobIsGoingAndThatItIsOver() {
        String id = second.jobs.newId();
        List<JsonObject> told = follow(second, id);
        work(first, ONE, JobHandler.blocking(job -> {
            get(job.progress(Payload.ofJson("{\"percent\":50}")));
            get(job.log("half of it"));
            return OK;
        }));
        get(first.jobs.submit(MAIL, NewJob.of(id, Payload.NULL).followed()));

        await().until(() -> told.size() == 3);

        assertThat(told).extracting(each -> each.getString("type")).containsExactly("progress", "log", "state");
        assertThat(told.get(0).getJsonObject("progress").getInteger("percent")).isEqualTo(50);
        assertThat(told.get(2).getString("state")).isEqualTo("done");
        assertThat(told.get(2).getString("result")).isEqualTo("ok");
        assertThat(get(second.jobs.log(MAIL, id, 0, 10)).lines())
                .extracting(LogLine::text)
                .containsExactly("half of it");
    }

    @Test
    void giveJobsToOthersWhenAVerticleEndsItsWork() {
        Employment leaving = work(
                first, ONE, JobHandler.async(job -> Promise.<Payload>promise().future()));
        String id = submit(first, "long");
        await().until(() -> get(first.jobs.get(MAIL, id)).state() == JobState.ACTIVE);
        work(second, ONE, JobHandler.blocking(job -> OK));

        get(leaving.end());

        JobView job = ended(first, id);
        assertThat(job.counts().epoch()).isEqualTo(2);
        assertThat(job.counts().recoveries()).isZero();
    }

    @Test
    void finishWhatTheyHaveAndTakeNoMoreWhenTheirInstanceStops() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch finish = new CountDownLatch(1);
        work(
                first,
                TEN,
                JobHandler.byName(Map.of(
                        "short",
                        JobHandler.blocking(job -> {
                            begun.countDown();
                            finish.await();
                            return OK;
                        }),
                        "endless",
                        JobHandler.blocking(job -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                            return OK;
                        }))));
        String shortOne = submit(first, "short");
        String endless = submit(first, "endless");
        begun.await();

        Future<Void> drained = first.verticle.drain();
        String later = submit(first, "short");
        finish.countDown();
        get(drained);

        assertThat(get(second.jobs.get(MAIL, shortOne)).state()).isEqualTo(JobState.DONE);
        assertThat(get(second.jobs.get(MAIL, endless)).state()).isEqualTo(JobState.READY);
        assertThat(get(second.jobs.get(MAIL, later)).counts().epoch()).isZero();
    }

    @Test
    void leaveNothingWithTheirVerticleWhenTheyHaveDrained() {
        Object held = new Object();
        WeakReference<Object> memory = new WeakReference<>(held);
        drainOneWith(held);

        held = null;

        await().until(() -> {
            System.gc();
            return memory.get() == null;
        });
    }

    private void drainOneWith(Object held) {
        get(work(first, TEN, JobHandler.async(job -> Future.succeededFuture(Payload.ofJson("" + held.hashCode()))))
                .drain());
    }

    @Test
    void countWhatTheyDo() {
        work(first, TEN, JobHandler.async(job -> Future.succeededFuture(OK)));
        String id = submit(first, "send");
        ended(first, id);

        MeterRegistry meters = first.instance.meters();
        assertThat(meters.get("hub.job.submitted")
                        .tags("queue", "mail", "result", "taken")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("hub.job.claimed")
                        .tag("queue", "mail")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("hub.job.workers").tag("queue", "mail").gauge().value())
                .isEqualTo(1);
        await().until(() -> meters.get("hub.job.settled")
                        .tags("queue", "mail", "outcome", "done")
                        .functionCounter()
                        .count()
                == 1);
        assertThat(meters.get("hub.job.active").tag("queue", "mail").gauge().value())
                .isZero();
        assertThat(meters.get("hub.job.wait").tag("queue", "mail").timer().count())
                .isEqualTo(1);
        assertThat(meters.get("hub.job.run").tag("queue", "mail").timer().count())
                .isEqualTo(1);
    }

    @Test
    void refuseWhatIsTooLarge() {
        Payload large = Payload.ofJson("\"" + "x".repeat(300 * 1024) + "\"");
        work(first, ONE, JobHandler.async(job -> Future.succeededFuture(large)));

        JobView job = ended(second, submit(second, "large"));

        assertThat(job.state()).isEqualTo(JobState.DEAD);
        assertThat(job.ending().error()).contains("result must have at most 262144 bytes");
        Payload tooLarge = Payload.ofJson("\"" + "x".repeat(1024 * 1024) + "\"");
        assertThatThrownBy(() -> get(first.jobs.submit(MAIL, "large", tooLarge)))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST.code()));
    }
}
