package dev.hub.core.job;

/**
 * What became of a job at a time.
 *
 * @param offset where it stands among the queue's events
 * @param millis when, ms since 1970
 * @param what a final state, or retry, released, recovered, again
 * @param id of the job
 * @param epoch number of the job's last start, 0 for none
 * @param detail cause or error; empty for none
 */
public record JobEvent(String offset, long millis, String what, String id, long epoch, String detail) {}
