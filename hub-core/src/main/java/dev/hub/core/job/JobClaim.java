package dev.hub.core.job;

/**
 * A worker's hold on a job: whatever it does names both, and counts only as long as nobody else has the job.
 *
 * @param id of the job
 * @param epoch which number its start had, from 1
 */
public record JobClaim(String id, long epoch) {}
