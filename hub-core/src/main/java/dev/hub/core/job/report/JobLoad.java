package dev.hub.core.job.report;

import dev.hub.core.job.QueueName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What instances have to do with jobs.
 *
 * @param queues by name
 * @param leftOut what happened to jobs and was not measured, because so many other queues were
 */
public record JobLoad(List<QueueLoad> queues, long leftOut) {
    /** Nothing. */
    public static final JobLoad NONE = new JobLoad(List.of(), 0);

    /** Copies {@code queues}. */
    public JobLoad {
        queues = List.copyOf(queues);
    }

    /** What several instances said, as one. */
    public static JobLoad sum(Collection<JobLoad> loads) {
        Map<String, QueueLoad> byName = new TreeMap<>();
        long leftOut = 0;
        for (JobLoad load : loads) {
            load.queues().forEach(each -> byName.merge(each.queue().value(), each, QueueLoad::plus));
            leftOut += load.leftOut();
        }
        return new JobLoad(List.copyOf(byName.values()), leftOut);
    }

    /** What they have to do with that one. */
    public Optional<QueueLoad> of(QueueName queue) {
        return queues.stream().filter(each -> each.queue().equals(queue)).findFirst();
    }
}
