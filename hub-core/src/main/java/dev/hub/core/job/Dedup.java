package dev.hub.core.job;

/**
 * Jobs with the same key stand in each other's way.
 *
 * @param id the key, 1 to 200 characters
 * @param mode what becomes of a second job
 * @param ttlMillis how long the key is kept at most, and longer only while another job waits for it; 0 for as long as the job is
 *     not over
 */
public record Dedup(String id, Mode mode, long ttlMillis) {
    /** Longest key. */
    public static final int MAX_LENGTH = 200;

    /** Longest time to live of a key. */
    public static final long MAX_TTL_MILLIS = 30 * 86_400_000L;

    /** What becomes of a job whose key another one has. */
    public enum Mode {
        /** It is not taken as long as the first is not over. */
        SIMPLE("simple"),
        /** It is not taken for as long as the key lives, whatever became of the first. */
        THROTTLE("throttle"),
        /** The first one, if it did not start, gets its payload, and if it is delayed, waits anew. */
        DEBOUNCE("debounce"),
        /** The first one, if it did not start, gets its payload; else one more waits for the end of the first: the last. */
        KEEP_LAST("keep_last");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }

    /** Checks the ranges. */
    public Dedup {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "dedup.id must have 1 to " + MAX_LENGTH + " characters, got " + id.length());
        }
        if (ttlMillis < 0 || ttlMillis > MAX_TTL_MILLIS) {
            throw new IllegalArgumentException("dedup.ttl_ms must be 0 to " + MAX_TTL_MILLIS + ", got " + ttlMillis);
        }
        if (mode == Mode.THROTTLE && ttlMillis == 0) {
            throw new IllegalArgumentException("dedup.ttl_ms must be above 0 for throttle");
        }
    }
}
