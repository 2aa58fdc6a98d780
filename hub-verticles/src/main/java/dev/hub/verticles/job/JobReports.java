package dev.hub.verticles.job;

import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Submitted;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.WorkForce;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts what jobs do by way of this instance, by queue; beyond {@value #MAX_QUEUES} queues, all others together. */
final class JobReports {
    private static final int MAX_QUEUES = 200;
    private static final String OTHER = "other";

    /** Few, for each is a series of its own in each queue. */
    private static final Duration[] BOUNDS = Stream.of(5, 20, 100, 500, 2_000, 10_000, 60_000, 600_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final JobTallies tallies;
    private final Map<String, Counts> byQueue = new HashMap<>();
    private final Map<QueueName, WorkForce> forces = new HashMap<>();

    /**
     * None yet.
     *
     * @param tallies where the last minutes are kept
     */
    JobReports(MeterRegistry registry, JobTallies tallies) {
        this.registry = registry;
        this.tallies = tallies;
    }

    /** What a worker's word came to. */
    private enum Outcome {
        DONE,
        RETRY,
        DEAD,
        RELEASED,
        STALE
    }

    private static final class Counts {
        private final Map<Submitted.Outcome, Tally> submitted = new EnumMap<>(Submitted.Outcome.class);
        private final Map<Outcome, Tally> settled = new EnumMap<>(Outcome.class);
        private final Map<JobFact, Tally> dead = new EnumMap<>(JobFact.class);
        private final Tally claimed = new Tally();
        private final Tally lost = new Tally();
        private final Tally active = new Tally();
        private final Tally workers = new Tally();
        private final Tally credit = new Tally();
        private final Tally held = new Tally();
        private final Timer wait;
        private final Timer run;
        private final MeterGroup meters;

        private Counts(MeterRegistry registry, String queue) {
            meters = new MeterGroup(registry, "queue", queue);
            for (Submitted.Outcome each : Submitted.Outcome.values()) {
                meters.counter(HubMetrics.JOB_SUBMITTED, tally(submitted, each), word(each));
            }
            Arrays.stream(Outcome.values())
                    .forEach(each -> meters.counter(HubMetrics.JOB_SETTLED, tally(settled, each), word(each)));
            Arrays.stream(JobFact.values())
                    .filter(JobFact::isDeath)
                    .forEach(each -> meters.counter(HubMetrics.JOB_DEAD, tally(dead, each), each.word()));
            meters.counter(HubMetrics.JOB_CLAIMED, claimed);
            meters.counter(HubMetrics.JOB_LOST, lost);
            meters.gauge(HubMetrics.JOB_ACTIVE, active);
            meters.gauge(HubMetrics.JOB_WORKERS, workers);
            meters.gauge(HubMetrics.JOB_CREDIT, credit);
            meters.gauge(HubMetrics.JOB_HELD, held);
            wait = meters.timer(HubMetrics.JOB_WAIT, BOUNDS);
            run = meters.timer(HubMetrics.JOB_RUN, BOUNDS);
        }

        private static <K extends Enum<K>> Tally tally(Map<K, Tally> tallies, K key) {
            return tallies.computeIfAbsent(key, first -> new Tally());
        }
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT);
    }

    private Counts of(QueueName queue) {
        String label = byQueue.containsKey(queue.value()) || byQueue.size() < MAX_QUEUES ? queue.value() : OTHER;
        return byQueue.computeIfAbsent(label, first -> new Counts(registry, first));
    }

    /** What became of {@code jobs}, in their order. */
    void submitted(QueueName queue, List<NewJob> jobs, List<Submitted> results) {
        for (int i = 0; i < results.size(); i++) {
            Submitted result = results.get(i);
            Map<QueueName, Integer> sizes = jobs.get(i).sizes(queue);
            submitted(result.refusedBy().orElse(queue), result.outcome(), sizes.getOrDefault(queue, 0));
            if (result.outcome() == Submitted.Outcome.TAKEN) {
                sizes.forEach((other, size) -> {
                    if (!other.equals(queue)) {
                        tallies.add(other, JobFact.SUBMITTED, size);
                    }
                });
            }
        }
    }

    /** What became of jobs that a schedule submitted. */
    void fired(QueueName queue, List<Submitted.Outcome> outcomes) {
        outcomes.forEach(outcome -> submitted(queue, outcome, 1));
    }

    private void submitted(QueueName queue, Submitted.Outcome outcome, int size) {
        Counts.tally(of(queue).submitted, outcome).add(1);
        switch (outcome) {
            case TAKEN -> tallies.add(queue, JobFact.SUBMITTED, size);
            case FULL, CLOSED -> tallies.add(queue, JobFact.REFUSED, 1);
            case KNOWN, SPILLED, DUPLICATE, REPLACED, CONFLICT -> {}
        }
    }

    void claimed(QueueName queue, ClaimedJob job) {
        Counts counts = of(queue);
        counts.claimed.add(1);
        counts.active.add(1);
        long waited = Math.max(0, job.claimedMillis() - job.readySinceMillis());
        counts.wait.record(waited, TimeUnit.MILLISECONDS);
        tallies.started(queue, waited);
    }

    /**
     * A worker's word was answered.
     *
     * @param ranMillis how long the worker had the job; -1 when this instance does not know
     */
    void settled(QueueName queue, Settlement settlement, Settled answer, long ranMillis) {
        Counts counts = of(queue);
        Outcome outcome = answer.holds() ? outcome(settlement) : Outcome.STALE;
        Counts.tally(counts.settled, outcome).add(1);
        happened(queue, outcome == Outcome.STALE ? JobFact.STALE : JobFact.of(settlement), 1);
        if (ranMillis >= 0 && answer.holds()) {
            counts.run.record(ranMillis, TimeUnit.MILLISECONDS);
            tallies.ran(queue, ranMillis);
        }
    }

    /** So many jobs are dead since nobody could read them, and went to no worker. */
    void unreadable(QueueName queue, int many) {
        if (many > 0) {
            happened(queue, JobFact.UNREADABLE, many);
        }
    }

    /** The leader saw to that. */
    void happened(QueueName queue, JobCounts counts) {
        counts.counts().forEach((fact, many) -> happened(queue, fact, many));
    }

    private void happened(QueueName queue, JobFact fact, long many) {
        tallies.add(queue, fact, many);
        if (fact.isDeath()) {
            Counts.tally(of(queue).dead, fact).add(many);
        }
    }

    private static Outcome outcome(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Done done -> Outcome.DONE;
            case Settlement.Retry retry -> Outcome.RETRY;
            case Settlement.Bury bury -> Outcome.DEAD;
            case Settlement.Release release -> Outcome.RELEASED;
            case Settlement.Unbegun unbegun -> Outcome.RELEASED;
        };
    }

    /** A job is not held here any more, however it went. */
    void left(QueueName queue) {
        of(queue).active.add(-1);
    }

    /** Its worker lost it: by a cancel, a time-out, or the end of the lease. */
    void lost(QueueName queue) {
        of(queue).lost.add(1);
        tallies.add(queue, JobFact.STOPPED, 1);
    }

    /** The same; to be called evenly for each queue that somebody works or waits for. */
    void sampled(QueueName queue, WorkForce force) {
        force(queue, force);
        if (force.credit() > 0) {
            tallies.sampled(queue, new Occupancy(force.held(), force.credit()));
        }
    }

    /** Who works for it here now. */
    void force(QueueName queue, WorkForce now) {
        WorkForce before = forces.put(queue, now);
        WorkForce was = before == null ? WorkForce.NONE : before;
        if (!now.equals(was)) {
            Counts counts = of(queue);
            counts.workers.add(now.workers() - was.workers());
            counts.credit.add(now.credit() - was.credit());
            counts.held.add(now.held() - was.held());
        }
    }

    /** Nobody here works for it any more. */
    void forget(QueueName queue) {
        force(queue, WorkForce.NONE);
        forces.remove(queue);
    }

    void close() {
        byQueue.values().forEach(counts -> counts.meters.close());
        byQueue.clear();
    }
}
