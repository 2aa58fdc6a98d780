package dev.hub.core.job.report;

import static dev.hub.core.job.report.JobFact.DONE;
import static dev.hub.core.job.report.JobFact.EXPIRED;
import static dev.hub.core.job.report.JobFact.FAILED;
import static dev.hub.core.job.report.JobFact.RECOVERED;
import static dev.hub.core.job.report.JobFact.REFUSED;
import static dev.hub.core.job.report.JobFact.RETRIED;
import static dev.hub.core.job.report.JobFact.STALE;
import static dev.hub.core.job.report.JobFact.STARTED;
import static dev.hub.core.job.report.JobFact.SUBMITTED;
import static dev.hub.core.job.report.JobFact.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.QueueStats.Groups;
import dev.hub.core.job.report.Latencies.Bucket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobAdviceTest {
    private static final QueueName MAIL = new QueueName("mail");
    private static final long MINUTE = 60_000;
    private static final long QUARTER = 900_000;
    private static final Groups NO_GROUPS = new Groups(0, 0);
    private static final WorkForce TWO_OF_TEN = new WorkForce(1, 2, 20, 20, 0);
    private static final WorkForce TWO_WITH_ROOM = new WorkForce(1, 2, 20, 5, 0);

    private static QueueStats stats(long ready, long oldest) {
        return stats(ready, oldest, false, NO_GROUPS);
    }

    private static QueueStats stats(long ready, long oldest, boolean paused, Groups groups) {
        return new QueueStats(MAIL, paused, false, Map.of(JobState.READY, ready), Map.of(), oldest, groups);
    }

    private static JobWindow window(long millis, Map<JobFact, Long> counts, Occupancy occupancy, long runMillis) {
        long runs = Math.max(1, counts.getOrDefault(DONE, 0L));
        Latencies latencies = Latencies.of(List.of(new Bucket(runMillis, runs)));
        return new JobWindow(millis, new JobCounts(counts), occupancy, latencies, latencies);
    }

    /** A queue of which the last minute is {@code counts}, each attempt of about 500 ms. */
    private static List<String> inTheLastMinute(
            QueueStats stats, WorkForce force, Map<JobFact, Long> counts, long usedPercent) {
        JobWindow minute = window(MINUTE, counts, new Occupancy(usedPercent, 100), 500);
        return JobAdvice.of(stats, new QueueLoad(MAIL, force, minute, JobWindow.quiet(QUARTER)));
    }

    private static List<String> inTheLastQuarter(Map<JobFact, Long> counts) {
        JobWindow quarter = window(QUARTER, counts, Occupancy.NONE, 500);
        return JobAdvice.of(stats(0, -1), new QueueLoad(MAIL, TWO_OF_TEN, JobWindow.quiet(MINUTE), quarter));
    }

    @Test
    void aQueueThatDoesWellGetsNone() {
        assertThat(inTheLastMinute(stats(3, 40), TWO_OF_TEN, Map.of(SUBMITTED, 1200L, DONE, 1200L), 50))
                .isEmpty();
        assertThat(inTheLastQuarter(Map.of(DONE, 1000L, FAILED, 3L, RETRIED, 40L)))
                .isEmpty();
        assertThat(JobAdvice.of(stats(0, -1), QueueLoad.none(MAIL))).isEmpty();
    }

    @Test
    void aQueueWithoutWorkersIsNamed() {
        assertThat(JobAdvice.of(stats(7, 300_000), QueueLoad.none(MAIL)))
                .containsExactly("the oldest job has waited for 5 minutes and no worker is there");
    }

    @Test
    void whoClaimsByHttpNowAndThenIsAWorker() {
        assertThat(inTheLastMinute(stats(7, 300_000), WorkForce.NONE, Map.of(STARTED, 1L), 0))
                .isEmpty();
    }

    @Test
    void aPauseIsNamed() {
        assertThat(JobAdvice.of(stats(7, 300_000, true, NO_GROUPS), QueueLoad.none(MAIL)))
                .containsExactly("it is paused: 7 jobs wait until queue_resume");
    }

    @Test
    void littlesLawTellsHowManyWorkersAreMissing() {
        // 60/s of half a second are 30 at a time; two workers of ten take 20
        assertThat(inTheLastMinute(stats(500, 9_000), TWO_OF_TEN, Map.of(SUBMITTED, 3600L, DONE, 2400L), 100))
                .singleElement()
                .asString()
                .startsWith("jobs come faster than workers do them, 60.0 attempts/s of 0.5")
                .contains("and the workers take 20")
                .endsWith("about 2 more of concurrency 10 are needed");
    }

    @Test
    void whatIsRepeatedNeedsWorkersAsWell() {
        // 30/s, but each second attempt fails: 60 attempts/s
        assertThat(inTheLastMinute(
                        stats(500, 9_000), TWO_OF_TEN, Map.of(SUBMITTED, 1800L, DONE, 1200L, RETRIED, 1200L), 100))
                .singleElement()
                .asString()
                .contains("60.0 attempts/s");
    }

    @Test
    void aBacklogIsToldWithTheTimeItTakes() {
        // 40/s done, 30/s come: 6000 are gone in 600 s
        assertThat(inTheLastMinute(stats(6_000, 9_000), TWO_OF_TEN, Map.of(SUBMITTED, 1200L, DONE, 2400L), 100))
                .containsExactly("workers are busy and 6000 jobs wait: that takes about 5 minutes"
                        + " unless there are more workers");
    }

    @Test
    void idleWorkersAreNamedWithHowManyWouldDo() {
        WorkForce ten = new WorkForce(2, 10, 100, 3, 0);

        assertThat(inTheLastMinute(stats(0, -1), ten, Map.of(SUBMITTED, 240L, DONE, 240L), 4))
                .containsExactly("workers are idle 96 % of the time: 1 of concurrency 10 would do");
        assertThat(inTheLastMinute(stats(0, -1), ten, Map.of(SUBMITTED, 240L, DONE, 240L), 50))
                .isEmpty();
    }

    @Test
    void groupsThatAreHeldUpWhileWorkersAreFreeAreNamed() {
        QueueStats held = stats(900, 60_000, false, new Groups(9, 8));

        assertThat(inTheLastMinute(held, TWO_WITH_ROOM, Map.of(STARTED, 5L), 25))
                .singleElement()
                .asString()
                .startsWith("8 of 9 groups with jobs are held up");
        assertThat(inTheLastMinute(held, TWO_OF_TEN, Map.of(STARTED, 5L), 100)).isEmpty();
    }

    @Test
    void aLimitOfTheQueueIsSuspectedWhenJobsWaitForFreeWorkers() {
        assertThat(inTheLastMinute(stats(900, 60_000), TWO_WITH_ROOM, Map.of(STARTED, 5L), 25))
                .containsExactly("the oldest job has waited for 60 s although workers are free:"
                        + " the queue's concurrency or rate holds it up");
    }

    @Test
    void failuresAreNamedByTheirMostFrequentCause() {
        assertThat(inTheLastQuarter(Map.of(DONE, 90L, FAILED, 8L, TIMEOUT, 2L)))
                .containsExactly("10.0 % of the jobs failed for good in the last 15 minutes, 8 of 10 with cause failed:"
                        + " look at the dead letters (hub job list --state dead)");
        assertThat(inTheLastQuarter(Map.of(DONE, 90L, TIMEOUT, 10L)))
                .singleElement()
                .asString()
                .endsWith("10 of 10 with cause timeout: raise timeout_ms, or look at what takes so long");
        assertThat(inTheLastQuarter(Map.of(DONE, 9L, FAILED, 9L))).isEmpty();
    }

    @Test
    void manyRepeatedAttemptsAreNamed() {
        assertThat(inTheLastQuarter(Map.of(DONE, 75L, RETRIED, 25L)))
                .containsExactly("25.0 % of the attempts failed and are repeated: workers do that much for nothing");
    }

    @Test
    void leasesThatEndTooEarlyAreNamed() {
        assertThat(inTheLastQuarter(Map.of(RECOVERED, 3L)))
                .singleElement()
                .asString()
                .startsWith("leases ended before their jobs were settled, 3 in the last 15 minutes: workers were lost");
        assertThat(inTheLastQuarter(Map.of(RECOVERED, 3L, STALE, 2L)))
                .singleElement()
                .asString()
                .endsWith("and 2 outcomes came too late: raise lease_ms, or extend");
    }

    @Test
    void whatIsTurnedAwayOrExpiresIsNamed() {
        assertThat(inTheLastQuarter(Map.of(REFUSED, 4L, EXPIRED, 5L)))
                .containsExactly(
                        "4 jobs were refused in the last 15 minutes, for the queue was full (max_size) or draining",
                        "5 jobs expired in the last 15 minutes before anybody had time for them (ttl_ms)");
    }
}
