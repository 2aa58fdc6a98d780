package dev.hub.verticles.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.QueueStats.Groups;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepthReportsTest {
    private static final QueueName MAIL = new QueueName("mail");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final DepthReports reports = new DepthReports(registry);

    private static QueueStats stats(QueueName queue, Map<JobState, Long> depth, long oldestMillis) {
        return new QueueStats(queue, false, false, depth, Map.of(), oldestMillis, new Groups(0, 0));
    }

    private double depth(String state) {
        return registry.get("hub.queue.depth")
                .tags("queue", "mail", "state", state)
                .gauge()
                .value();
    }

    @Test
    void tellsWhatWasSeenLast() {
        reports.report(stats(MAIL, Map.of(JobState.READY, 7L, JobState.DEAD, 1L), 900));
        reports.report(stats(MAIL, Map.of(JobState.READY, 3L), -1));

        assertThat(depth("ready")).isEqualTo(3);
        assertThat(depth("dead")).isZero();
        assertThat(registry.get("hub.queue.oldest").gauge().value()).isZero();
    }

    @Test
    void forgetsQueuesThatAreGoneAndAllOfThemWithTheLead() {
        reports.report(stats(MAIL, Map.of(), 0));
        reports.report(stats(new QueueName("other"), Map.of(), 0));

        reports.choose(List.of(MAIL));
        assertThat(registry.find("hub.queue.oldest").gauges()).hasSize(1);
        reports.clear();

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void reportsNoMoreQueuesThanALabelMayHave() {
        List<QueueName> queues = IntStream.range(0, 1_000)
                .mapToObj(i -> new QueueName("queue" + i))
                .toList();

        assertThat(reports.choose(queues)).hasSize(200);
    }
}
