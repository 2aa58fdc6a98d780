package dev.hub.core.job;

/**
 * A worker that asks for jobs.
 *
 * @param worker its name, for whoever looks
 * @param most how many it takes, from 1
 */
public record Taker(String worker, int most) {}
