package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubSchedules;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ReportJobs;
import dev.hub.core.bus.JobHandler;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWorkerOptions;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.bus.UnrecoverableJobException;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.schedule.CatchUp;
import dev.hub.core.schedule.Interval;
import dev.hub.core.schedule.Overlap;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.Ticks;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import dev.hub.verticles.schedule.ScheduleVerticle;
import io.micrometer.core.instrument.FunctionCounter;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances work on a queue, and either tells what both did. */
@ExtendWith(SharedServers.Provider.class)
class QueueReportIT {
    private static final QueueName MAIL = new QueueName("mail");
    private static final Duration LEASE = Duration.ofMillis(200);

    private final JobInstance first;
    private final JobInstance second;

    QueueReportIT(SharedServers servers) {
        String prefix = servers.prefix();
        String url = servers.on(Engine.VALKEY).url();
        first = JobInstance.start(url, prefix, JobsConfig.defaults());
        second = JobInstance.start(url, prefix, JobsConfig.defaults());
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static QueueLoad told(JobInstance instance) {
        Answers answers = get(instance.instance
                .bus()
                .request(Addresses.NODE, new Ask(new ReportJobs(MAIL.value()), Set.of()), Answers.class));
        assertThat(answers.answers()).hasSize(2);
        return JobLoad.sum(answers.answers().stream()
                        .flatMap(each ->
                                each.answer() instanceof Answer.Jobs jobs ? Stream.of(jobs.load()) : Stream.empty())
                        .toList())
                .of(MAIL)
                .orElseGet(() -> QueueLoad.none(MAIL));
    }

    private static Future<Payload> work(String name) {
        return name.equals("bad")
                ? Future.failedFuture(new UnrecoverableJobException("no"))
                : Future.succeededFuture(Payload.NULL);
    }

    @Test
    void eitherTellsWhatBothDid() {
        for (JobInstance each : List.of(first, second)) {
            get(each.jobs
                    .work(
                            MAIL,
                            JobWorkerOptions.STANDARD,
                            JobHandler.async(job -> work(job.job().spec().name())))
                    .ready());
        }
        for (int i = 0; i < 40; i++) {
            get((i % 2 == 0 ? first : second).jobs.submit(MAIL, i < 4 ? "bad" : "good", Payload.NULL));
        }

        await().untilAsserted(() -> {
            for (JobInstance each : List.of(first, second)) {
                JobWindow minute = told(each).minute();
                assertThat(minute.counts().of(JobFact.SUBMITTED)).isEqualTo(40);
                assertThat(minute.counts().of(JobFact.STARTED)).isEqualTo(40);
                assertThat(minute.counts().of(JobFact.DONE)).isEqualTo(36);
                assertThat(minute.counts().of(JobFact.UNRECOVERABLE)).isEqualTo(4);
                assertThat(minute.waits().count()).isEqualTo(40);
                assertThat(minute.runs().count()).isEqualTo(40);
                assertThat(told(each).force()).isEqualTo(new WorkForce(2, 2, 20, 0, 0));
            }
        });
        await().untilAsserted(() ->
                assertThat(told(first).minute().occupancy().credit()).isPositive());
    }

    private static ClaimedJob claim(JobInstance instance) {
        JobWork.Claim claim = new JobWork.Claim(MAIL, "worker", "", "", 1, 0, 0);
        return get(instance.instance.bus().request(Addresses.JOB_WORK, claim, JobWork.Claimed.class))
                .jobs()
                .getFirst();
    }

    private static void complete(JobInstance instance, ClaimedJob job) {
        JobWork.Complete done = new JobWork.Complete(MAIL, job.claim(), Payload.NULL);
        get(instance.instance.bus().request(Addresses.JOB_WORK, done, JobWork.Noted.class));
    }

    @Test
    void whatIsToldAgainCountsOnce() {
        get(first.jobs.submit(MAIL, "x", Payload.NULL));
        ClaimedJob job = claim(first);
        complete(first, job);

        complete(first, job);
        complete(second, job);

        assertThat(told(first).minute().counts().of(JobFact.DONE)).isEqualTo(1);
        assertThat(told(first).minute().counts().of(JobFact.STALE)).isZero();
        assertThat(counted(HubMetrics.JOB_SETTLED, "outcome", "done")).isEqualTo(1);
    }

    /** By the meters of both. */
    private double counted(HubMetrics metric, String tag, String value) {
        return Stream.of(first, second)
                .flatMap(each -> each
                        .instance
                        .meters()
                        .find(metric.meterName())
                        .tags("queue", MAIL.value(), tag, value)
                        .functionCounters()
                        .stream())
                .mapToDouble(FunctionCounter::count)
                .sum();
    }

    @Test
    void whatSchedulesSubmitIsAmongWhatComes() {
        for (JobInstance each : List.of(first, second)) {
            Instance on = each.instance;
            on.deploy(new ScheduleVerticle(on.access(), on.bus(), JobCipher.NONE, on.meters(), 1_000));
        }
        HubSchedules schedules = second.instance.client().schedules();
        await().ignoreExceptions().until(() -> get(schedules.list(MAIL)).isEmpty());
        ScheduleId id = new ScheduleId("each-second");
        Ticks ticks = new Ticks(new Interval(1_000, 0), 0, 0);
        get(schedules.put(
                new Schedule(id, MAIL, ticks, Overlap.ALLOW, CatchUp.STANDARD, 1), NewJob.of("x", Payload.NULL)));
        get(schedules.backfill(MAIL, id, Instant.ofEpochMilli(1_000), Instant.ofEpochMilli(3_000)));
        get(schedules.backfill(MAIL, id, Instant.ofEpochMilli(1_000), Instant.ofEpochMilli(3_000)));
        await().until(() -> get(schedules.get(MAIL, id)).fired() == 1);
        first.configure(MAIL, Map.of("max_size", "1"));
        get(schedules.run(MAIL, id));

        await().untilAsserted(() -> {
            JobCounts counts = told(first).minute().counts();
            assertThat(counts.of(JobFact.SUBMITTED)).isEqualTo(4);
            assertThat(counts.of(JobFact.REFUSED)).isEqualTo(1);
        });
        assertThat(counted(HubMetrics.JOB_SUBMITTED, "result", "taken")).isEqualTo(4);
        assertThat(counted(HubMetrics.JOB_SUBMITTED, "result", "known")).isEqualTo(3);
    }

    @Test
    void whatTheLeaderFindsIsTold() {
        first.lease(MAIL, LEASE);
        get(first.jobs.submit(MAIL, "x", Payload.NULL));
        claim(second);

        await().untilAsserted(() -> assertThat(told(second).quarter().counts().of(JobFact.RECOVERED))
                .isEqualTo(1));
        assertThat(told(second).quarter().counts().failures()).isEmpty();
    }

    @Test
    void aJobWhoseWorkersWereLostTooOftenIsAFailureOfThatCause() {
        first.configure(MAIL, Map.of("lease_ms", Long.toString(LEASE.toMillis()), "max_recoveries", "0"));
        get(first.jobs.submit(MAIL, "x", Payload.NULL));
        claim(second);

        await().untilAsserted(() ->
                assertThat(told(second).quarter().counts().failures()).isEqualTo(Map.of("lost", 1L)));
        assertThat(told(second).quarter().counts().dead()).isEqualTo(1);
        assertThat(counted(HubMetrics.JOB_DEAD, "cause", "lost")).isEqualTo(1);
    }
}
