package dev.hub.core.job;

/**
 * A worker that asks for jobs.
 *
 * @param worker its name, for whoever looks
 * @param most how many it takes, from 1
 * @param lateMillis so late it may begin with them; their attempts end so much later
 */
public record Taker(String worker, int most, long lateMillis) {
    /** One that begins at once. */
    public Taker(String worker, int most) {
        this(worker, most, 0);
    }
}
