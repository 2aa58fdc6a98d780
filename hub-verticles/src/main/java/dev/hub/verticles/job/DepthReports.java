package dev.hub.verticles.job;

import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How full queues are, as the leader sees it: of the first {@value #MAX_QUEUES} by name. */
final class DepthReports {
    private static final int MAX_QUEUES = 200;

    private final MeterRegistry registry;
    private final Map<QueueName, Depth> byQueue = new HashMap<>();

    DepthReports(MeterRegistry registry) {
        this.registry = registry;
    }

    private static final class Depth {
        private final Map<JobState, Tally> states = new EnumMap<>(JobState.class);
        private final Tally oldest = new Tally();
        private final MeterGroup meters;

        private Depth(MeterRegistry registry, QueueName queue) {
            meters = new MeterGroup(registry, "queue", queue.value());
            for (JobState state : JobState.values()) {
                Tally jobs = new Tally();
                states.put(state, jobs);
                meters.gauge(HubMetrics.QUEUE_DEPTH, jobs, state.word());
            }
            meters.gauge(HubMetrics.QUEUE_OLDEST, oldest);
        }

        private void set(QueueStats stats) {
            states.forEach((state, jobs) -> set(jobs, stats.depth().getOrDefault(state, 0L)));
            set(oldest, Math.max(0, stats.oldestReadyMillis()));
        }

        private static void set(Tally tally, long now) {
            tally.add(now - tally.value());
        }
    }

    /** Those of {@code queues}, which are by name, that are reported; the others are forgotten. */
    List<QueueName> choose(List<QueueName> queues) {
        List<QueueName> chosen = queues.subList(0, Math.min(queues.size(), MAX_QUEUES));
        forget(byQueue.keySet().stream()
                .filter(queue -> !chosen.contains(queue))
                .toList());
        return chosen;
    }

    void report(QueueStats stats) {
        byQueue.computeIfAbsent(stats.queue(), first -> new Depth(registry, first))
                .set(stats);
    }

    private void forget(Collection<QueueName> queues) {
        for (QueueName queue : queues) {
            Depth gone = byQueue.remove(queue);
            if (gone != null) {
                gone.meters.close();
            }
        }
    }

    /** This instance does not look any more. */
    void clear() {
        forget(List.copyOf(byQueue.keySet()));
    }
}
