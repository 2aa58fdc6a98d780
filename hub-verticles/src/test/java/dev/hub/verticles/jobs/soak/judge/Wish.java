package dev.hub.verticles.jobs.soak.judge;

import java.util.List;

/**
 * A job as somebody wants to have it done.
 *
 * @param id of the job
 * @param group empty for none
 * @param key by which it stands in the way of others; empty for none
 * @param keepsLast the last one of the key is done, instead of the first
 * @param number counts the jobs of one key from 1
 * @param ttlMillis it expires when it waits so long; 0 for never
 * @param children ids of the jobs that come before it
 */
public record Wish(
        String id, String group, String key, boolean keepsLast, long number, long ttlMillis, List<String> children) {
    /** Copies the children. */
    public Wish {
        children = List.copyOf(children);
    }

    /** One that stands alone. */
    public static Wish of(String id) {
        return new Wish(id, "", "", false, 0, 0, List.of());
    }

    /** The same in a group. */
    public Wish in(String other) {
        return new Wish(id, other, key, keepsLast, number, ttlMillis, children);
    }

    /** The same with a key. */
    public Wish keyed(String other, boolean last, long count) {
        return new Wish(id, group, other, last, count, ttlMillis, children);
    }

    /** The same with children. */
    public Wish after(List<String> others) {
        return new Wish(id, group, key, keepsLast, number, ttlMillis, others);
    }

    /** The same for so long. */
    public Wish within(long millis) {
        return new Wish(id, group, key, keepsLast, number, millis, children);
    }
}
