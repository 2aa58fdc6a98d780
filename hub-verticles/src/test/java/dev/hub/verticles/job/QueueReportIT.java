package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
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
import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
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

    @Test
    void whatTheLeaderFindsIsTold() {
        first.lease(MAIL, LEASE);
        get(first.jobs.submit(MAIL, "x", Payload.NULL));
        get(second.instance
                .bus()
                .request(Addresses.JOB_WORK, new JobWork.Claim(MAIL, "lost", "", "", 1, 0, 0), JobWork.Claimed.class));

        await().untilAsserted(() -> assertThat(told(second).quarter().counts().of(JobFact.RECOVERED))
                .isEqualTo(1));
    }
}
