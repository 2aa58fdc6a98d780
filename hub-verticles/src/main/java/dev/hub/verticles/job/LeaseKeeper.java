package dev.hub.verticles.job;

import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Work;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of the jobs that verticles of this instance work on, each when a third of it is over, for as long as the
 * job is worked on. It has an event loop and a link of its own, where no code of a user's runs: a handler that computes, or
 * blocks the event loop of the hub's own verticles, loses no lease by that. It begins with the first job.
 *
 * <p>A lease that could not be renewed is over here a little earlier than in Valkey, at most a tenth of it and a second: so its
 * handler has stopped when another one begins.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long LONGEST_TICK = 1_000;
    private static final long SHORTEST_TICK = 5;
    private static final long LONGEST_MARGIN = 1_000;

    /** In so many ticks the shortest lease is over. */
    private static final int TICKS_OF_A_LEASE = 12;

    private final ValkeyAccess access;
    private final Supplier<Vertx> vertxes;
    private final BiConsumer<QueueName, JobClaim> onLost;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
    private volatile long shortest = Long.MAX_VALUE;
    private final Promise<Loop> loop = Promise.promise();
    private boolean hasBegun;
    private long timer = -1;

    /**
     * One that keeps nothing yet.
     *
     * @param vertxes where the Vertx of its own comes from, of one event loop
     * @param onLost is told there of each job that is not its worker's any more
     */
    LeaseKeeper(ValkeyAccess access, Supplier<Vertx> vertxes, BiConsumer<QueueName, JobClaim> onLost) {
        this.access = access;
        this.vertxes = vertxes;
        this.onLost = onLost;
    }

    private record Key(QueueName queue, JobClaim claim) {}

    private record Loop(Vertx vertx, Valkey valkey, JobStore store) {}

    private static final class Kept {
        private final long leaseMillis;
        private volatile long until;
        private volatile boolean isUnderWay;

        private Kept(long leaseMillis, long since) {
            this.leaseMillis = leaseMillis;
            this.until = since + leaseMillis;
        }

        /** So long before the end a handler is told, for it takes a moment to stop. */
        private long marginMillis() {
            return Math.min(LONGEST_MARGIN, leaseMillis / 10);
        }
    }

    private record Batch(QueueName queue, long leaseMillis) {}

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Renews the job's lease, which began not later than {@code since}, in ms of {@link System#nanoTime}. */
    void keep(QueueName queue, ClaimedJob job, long since) {
        long lease = Math.max(1, job.leaseMillis());
        kept.put(new Key(queue, job.claim()), new Kept(lease, since));
        if (!hasBegun) {
            hasBegun = true;
            shortest = lease;
            Thread.ofVirtual().name("lease-keeper").start(this::begin);
        } else if (lease < shortest) {
            shortest = lease;
            loop.future().onSuccess(running -> running.vertx().runOnContext(sooner -> tick(running)));
        }
    }

    /** The worker has it until then at least, by the same clock. */
    void extended(QueueName queue, JobClaim claim, long until) {
        Kept lease = kept.get(new Key(queue, claim));
        if (lease != null) {
            lease.until = Math.max(lease.until, until);
        }
    }

    /** It is not worked on any more. From any thread. */
    void forget(QueueName queue, JobClaim claim) {
        kept.remove(new Key(queue, claim));
    }

    /** Away from the event loops of the hub's Vertx, of which the other one is to know nothing. */
    private void begin() {
        try {
            Vertx vertx = vertxes.get();
            Valkey valkey = access.connect(vertx);
            Loop begun = new Loop(vertx, valkey, new JobStore(valkey, access.keys()));
            valkey.onReadiness(ready -> vertx.runOnContext(open -> look(begun)));
            vertx.runOnContext(start -> tick(begun));
            loop.complete(begun);
        } catch (RuntimeException failure) {
            LOG.error("No lease is kept: jobs that take longer than one are done twice", failure);
            loop.fail(failure);
        }
    }

    private void tick(Loop running) {
        running.vertx().cancelTimer(timer);
        look(running);
        long pause = Math.clamp(shortest / TICKS_OF_A_LEASE, SHORTEST_TICK, LONGEST_TICK);
        timer = running.vertx().setTimer(pause, next -> tick(running));
    }

    private void look(Loop running) {
        long now = now();
        Map<Batch, List<JobClaim>> due = new HashMap<>();
        kept.forEach((key, lease) -> {
            long left = lease.until - now;
            if (left <= lease.marginMillis()) {
                lost(key);
            } else if (left <= lease.leaseMillis * 2 / 3 && !lease.isUnderWay) {
                lease.isUnderWay = true;
                due.computeIfAbsent(new Batch(key.queue(), lease.leaseMillis), first -> new ArrayList<>())
                        .add(key.claim());
            }
        });
        due.forEach((batch, claims) -> {
            for (int from = 0; from < claims.size(); from += Work.MOST) {
                renew(running, batch, claims.subList(from, Math.min(claims.size(), from + Work.MOST)));
            }
        });
    }

    private void renew(Loop running, Batch batch, List<JobClaim> claims) {
        long until = now() + batch.leaseMillis();
        Future.succeededFuture()
                .compose(start -> running.store().extend(batch.queue(), claims, batch.leaseMillis()))
                .onSuccess(ends -> {
                    for (int i = 0; i < claims.size(); i++) {
                        renewed(new Key(batch.queue(), claims.get(i)), ends.get(i) > 0, until);
                    }
                })
                .onFailure(cause -> {
                    LOG.debug("Leases of {} were not renewed yet: {}", batch.queue(), cause.toString());
                    claims.forEach(claim -> afterwards(new Key(batch.queue(), claim)));
                });
    }

    private void renewed(Key key, boolean isTheirs, long until) {
        Kept lease = kept.get(key);
        if (lease != null && isTheirs) {
            lease.until = Math.max(lease.until, until);
            lease.isUnderWay = false;
        } else if (lease != null) {
            lost(key);
        }
    }

    private void afterwards(Key key) {
        Kept lease = kept.get(key);
        if (lease != null) {
            lease.isUnderWay = false;
        }
    }

    private void lost(Key key) {
        if (kept.remove(key) != null) {
            onLost.accept(key.queue(), key.claim());
        }
    }

    /** Renews no more. */
    Future<Void> close() {
        kept.clear();
        return hasBegun
                ? loop.future()
                        .compose(running -> running.valkey()
                                .close()
                                .eventually(() -> running.vertx().close()))
                : Future.succeededFuture();
    }
}
