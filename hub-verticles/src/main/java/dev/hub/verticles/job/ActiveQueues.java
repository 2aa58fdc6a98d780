package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorker.OfConnection;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.WorkForce;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues that somebody here works or waits for, and the connections that do. */
final class ActiveQueues {
    /** How often {@link #tick} is to be called. */
    static final Duration TICK = Duration.ofMillis(500);

    /** In so many ticks every queue with room asks once, for a wake may have been lost. */
    private static final int TICKS_TO_ASK = 2;

    /** In so many ticks queues that nobody works for are closed. */
    private static final int TICKS_TO_CLOSE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ActiveQueues.class);

    private final Vertx vertx;
    private final HubBus bus;
    private final JobStore store;
    private final Ports ports;
    private final Desk desk;
    private final Map<QueueName, ActiveQueue> active = new HashMap<>();
    private final Set<String> watched = new HashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean isClosing;
    private int ticks;

    /**
     * What the queues use together.
     *
     * @param signals tell when there may be jobs
     * @param keeper renews leases
     * @param reports where is counted
     * @param followers are told of changes
     */
    record Ports(Signals signals, LeaseKeeper keeper, JobReports reports, Followers followers) {}

    ActiveQueues(Vertx vertx, JobResources resources, JobStore store, JobReads reads, Ports ports) {
        this.vertx = vertx;
        this.bus = resources.bus();
        this.store = store;
        this.ports = ports;
        this.desk = new Desk(vertx, resources, reads, this, ports);
    }

    @Nullable
    ActiveQueue find(QueueName queue) {
        return active.get(queue);
    }

    Collection<ActiveQueue> all() {
        return List.copyOf(active.values());
    }

    /** What its queues need of the instance. */
    QueueDesk desk() {
        return desk;
    }

    /** The queue, active from now on; somebody must be about to work or wait for it, or to say what became of a job. */
    ActiveQueue activate(QueueName queue) {
        return active.computeIfAbsent(queue, first -> {
            LOG.debug("Queue {} becomes active", queue);
            ActiveQueue begun = new ActiveQueue(queue, store, desk);
            if (isClosing) {
                begun.close();
            }
            return begun;
        });
    }

    /** The queue is to be woken by what happens elsewhere, too. */
    ActiveQueue listening(QueueName queue) {
        ActiveQueue known = activate(queue);
        ports.signals()
                .listen(store.wakeKey(queue, desk.uid()), new QueueEar(known))
                .onFailure(cause -> LOG.debug("Queue {} is not woken yet: {}", queue, cause.getMessage()));
        return known;
    }

    void attach(Attach attach) {
        if (attach.worker() instanceof OfConnection connection) {
            watch(connection.client(), connection.address());
        }
        ActiveQueue known = listening(attach.queue());
        known.attach(attach);
        ports.reports().force(attach.queue(), known.force());
    }

    /** Tells whether it was attached. */
    boolean detach(QueueName queue, JobWorker worker) {
        ActiveQueue known = active.get(queue);
        boolean wasAttached = known != null && known.detach(worker);
        if (known != null) {
            ports.reports().force(queue, known.force());
        }
        return wasAttached;
    }

    /** It is to be heard when the connection is gone. */
    void watch(String client, String address) {
        if (!address.isEmpty() && watched.add(client)) {
            bus.send(address, new ConnectionCommand.Watch(client, Addresses.JOB_WORKER_GONE));
        }
    }

    /** The connection is over. Its worker may come back by another one and go on, for so long; then others have its jobs. */
    void gone(String client, Duration grace) {
        watched.remove(client);
        for (ActiveQueue queue : all()) {
            List<HeldJob> orphans = queue.gone(client);
            ports.reports().force(queue.name(), queue.force());
            if (!orphans.isEmpty()) {
                long patience = Math.max(1, grace.toMillis());
                vertx.setTimer(patience, over -> orphans.forEach(orphan -> handBack(queue, orphan)));
            }
        }
    }

    /** Unless its worker showed by way of another instance that it goes on. */
    private void handBack(ActiveQueue queue, HeldJob orphan) {
        desk.leaseEnd(queue.name(), orphan.job.claim())
                .onSuccess(end -> {
                    if (end <= orphan.leaseEnd()) {
                        queue.handBack(orphan);
                    }
                })
                .onFailure(cause -> LOG.debug("A job of {} waits for its lease: {}", queue.name(), cause.toString()));
    }

    /** The worker is not there any more. */
    void gone(QueueName queue, JobWorker worker) {
        ActiveQueue known = active.get(queue);
        if (known != null) {
            known.gone(worker);
            ports.reports().force(queue, known.force());
        }
    }

    /** Whoever has it has it until {@code end}, by the server's clock; 0 for not any more. */
    void extended(QueueName queue, JobClaim claim, long end) {
        ActiveQueue known = active.get(queue);
        HeldJob held = known == null ? null : known.held().find(claim);
        if (known != null && end == 0) {
            known.stop(claim, Reason.LOST);
        } else if (held != null) {
            held.extend(end);
            ports.keeper().extended(queue, claim, held.until());
        }
    }

    /** Its attempt took too long. */
    void timeOut(QueueName queue, HeldJob job) {
        ActiveQueue known = active.get(queue);
        if (known != null) {
            known.timeOut(job);
        }
    }

    /** The job is not its worker's any more, if it is one of those here. */
    void stop(QueueName queue, JobClaim claim, Reason reason) {
        ActiveQueue known = active.get(queue);
        if (known != null) {
            known.stop(claim, reason);
        }
    }

    /** Jobs are on their way to Valkey, by the same link as whatever is sent for the queue from now on. */
    void expect(QueueName queue) {
        ActiveQueue known = active.get(queue);
        if (known != null) {
            known.expect();
        }
    }

    /** All of them ask, for the way to Valkey is open again. */
    void wakeAll() {
        all().forEach(ActiveQueue::woken);
    }

    /** To be called every {@link #TICK}. */
    void tick() {
        ticks++;
        ports.signals().retry();
        for (ActiveQueue queue : all()) {
            ports.reports().sampled(queue.name(), queue.force());
            if (ticks % TICKS_TO_CLOSE == 0 && queue.isIdle()) {
                active.remove(queue.name());
                ports.signals().deafen(store.wakeKey(queue.name(), desk.uid()));
                ports.reports().forget(queue.name());
            } else if (ticks % TICKS_TO_ASK == 0 && queue.hasRoom()) {
                queue.woken();
            }
            queue.tick();
        }
    }

    /** Who works on which queues here. */
    Map<QueueName, WorkForce> forces() {
        Map<QueueName, WorkForce> forces = new HashMap<>();
        active.forEach((name, queue) -> forces.put(name, queue.force()));
        return forces;
    }

    /** Nobody gets jobs any more. Done when the verticles of this instance have none left. */
    Future<Void> close() {
        isClosing = true;
        all().forEach(ActiveQueue::close);
        left();
        return drained.future();
    }

    /** A job is not worked on here any more. */
    void left() {
        if (isClosing && all().stream().noneMatch(queue -> queue.held().areKeptHere())) {
            drained.tryComplete();
        }
    }

    /** What verticles of this instance still have is for others at once; done when Valkey knows, or does not answer. */
    Future<?> handBackAll() {
        List<Future<?>> all = new ArrayList<>();
        all().forEach(queue -> all.addAll(queue.handBackAll()));
        return Future.join(all);
    }
}
