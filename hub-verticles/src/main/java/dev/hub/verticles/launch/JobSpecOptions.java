package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a job is, by flags; what is not given is as by default, or stays. */
final class JobSpecOptions {
    @Option(names = "--name", paramLabel = "NAME", description = "Which sort of work it is.")
    private @Nullable String name;

    @Option(names = "--attempts", paramLabel = "N", description = "So many may fail; 3.")
    private @Nullable Integer attempts;

    @Option(
            names = "--backoff",
            paramLabel = "TYPE",
            completionCandidates = JobWords.Backoffs.class,
            description = "How waits between attempts grow: ${COMPLETION-CANDIDATES}.")
    private @Nullable String backoff;

    @Option(
            names = "--backoff-delay",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "The first wait; 1s.")
    private @Nullable Duration backoffDelay;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long an attempt may take.")
    private @Nullable Duration timeout;

    @Option(names = "--keep-log", paramLabel = "N", description = "Most lines of its log; 100.")
    private @Nullable Integer keepLog;

    JsonObject json() {
        JsonObject waits = new JsonObject();
        put(waits, "type", backoff);
        put(waits, "delay_ms", millis(backoffDelay));
        JsonObject json = new JsonObject();
        put(json, "name", name);
        put(json, "attempts", attempts);
        put(json, "backoff", waits.isEmpty() ? null : waits);
        put(json, "timeout_ms", millis(timeout));
        put(json, "keep_log", keepLog);
        return json;
    }

    static @Nullable Long millis(@Nullable Duration time) {
        return time == null ? null : time.toMillis();
    }

    /** Nothing where there is no value. */
    static void put(JsonObject json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
