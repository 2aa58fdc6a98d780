package dev.hub.verticles.jobs.soak.judge;

import io.vertx.core.json.JsonObject;

/**
 * A job as the queue shows it at the end.
 *
 * @param epoch of its last start; 0 when it never started
 * @param failures that count
 * @param submittedAt ms since 1970 by the server's clock, as the following
 * @param claimedAt when it started last; 0 for never
 * @param endedAt 0 when it is not over
 * @param cause for what is not done
 * @param key its deduplication key; empty for none
 * @param dataId whose payload it has
 * @param dataNumber which number that was
 * @param result empty for none
 */
public record Ending(
        String id,
        String state,
        long epoch,
        int failures,
        long submittedAt,
        long claimedAt,
        long endedAt,
        String cause,
        String group,
        String key,
        String dataId,
        long dataNumber,
        JsonObject result) {
    /** Reads one of {@code job_list}. */
    public static Ending of(JsonObject job) {
        JsonObject data = object(job.getValue("data"));
        return new Ending(
                job.getString("id"),
                job.getString("state"),
                job.getLong("epoch", 0L),
                job.getInteger("failures", 0),
                job.getLong("submitted_at", 0L),
                job.getLong("claimed_at", 0L),
                job.getLong("ended_at", 0L),
                job.getString("cause", ""),
                job.getString("group", ""),
                job.getString("dedup", ""),
                data.getString("id", ""),
                data.getLong("n", 0L),
                object(job.getValue("result")));
    }

    private static JsonObject object(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof JsonObject object ? object : new JsonObject();
    }

    boolean isFinal() {
        return switch (state) {
            case "done", "dead", "cancelled", "expired" -> true;
            default -> false;
        };
    }

    boolean isDone() {
        return state.equals("done");
    }

    /** It was active without a break from its last claim to its end. */
    boolean endedByWork() {
        return claimedAt > 0 && endedAt > 0 && (isDone() || (state.equals("dead") && !cause.equals("child")));
    }
}
