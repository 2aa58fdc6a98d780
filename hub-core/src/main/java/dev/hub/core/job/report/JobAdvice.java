package dev.hub.core.job.report;

import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What measured figures of a queue suggest, as sentences for operators. Pure. */
public final class JobAdvice {
    private static final int LEAST_ATTEMPTS = 20;
    private static final double PERCENT = 100;
    private static final double MUCH_DEAD = 1;
    private static final double MUCH_RETRIED = 20;
    private static final long LONG_WAIT = 10_000;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    private final QueueStats stats;
    private final QueueLoad load;
    private final long ready;
    private final List<String> advice = new ArrayList<>();

    private JobAdvice(QueueStats stats, QueueLoad load) {
        this.stats = stats;
        this.load = load;
        this.ready = stats.depth().getOrDefault(JobState.READY, 0L);
    }

    /**
     * What there is to say; often nothing.
     *
     * @param stats how the queue is now
     * @param load what all instances together have measured
     */
    public static List<String> of(QueueStats stats, QueueLoad load) {
        JobAdvice all = new JobAdvice(stats, load);
        all.addStanding();
        all.addCapacity();
        all.addFailures();
        all.addLeases();
        all.addTurnedAway();
        return List.copyOf(all.advice);
    }

    private void addStanding() {
        if (stats.paused()) {
            advice.add("it is paused: " + ready + " jobs wait until queue_resume");
        } else if (ready > 0 && isDeserted()) {
            advice.add("the oldest job has waited for " + time(stats.oldestReadyMillis()) + " and no worker is there");
        } else if (ready > 0) {
            addHeldUp();
        }
    }

    /** Nobody asks for jobs, and nobody did in the last minute. */
    private boolean isDeserted() {
        return load.force().instances() == 0 && load.minute().counts().of(JobFact.STARTED) == 0;
    }

    /** Jobs wait for something else than workers. */
    private void addHeldUp() {
        QueueStats.Groups groups = stats.groups();
        boolean haveRoom =
                load.force().waiting() > 0 || load.force().held() < load.force().credit();
        if (groups.heldUp() > 0 && haveRoom) {
            advice.add(groups.heldUp() + " of " + groups.waiting()
                    + " groups with jobs are held up, and workers are free: by their concurrency or rate, or a pause");
        } else if (stats.oldestReadyMillis() >= LONG_WAIT && load.force().held() > 0 && haveRoom) {
            advice.add("the oldest job has waited for " + time(stats.oldestReadyMillis())
                    + " although workers are free: the queue's concurrency or rate holds it up");
        }
    }

    private void addCapacity() {
        Capacity capacity = Capacity.of(load);
        if (stats.paused() || !capacity.isKnown()) {
            return;
        }
        if (ready > 0 && capacity.isShort()) {
            advice.add(String.format(
                    Locale.ROOT,
                    "jobs come faster than workers do them, %.1f attempts/s of %.3f s: %.0f at a time (Little's law),"
                            + " and the workers take %d: about %d more of concurrency %d are needed",
                    capacity.attemptsPerSecond(),
                    capacity.runSeconds(),
                    Math.ceil(capacity.needed()),
                    capacity.credit(),
                    capacity.missingWorkers(),
                    capacity.concurrency()));
        } else if (ready > 0 && capacity.isBusy()) {
            addBacklog();
        } else if (ready == 0 && capacity.isIdle()) {
            advice.add("workers are idle " + Math.round(PERCENT - PERCENT * capacity.used()) + " % of the time: "
                    + capacity.sufficientWorkers() + " of concurrency " + capacity.concurrency() + " would do");
        }
    }

    private void addBacklog() {
        JobWindow minute = load.minute();
        double surplus = minute.throughputPerSecond() - minute.arrivalsPerSecond();
        long millis = surplus <= 0 ? Long.MAX_VALUE : (long) (ready / surplus * 1_000);
        if (millis > MINUTE) {
            advice.add("workers are busy and " + ready + " jobs wait: "
                    + (millis > 100 * HOUR ? "it becomes no less" : "that takes about " + time(millis))
                    + " unless there are more workers");
        }
    }

    private void addFailures() {
        JobCounts counts = load.quarter().counts();
        long over = counts.over();
        double dead = percent(counts.dead(), over);
        if (over >= LEAST_ATTEMPTS && dead >= MUCH_DEAD) {
            Map.Entry<String, Long> most = counts.failures().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            advice.add(String.format(
                            Locale.ROOT,
                            "%.1f %% of the jobs failed for good in the last %s, %d of %d with cause %s",
                            dead,
                            time(load.quarter().millis()),
                            most.getValue(),
                            counts.dead(),
                            most.getKey())
                    + (most.getKey().equals(JobFact.TIMEOUT.word())
                            ? ": raise timeout_ms, or look at what takes so long"
                            : ": look at the dead letters (hub job list --state dead)"));
        }
        double retried = PERCENT * counts.retryRatio();
        if (counts.attempts() >= LEAST_ATTEMPTS && retried >= MUCH_RETRIED) {
            advice.add(String.format(
                    Locale.ROOT,
                    "%.1f %% of the attempts failed and are repeated: workers do that much for nothing",
                    retried));
        }
    }

    private void addLeases() {
        long recovered = load.quarter().counts().of(JobFact.RECOVERED);
        long stale = load.quarter().counts().of(JobFact.STALE);
        if (recovered > 0) {
            advice.add("leases ended before their jobs were settled, " + recovered + " in the last "
                    + time(load.quarter().millis())
                    + (stale > 0
                            ? ", and " + stale + " outcomes came too late: raise lease_ms, or extend"
                            : ": workers were lost, or lease_ms is too short for those who do not extend"));
        }
    }

    private void addTurnedAway() {
        JobCounts counts = load.quarter().counts();
        if (counts.of(JobFact.REFUSED) > 0) {
            advice.add(counts.of(JobFact.REFUSED) + " jobs were refused in the last "
                    + time(load.quarter().millis()) + ", for the queue was full (max_size) or draining");
        }
        if (counts.of(JobFact.EXPIRED) > 0) {
            advice.add(counts.of(JobFact.EXPIRED) + " jobs expired in the last "
                    + time(load.quarter().millis()) + " before anybody had time for them (ttl_ms)");
        }
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : PERCENT * part / whole;
    }

    private static String time(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 2 * MINUTE
                ? millis / 1_000 + " s"
                : millis < 2 * HOUR ? millis / MINUTE + " minutes" : millis / HOUR + " hours";
    }
}
