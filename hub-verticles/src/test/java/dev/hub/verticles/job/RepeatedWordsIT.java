package dev.hub.verticles.job;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Claimed;
import dev.hub.core.bus.JobWork.Failed;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobState;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker whose answer was lost says its word again, at another instance, after others had the job. */
@ExtendWith(SharedServers.Provider.class)
class RepeatedWordsIT {
    private static final QueueName MAIL = new QueueName("mail");

    private final JobInstance first;
    private final JobInstance second;

    RepeatedWordsIT(SharedServers servers) {
        String prefix = servers.prefix();
        first = JobInstance.start(servers.on(Engine.VALKEY).url(), prefix, JobsConfig.defaults());
        second = JobInstance.start(servers.on(Engine.VALKEY).url(), prefix, JobsConfig.defaults());
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private JobClaim claim() {
        JobWork.Claim command = new JobWork.Claim(MAIL, "w", "", "", 1, 0, 0);
        return await()
                .until(
                        () -> get(first.instance.bus().request(Addresses.JOB_WORK, command, Claimed.class))
                                .jobs(),
                        jobs -> !jobs.isEmpty())
                .stream()
                .map(ClaimedJob::claim)
                .toList()
                .getFirst();
    }

    private static Failed fail(JobInstance at, JobClaim claim) {
        JobWork.Fail command = new JobWork.Fail(MAIL, claim, "no", true, OptionalLong.of(0));
        return get(at.instance.bus().request(Addresses.JOB_WORK, command, Failed.class));
    }

    @Test
    void aFailureIsAnsweredAlikeAndCountedOnce() {
        JobSpec twice = JobSpec.STANDARD.trying(2, Backoff.STANDARD);
        get(first.jobs.submit(MAIL, NewJob.of("a", Payload.NULL).with(twice)));
        JobClaim one = claim();

        assertThat(List.of(fail(second, one), fail(second, one)))
                .as("while it waits")
                .allMatch(told -> !told.isDead());
        JobClaim two = claim();
        assertThat(fail(second, one).isDead()).as("while it is done again").isFalse();
        assertThat(List.of(fail(second, two), fail(second, two), fail(first, two)))
                .as("the last one")
                .allMatch(Failed::isDead);
        assertThat(fail(second, one).isDead()).as("when it is dead").isFalse();

        assertThat(get(first.jobs.get(MAIL, "a")))
                .satisfies(job -> assertThat(job.state()).isEqualTo(JobState.DEAD))
                .satisfies(job -> assertThat(job.counts().failures()).isEqualTo(2));
        assertThat(List.of(settled("retry"), settled("dead")))
                .as("metrics of the instance that heard them all")
                .containsExactly(1.0, 1.0);
    }

    private double settled(String outcome) {
        return second.instance
                .meters()
                .get(HubMetrics.JOB_SETTLED.meterName())
                .tags("queue", MAIL.value(), "outcome", outcome)
                .functionCounter()
                .count();
    }
}
