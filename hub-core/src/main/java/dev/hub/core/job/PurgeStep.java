package dev.hub.core.job;

/**
 * A part of a purge.
 *
 * @param purged jobs that it threw away
 * @param left about how many there are still to go; 0 when the purge is through
 */
public record PurgeStep(long purged, long left) {}
