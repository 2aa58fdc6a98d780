package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A job to submit.
 *
 * @param id unique in its queue, 1 to 100 characters; to submit it again changes nothing
 * @param spec what it is
 * @param data its payload
 * @param start when it may start, and how long it may wait
 * @param dedup whose way it may stand in
 * @param group whose turns it takes part in; empty for none
 * @param follow whether its end is told on the channel {@code job:<id>}, from the first line of its log or progress on it is
 * @param children jobs that come first
 * @param mayFail for a child: its parent starts all the same when it is not done well
 * @param queue for a child: where it is done; empty for the queue of its parent
 */
public record NewJob(
        String id,
        JobSpec spec,
        Payload data,
        JobStart start,
        Optional<Dedup> dedup,
        String group,
        boolean follow,
        List<NewJob> children,
        boolean mayFail,
        Optional<QueueName> queue) {
    /** Longest id and longest name of a group. */
    public static final int MAX_ID = 100;

    /** Checks the lengths, copies the children. */
    public NewJob {
        children = List.copyOf(children);
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("id must have 1 to " + MAX_ID + " characters, got " + id.length());
        }
        if (group.length() > MAX_ID) {
            throw new IllegalArgumentException(
                    "group must have at most " + MAX_ID + " characters, got " + group.length());
        }
        if (!children.isEmpty()) {
            requireFlow(id, dedup, children);
        }
    }

    /** One in the queue of its parent, if it has one. */
    public NewJob(
            String id,
            JobSpec spec,
            Payload data,
            JobStart start,
            Optional<Dedup> dedup,
            String group,
            boolean follow,
            List<NewJob> children,
            boolean mayFail) {
        this(id, spec, data, start, dedup, group, follow, children, mayFail, Optional.empty());
    }

    private static void requireFlow(String id, Optional<Dedup> dedup, List<NewJob> children) {
        if (dedup.isPresent()
                || children.stream().anyMatch(child -> child.dedup().isPresent())) {
            throw new IllegalArgumentException("dedup is not for jobs of a flow");
        }
        Set<String> ids = new HashSet<>(Set.of(id));
        children.forEach(child -> child.requireOnce(ids));
    }

    /** A job that is its own child, or the child of two, would wait for ever. */
    private void requireOnce(Set<String> ids) {
        if (!ids.add(id)) {
            throw new IllegalArgumentException("a flow has each job once, and \"" + id + "\" more often");
        }
        children.forEach(child -> child.requireOnce(ids));
    }

    /** A job without more ado. */
    public static NewJob of(String id, Payload data) {
        return new NewJob(id, JobSpec.STANDARD, data, JobStart.NOW, Optional.empty(), "", false, List.of(), false);
    }

    /** The same of this sort. */
    public NewJob with(JobSpec other) {
        return new NewJob(id, other, data, start, dedup, group, follow, children, mayFail, queue);
    }

    /** The same with another start. */
    public NewJob with(JobStart other) {
        return new NewJob(id, spec, data, other, dedup, group, follow, children, mayFail, queue);
    }

    /** The same with a deduplication key. */
    public NewJob with(Dedup other) {
        return new NewJob(id, spec, data, start, Optional.of(other), group, follow, children, mayFail, queue);
    }

    /** The same in a group. */
    public NewJob in(String other) {
        return new NewJob(id, spec, data, start, dedup, other, follow, children, mayFail, queue);
    }

    /** The same, after {@code others}. */
    public NewJob after(List<NewJob> others) {
        return new NewJob(id, spec, data, start, dedup, group, follow, others, mayFail, queue);
    }

    /** The same, followed. */
    public NewJob followed() {
        return new NewJob(id, spec, data, start, dedup, group, true, children, mayFail, queue);
    }

    /** The same, as a child that is done in another queue than its parent. */
    public NewJob at(QueueName other) {
        return new NewJob(id, spec, data, start, dedup, group, follow, children, mayFail, Optional.of(other));
    }

    /** A job that comes before it is in another queue, if it is in {@code own}. */
    public boolean isFar(QueueName own) {
        for (NewJob child : children) {
            QueueName queue = child.queue.orElse(own);
            if (!queue.equals(own) || child.isFar(own)) {
                return true;
            }
        }
        return false;
    }

    /** How many jobs it is in each queue, with all that come before it, when it is in {@code own}. */
    public Map<QueueName, Integer> sizes(QueueName own) {
        if (children.isEmpty()) {
            return Map.of(own, 1);
        }
        Map<QueueName, Integer> sizes = new HashMap<>();
        sizes.put(own, 1);
        for (NewJob child : children) {
            child.sizes(child.queue.orElse(own)).forEach((queue, size) -> sizes.merge(queue, size, Integer::sum));
        }
        return sizes;
    }

    /** It waits for no time and no other job. */
    public boolean mayStartAtOnce() {
        return children.isEmpty() && start.delayMillis() == 0 && start.runAtMillis() == 0;
    }

    /** It and all jobs that come before it. */
    public int size() {
        int size = 1;
        for (NewJob child : children) {
            size += child.size();
        }
        return size;
    }
}
