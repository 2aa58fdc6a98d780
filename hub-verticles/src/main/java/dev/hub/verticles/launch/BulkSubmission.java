package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Submits many jobs, some hundred a call. What the hub refuses for now, and what nobody knows the outcome of, is sent again:
 * all have ids, so none is taken twice.
 */
final class BulkSubmission {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final RemoteCall command;
    private final String queue;
    private final Duration patience;
    private final SubmissionTally tally;
    private final ProgressLine progress;
    private final long size;
    private final long began = System.nanoTime();
    private JobBatch batch = new JobBatch();

    /**
     * Submits to {@code queue}.
     *
     * @param patience how long it waits for a hub that refuses for now, or is away
     * @param size of the file in bytes; -1 where nobody knows
     */
    BulkSubmission(RemoteCall command, String queue, Duration patience, SubmissionTally tally, long size) {
        this.command = command;
        this.queue = queue;
        this.patience = patience;
        this.tally = tally;
        this.progress = command.progress();
        this.size = size;
    }

    /** Submits {@code first} and what {@code rest} gives; the exit code. */
    int run(List<JobLine> first, JobLines rest) {
        try {
            first.forEach(job -> add(job, rest));
            for (var job = rest.next(); job.isPresent(); job = rest.next()) {
                add(job.get(), rest);
            }
            submit(batch.lines());
        } catch (CommandFailure failure) {
            progress.clear();
            throw new CommandFailure(failure.exitCode(), tally.told(failure), failure);
        }
        progress.clear();
        return tally.finish();
    }

    private void add(JobLine job, JobLines rest) {
        if (!batch.hasRoomFor(job)) {
            submit(batch.lines());
            batch = new JobBatch();
            progress.show(() -> far(rest.bytes()));
        }
        batch.add(job);
    }

    private String far(long bytes) {
        double seconds = (System.nanoTime() - began) / 1e9;
        String part = size > 0 ? String.format(Locale.ROOT, ", %d %%", 100 * bytes / size) : "";
        return String.format(Locale.ROOT, "%,d jobs%s, %,.0f/s", tally.jobs(), part, tally.jobs() / seconds);
    }

    private void submit(List<JobLine> batch) {
        long end = System.nanoTime() + patience.toNanos();
        List<JobLine> left = batch;
        while (!left.isEmpty()) {
            boolean isLast = System.nanoTime() >= end;
            try {
                left = settle(left, command.ask("job_submit_many", JobBatch.body(queue, left)), isLast);
            } catch (CommandFailure failure) {
                if (isLast || !failure.isTemporary()) {
                    throw failure;
                }
            }
            if (!left.isEmpty()) {
                progress.show(() -> "the hub takes no more for now, waiting");
                RemoteCall.pause(BETWEEN_ATTEMPTS);
            }
        }
    }

    /** Counts what became of each; gives those that are to be tried again. */
    private List<JobLine> settle(List<JobLine> sent, JsonObject answer, boolean isLast) {
        JsonArray results = answer.getJsonArray("jobs", new JsonArray());
        if (results.size() != sent.size()) {
            throw CommandFailure.of(
                    "the answer is not a hub's: " + results.size() + " results for " + sent.size() + " jobs");
        }
        List<JobLine> again = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            JsonObject result = results.getJsonObject(i);
            JsonObject error = result.getJsonObject("error");
            if (error != null && error.getBoolean("temporary", false) && !isLast) {
                again.add(sent.get(i));
            } else {
                tally.count(sent.get(i), result);
            }
        }
        tally.requireNoneTemporary();
        return again;
    }
}
