package dev.hub.verticles.job;

import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What jobs did by way of this instance lately, for at most {@value #MAX_QUEUES} queues in which something happened in the last
 * fifteen minutes. Belongs to one event loop; never looks at a clock where it counts.
 */
final class JobTallies {
    /** Time goes in steps so long; {@link #step} is to be called after each. */
    static final Duration STEP = Duration.ofSeconds(10);

    static final int MAX_QUEUES = 200;

    private final Map<QueueName, QueueTally> tallies = new HashMap<>();
    private final long beganAt;
    private long steppedAt;
    private long step;
    private long leftOut;

    /** What was counted last, and where: mostly the next one is of the same queue. */
    private @Nullable QueueName lastQueue;

    private @Nullable TallySlot lastSlot;

    /** Nothing yet, at that time in ms of any clock. */
    JobTallies(long now) {
        beganAt = now;
        steppedAt = now;
    }

    /** A step of time is over. */
    void step(long now) {
        step++;
        steppedAt = now;
        lastQueue = null;
        tallies.values().removeIf(tally -> !tally.isAliveAt(step));
    }

    private @Nullable TallySlot slot(QueueName queue) {
        if (!queue.equals(lastQueue)) {
            lastSlot = find(queue);
            lastQueue = queue;
        } else if (lastSlot == null) {
            leftOut++;
        }
        return lastSlot;
    }

    private @Nullable TallySlot find(QueueName queue) {
        QueueTally known = tallies.get(queue);
        if (known == null) {
            if (tallies.size() >= MAX_QUEUES) {
                leftOut++;
                return null;
            }
            known = new QueueTally();
            tallies.put(queue, known);
        }
        return known.at(step);
    }

    void add(QueueName queue, JobFact fact, long many) {
        TallySlot slot = slot(queue);
        if (slot != null) {
            slot.add(fact, many);
        }
    }

    /** A job started, so long after it could have. */
    void started(QueueName queue, long waitedMillis) {
        TallySlot slot = slot(queue);
        if (slot != null) {
            slot.add(JobFact.STARTED, 1);
            slot.wait.record(waitedMillis);
        }
    }

    /** An attempt is over. */
    void ran(QueueName queue, long millis) {
        TallySlot slot = slot(queue);
        if (slot != null) {
            slot.run.record(millis);
        }
    }

    /** So busy its workers are; to be called evenly for each queue that has some. */
    void sampled(QueueName queue, Occupancy sample) {
        TallySlot slot = slot(queue);
        if (slot != null) {
            slot.add(sample);
        }
    }

    /**
     * What there is.
     *
     * @param queue the only one that is asked for; empty for all
     * @param forces who works now, on any queue
     */
    JobLoad load(String queue, Map<QueueName, WorkForce> forces, long now) {
        Set<QueueName> names = new HashSet<>(tallies.keySet());
        names.addAll(forces.keySet());
        List<QueueLoad> loads = new ArrayList<>();
        for (QueueName name : names) {
            if (queue.isEmpty() || queue.equals(name.value())) {
                loads.add(load(name, forces.getOrDefault(name, WorkForce.NONE), now));
            }
        }
        return JobLoad.sum(List.of(new JobLoad(loads, leftOut)));
    }

    private QueueLoad load(QueueName name, WorkForce force, long now) {
        QueueTally tally = tallies.getOrDefault(name, new QueueTally());
        return new QueueLoad(
                name,
                force,
                tally.minute(step, millisSince(step - QueueTally.MINUTE, now)),
                tally.quarter(step, millisSince(QueueTally.firstOfQuarter(step), now)));
    }

    private long millisSince(long first, long now) {
        long steps = (step - first) * STEP.toMillis() + now - steppedAt;
        return Math.max(1, Math.min(now - beganAt, steps));
    }
}
