package dev.hub.verticles.job;

import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs of one queue that were claimed by way of this instance and are not over, as far as it knows. */
final class HeldJobs {
    private final QueueName queue;
    private final QueueDesk desk;
    private final Map<String, HeldJob> byId = new HashMap<>();

    HeldJobs(QueueName queue, QueueDesk desk) {
        this.queue = queue;
        this.desk = desk;
    }

    List<HeldJob> all() {
        return List.copyOf(byId.values());
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Verticles of this instance have some. */
    boolean areKeptHere() {
        return byId.values().stream().anyMatch(HeldJob::isKeptHere);
    }

    /** Null for one that is not here by that claim. */
    @Nullable
    HeldJob find(JobClaim claim) {
        HeldJob job = byId.get(claim.id());
        return job != null && job.job.claim().equals(claim) ? job : null;
    }

    /** The same by any claim. */
    @Nullable
    HeldJob find(String id) {
        return byId.get(id);
    }

    void add(HeldJob job) {
        byId.put(job.job.claim().id(), job);
        if (job.isKeptHere()) {
            desk.keep(queue, job);
        }
    }

    /** It is not held any more, however it went. */
    void drop(JobClaim claim) {
        HeldJob job = find(claim);
        if (job != null) {
            byId.remove(claim.id());
            desk.reports().left(queue);
            if (job.isKeptHere()) {
                desk.forget(queue, job);
            }
            desk.left();
        }
    }

    /** The connection is gone; gives its jobs, of which nobody knows now who works on them. */
    List<HeldJob> orphan(String client) {
        List<HeldJob> orphans =
                byId.values().stream().filter(each -> each.isOf(client)).toList();
        orphans.forEach(HeldJob::orphan);
        return orphans;
    }

    /** Tells of those whose leases seem to be over, each once; the hub keeps those of its own verticles. */
    void lookAfterLeases(long now) {
        for (HeldJob each : all()) {
            if (!each.isKeptHere() && each.until() <= now && each.doubt()) {
                desk.doubt(queue, each);
            }
        }
    }
}
