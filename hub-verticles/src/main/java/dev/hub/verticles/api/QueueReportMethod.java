package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ReportJobs;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.bus.QueueCommand.ListAll;
import dev.hub.core.bus.QueueCommand.Listing;
import dev.hub.core.bus.QueueCommand.Stats;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.report.JobAdvice;
import dev.hub.core.job.report.JobFact;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.job.report.JobWindow;
import dev.hub.core.job.report.Latencies;
import dev.hub.core.job.report.QueueLoad;
import dev.hub.core.job.report.WorkForce;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** How queues perform, on all instances together, and what that suggests. */
final class QueueReportMethod {
    private static final double HUNDREDTHS = 100;
    private static final double THOUSANDTHS = 1_000;
    private static final int MILLIS = 1_000;

    private final HubBus bus;

    QueueReportMethod(HubBus bus) {
        this.bus = bus;
    }

    List<ApiMethod> methods() {
        return List.of(ApiMethod.of("queue_report", QueueReportMethod::question, this::report));
    }

    private static ReportJobs question(ApiFields fields) {
        return new ReportJobs(
                fields.value("queue") == null ? "" : JobNames.queue(fields).value());
    }

    private Future<JsonObject> report(ReportJobs question) {
        Future<Answers> answers = bus.request(Addresses.NODE, new Ask(question, Set.of()), Answers.class);
        return stats(question.queue()).compose(stats -> answers.map(all -> encode(stats, all)));
    }

    private Future<List<QueueStats>> stats(String queue) {
        return queue.isEmpty()
                ? bus.request(Addresses.QUEUES, new ListAll(), Listing.class).map(Listing::queues)
                : bus.request(Addresses.QUEUES, new Stats(new QueueName(queue)), QueueStats.class)
                        .map(List::of);
    }

    static JsonObject encode(List<QueueStats> stats, Answers answers) {
        List<JobLoad> loads = answers.answers().stream()
                .flatMap(each -> each.answer() instanceof Answer.Jobs jobs ? Stream.of(jobs.load()) : Stream.empty())
                .toList();
        JobLoad all = JobLoad.sum(loads);
        JsonArray queues = new JsonArray();
        for (QueueStats each : stats) {
            queues.add(encode(each, all.of(each.queue()).orElseGet(() -> QueueLoad.none(each.queue()))));
        }
        JsonObject json = new JsonObject().put("instances", loads.size()).put("queues", queues);
        return all.leftOut() == 0 ? json : json.put("left_out", all.leftOut());
    }

    private static JsonObject encode(QueueStats stats, QueueLoad load) {
        WorkForce force = load.force();
        return QueueMethods.encodeStanding(stats)
                .put("instances", force.instances())
                .put("workers", force.workers())
                .put("credit", force.credit())
                .put("held", force.held())
                .put("waiting_claims", force.waiting())
                .put("utilisation", rounded(load.minute().occupancy().ratio(), HUNDREDTHS))
                .put("last_minute", encode(load.minute()))
                .put("last_15_minutes", encode(load.quarter()))
                .put("advice", new JsonArray(JobAdvice.of(stats, load)));
    }

    private static JsonObject encode(JobWindow window) {
        JsonObject json = new JsonObject().put("seconds", Math.max(1, window.millis() / MILLIS));
        for (JobFact fact : JobFact.values()) {
            switch (fact) {
                case SUBMITTED, REFUSED, STARTED, DONE, RETRIED, HANDED_BACK, STALE, STOPPED, RECOVERED, EXPIRED ->
                    json.put(fact.word(), window.counts().of(fact));
                case FAILED, UNRECOVERABLE, TIMEOUT, UNREADABLE, LOST -> {}
            }
        }
        JsonObject failures = new JsonObject();
        for (Map.Entry<String, Long> each : window.counts().failures().entrySet()) {
            failures.put(each.getKey(), each.getValue());
        }
        return json.put("dead", window.counts().dead())
                .put("failures", failures)
                .put("retry_ratio", rounded(window.counts().retryRatio(), THOUSANDTHS))
                .put("arrivals_per_second", rounded(window.arrivalsPerSecond(), HUNDREDTHS))
                .put("throughput_per_second", rounded(window.throughputPerSecond(), HUNDREDTHS))
                .put("wait_ms", encode(window.waits()))
                .put("run_ms", encode(window.runs()));
    }

    private static JsonObject encode(Latencies latencies) {
        return new JsonObject()
                .put("p50", latencies.percentile(50))
                .put("p95", latencies.percentile(95))
                .put("p99", latencies.percentile(99))
                .put("max", latencies.max());
    }

    private static double rounded(double value, double parts) {
        return Math.round(value * parts) / parts;
    }
}
