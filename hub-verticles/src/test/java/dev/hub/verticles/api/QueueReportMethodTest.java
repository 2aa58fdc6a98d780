package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.NodeAnswer;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.job.JobState;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.report.JobCounts;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.Latencies;
import dev.hub.core.job.report.Latencies.Bucket;
import dev.hub.core.job.report.Occupancy;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueReportMethodTest {
    private static final QueueName MAIL = new QueueName("mail");

    private static QueueStats stats(QueueName queue) {
        return new QueueStats(
                queue, false, false, Map.of(JobState.READY, 7L), Map.of(), 1_500, new QueueStats.Groups(3, 1));
    }

    private static NodeAnswer node(long millis) {
        JobCounts counts = new JobCounts(Map.of(
                JobFact.SUBMITTED,
                90L,
                JobFact.DONE,
                54L,
                JobFact.RETRIED,
                20L,
                JobFact.FAILED,
                4L,
                JobFact.TIMEOUT,
                2L));
        Latencies latencies = Latencies.of(List.of(new Bucket(millis, 60)));
        JobWindow window = new JobWindow(60_000, counts, new Occupancy(30, 120), latencies, latencies);
        QueueLoad load = new QueueLoad(MAIL, WorkForce.of(2, 20, 5, 1), window, window);
        return new NodeAnswer(new NodeInfo("uid", "n", "1", 0, 0, 0), new Answer.Jobs(new JobLoad(List.of(load), 0)));
    }

    private static JsonObject only(JsonObject report) {
        assertThat(report.getJsonArray("queues")).hasSize(1);
        return report.getJsonArray("queues").getJsonObject(0);
    }

    @Test
    void instancesAreAddedUp() {
        JsonObject report = QueueReportMethod.encode(List.of(stats(MAIL)), new Answers(List.of(node(10), node(30))));

        assertThat(report.getInteger("instances")).isEqualTo(2);
        JsonObject mail = only(report);
        assertThat(mail.getMap())
                .containsEntry("queue", "mail")
                .containsEntry("oldest_ready_ms", 1_500L)
                .containsEntry("instances", 2)
                .containsEntry("workers", 4)
                .containsEntry("credit", 40)
                .containsEntry("held", 10)
                .containsEntry("waiting_claims", 2)
                .containsEntry("utilisation", 0.25);
        assertThat(mail.getJsonObject("depth").getLong("ready")).isEqualTo(7);
        JsonObject minute = mail.getJsonObject("last_minute");
        assertThat(minute.getMap())
                .containsEntry("seconds", 60L)
                .containsEntry("submitted", 180L)
                .containsEntry("started", 0L)
                .containsEntry("done", 108L)
                .containsEntry("dead", 12L)
                .containsEntry("retry_ratio", 0.25)
                .containsEntry("arrivals_per_second", 3.0)
                .containsEntry("throughput_per_second", 2.0);
        assertThat(minute.getJsonObject("failures"))
                .isEqualTo(new JsonObject().put("failed", 8L).put("timeout", 4L));
        assertThat(minute.getJsonObject("wait_ms"))
                .isEqualTo(new JsonObject()
                        .put("p50", 10L)
                        .put("p95", 30L)
                        .put("p99", 30L)
                        .put("max", 30L));
        assertThat(mail.getJsonArray("advice").getString(0)).startsWith("1 of 3 groups");
    }

    @Test
    void aQueueOfWhichNoInstanceKnowsIsTold() {
        JsonObject report =
                QueueReportMethod.encode(List.of(stats(new QueueName("idle"))), new Answers(List.of(node(10))));

        assertThat(only(report).getInteger("workers")).isZero();
        assertThat(only(report).getJsonObject("last_minute").getMap()).containsEntry("throughput_per_second", 0.0);
    }
}
