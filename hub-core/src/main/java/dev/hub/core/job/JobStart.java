package dev.hub.core.job;

/**
 * When a job may start.
 *
 * @param priority 0 to 511; lower numbers come first
 * @param delayMillis from its submission, 0 to a year
 * @param runAtMillis not before this time, ms since 1970; 0 for no such time
 * @param ttlMillis how long it may wait, from its submission; then it expires. 0 for ever
 */
public record JobStart(int priority, long delayMillis, long runAtMillis, long ttlMillis) {
    /** The least priority. */
    public static final int MAX_PRIORITY = 511;

    /** Longest delay and time to live. */
    public static final long MAX_MILLIS = 366 * 86_400_000L;

    /** The last time that can be named, in the year 2100. */
    public static final long MAX_RUN_AT = 4_102_444_800_000L;

    /** As soon as a worker is free, before all lower priorities. */
    public static final JobStart NOW = new JobStart(0, 0, 0, 0);

    /** Checks the ranges. */
    public JobStart {
        JobSpec.requireRange("priority", priority, 0, MAX_PRIORITY);
        JobSpec.requireRange("delay_ms", delayMillis, 0, MAX_MILLIS);
        JobSpec.requireRange("run_at", runAtMillis, 0, MAX_RUN_AT);
        JobSpec.requireRange("ttl_ms", ttlMillis, 0, MAX_MILLIS);
    }

    /** With this priority, at once. */
    public static JobStart priority(int priority) {
        return new JobStart(priority, 0, 0, 0);
    }

    /** After so many ms. */
    public static JobStart delay(long millis) {
        return new JobStart(0, millis, 0, 0);
    }
}
