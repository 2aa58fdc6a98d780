package dev.hub.core.job;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What a job is, apart from its payload: what stays the same over all its attempts.
 *
 * @param name for the worker, 0 to 200 characters
 * @param attempts so many may fail, 1 to 1000; after the last one it is dead
 * @param backoff how long it waits between them
 * @param timeoutMillis how long an attempt may take; 0 for no end
 * @param keepLog most lines of its log
 */
public record JobSpec(String name, int attempts, Backoff backoff, long timeoutMillis, int keepLog) {
    /** Longest name. */
    public static final int MAX_NAME = 200;

    /** Most attempts. */
    public static final int MAX_ATTEMPTS = 1_000;

    /** Most lines of a log. */
    public static final int MAX_LOG = 10_000;

    /** Longest time for an attempt. */
    public static final long MAX_TIMEOUT_MILLIS = 30 * 86_400_000L;

    private static final String NOTHING = "{}";

    /** Three attempts, of any length. */
    public static final JobSpec STANDARD = new JobSpec("", 3, Backoff.STANDARD, 0, 100);

    /** Checks the ranges. */
    public JobSpec {
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name must have at most " + MAX_NAME + " characters, got " + name.length());
        }
        requireRange("attempts", attempts, 1, MAX_ATTEMPTS);
        requireRange("timeout_ms", timeoutMillis, 0, MAX_TIMEOUT_MILLIS);
        requireRange("keep_log", keepLog, 0, MAX_LOG);
    }

    static void requireRange(String name, long number, long least, long most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + most + ", got " + number);
        }
    }

    /** With this name. */
    public JobSpec named(String other) {
        return new JobSpec(other, attempts, backoff, timeoutMillis, keepLog);
    }

    /** With so many attempts, and waits between them. */
    public JobSpec trying(int times, Backoff waits) {
        return new JobSpec(name, times, waits, timeoutMillis, keepLog);
    }

    /** What is not as in {@link #STANDARD}, as JSON. */
    String encode() {
        if (equals(STANDARD)) {
            return NOTHING;
        }
        JsonObject json = new JsonObject();
        if (!name.isEmpty()) {
            json.put("n", name);
        }
        if (attempts != STANDARD.attempts) {
            json.put("a", attempts);
        }
        if (!backoff.equals(STANDARD.backoff)) {
            json.put("bt", backoff.type().name().toLowerCase(Locale.ROOT))
                    .put("bd", backoff.delayMillis())
                    .put("bm", backoff.maxDelayMillis())
                    .put("bj", backoff.jitter());
        }
        if (timeoutMillis != STANDARD.timeoutMillis) {
            json.put("t", timeoutMillis);
        }
        if (keepLog != STANDARD.keepLog) {
            json.put("l", keepLog);
        }
        return json.encode();
    }

    /** What {@link #encode} wrote; empty for {@link #STANDARD} as well, which is not kept. */
    static JobSpec decode(String text) {
        if (text.isEmpty() || text.equals(NOTHING)) {
            return STANDARD;
        }
        JsonObject json = new JsonObject(text);
        Backoff backoff = json.containsKey("bt")
                ? new Backoff(
                        Backoff.Type.valueOf(json.getString("bt").toUpperCase(Locale.ROOT)),
                        json.getLong("bd"),
                        json.getLong("bm"),
                        json.getDouble("bj"))
                : Backoff.STANDARD;
        return new JobSpec(
                json.getString("n", ""),
                json.getInteger("a", STANDARD.attempts),
                backoff,
                json.getLong("t", STANDARD.timeoutMillis),
                json.getInteger("l", STANDARD.keepLog));
    }
}
