package dev.hub.verticles.launch;

import dev.hub.core.job.JobIds;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Submits the jobs of a file.
 *
 * @param flags what the jobs have that do not say otherwise, and the queue
 */
record FileSubmission(RemoteCall command, String queue, JsonObject flags, InputSource source) {
    /** So many faults are told at once. */
    private static final int SHOWN = 20;

    /**
     * The exit code.
     *
     * @param one submits the only job of a file
     * @param isOnlyOne more than one job is refused
     */
    int run(Duration patience, ToIntFunction<JobLine> one, boolean isOnlyOne) {
        if (source.size() >= 0) {
            check();
        }
        try (JobLines lines = lines()) {
            JobLine first = lines.next().orElseThrow(() -> CommandFailure.of(source.shown() + " holds no job"));
            Optional<JobLine> second = lines.next();
            if (second.isEmpty()) {
                return one.applyAsInt(first);
            }
            if (isOnlyOne) {
                throw CommandFailure.of("--wait is for one job, " + source.shown() + " holds more");
            }
            SubmissionTally tally = new SubmissionTally(command, source.shown());
            return new BulkSubmission(command, queue, patience, tally, source.size())
                    .run(List.of(first, second.get()), lines);
        }
    }

    private JobLines lines() {
        JsonObject defaults = flags.copy();
        defaults.remove("queue");
        return new JobLines(source, defaults, new JobIds(new SecureRandom()));
    }

    /** Reads all of it once, and says all that is wrong. */
    private void check() {
        List<String> faults = new ArrayList<>();
        try (JobLines lines = lines()) {
            while (faults.size() < SHOWN && lines.checkNext(faults)) {
                // each one is looked at
            }
        }
        if (!faults.isEmpty()) {
            String more = faults.size() == SHOWN ? "\n… and perhaps more" : "";
            throw CommandFailure.of(String.join("\nhub: ", faults) + more + "\nhub: nothing was submitted");
        }
    }
}
