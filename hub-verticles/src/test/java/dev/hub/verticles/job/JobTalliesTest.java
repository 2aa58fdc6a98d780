package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobTalliesTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final long STEP = JobTallies.STEP.toMillis();

    private long now = 1_000;
    private final JobTallies tallies = new JobTallies(now);

    private void steps(int many) {
        for (int i = 0; i < many; i++) {
            now += STEP;
            tallies.step(now);
        }
    }

    private JobLoad load() {
        return tallies.load("", Map.of(), now);
    }

    private QueueLoad mail() {
        return load().of(MAIL).orElseThrow();
    }

    private static long done(JobWindow window) {
        return window.counts().of(JobFact.DONE);
    }

    @Test
    void whatHappensIsInBothWindowsAtOnce() {
        tallies.add(MAIL, JobFact.DONE, 3);
        tallies.started(MAIL, 20);
        tallies.ran(MAIL, 7);
        tallies.sampled(MAIL, new Occupancy(5, 10));
        now += 500;

        for (JobWindow window : new JobWindow[] {mail().minute(), mail().quarter()}) {
            assertThat(window.millis()).isEqualTo(500);
            assertThat(done(window)).isEqualTo(3);
            assertThat(window.counts().of(JobFact.STARTED)).isEqualTo(1);
            assertThat(window.waits().max()).isEqualTo(20);
            assertThat(window.runs().max()).isEqualTo(7);
            assertThat(window.occupancy().ratio()).isEqualTo(0.5);
        }
    }

    @Test
    void windowsForgetWhatIsOlder() {
        tallies.add(MAIL, JobFact.DONE, 1);
        steps(6);
        assertThat(done(mail().minute())).isEqualTo(1);

        steps(1);
        assertThat(done(mail().minute())).isZero();
        assertThat(done(mail().quarter())).isEqualTo(1);
        tallies.add(MAIL, JobFact.DONE, 2);
        assertThat(done(mail().minute())).isEqualTo(2);
        assertThat(done(mail().quarter())).isEqualTo(3);

        steps(83);
        assertThat(done(mail().quarter())).isEqualTo(2);
    }

    @Test
    void aSteadyRateIsToldAsItIsInEachMinute() {
        for (int i = 0; i < 300; i++) {
            tallies.add(MAIL, JobFact.DONE, 50);
            steps(1);
            assertThat(mail().minute().throughputPerSecond()).isEqualTo(5);
            assertThat(mail().quarter().throughputPerSecond()).isEqualTo(5);
        }
        assertThat(mail().minute().millis()).isEqualTo(60_000);
        assertThat(mail().quarter().millis()).isBetween(840_000L, 900_000L);
    }

    @Test
    void aQueueThatIsYoungerThanItsInstanceHasItsRatePerMinuteAllTheSame() {
        steps(20);
        tallies.add(MAIL, JobFact.DONE, 6);

        assertThat(mail().minute().throughputPerSecond()).isEqualTo(0.1);
    }

    @Test
    void queuesInWhichNothingHappensMakeRoomForOthers() {
        for (int i = 0; i < JobTallies.MAX_QUEUES + 5; i++) {
            tallies.add(new QueueName("q" + i), JobFact.DONE, 1);
        }
        assertThat(load().queues()).hasSize(JobTallies.MAX_QUEUES);
        tallies.add(new QueueName("q" + (JobTallies.MAX_QUEUES + 4)), JobFact.DONE, 1);
        assertThat(load().leftOut()).isEqualTo(6);

        steps(100);
        assertThat(load().queues()).isEmpty();
        tallies.add(MAIL, JobFact.DONE, 1);
        assertThat(done(mail().minute())).isEqualTo(1);
    }

    @Test
    void whoWorksIsToldEvenWhereNothingHappens() {
        WorkForce force = WorkForce.of(1, 10, 0, 2);

        assertThat(tallies.load("mail", Map.of(MAIL, force), now)
                        .of(MAIL)
                        .orElseThrow()
                        .force())
                .isEqualTo(force);
        assertThat(tallies.load("other", Map.of(MAIL, force), now).queues()).isEmpty();
    }
}
