package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorker.OfConnection;
import dev.hub.core.bus.JobWorker.OfVerticle;
import dev.hub.core.bus.JobWorkerEvent;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.report.WorkForce;
import dev.hub.verticles.alarm.Alarm;
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
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues that somebody here works or waits for, and the connections that do. */
final class ActiveQueues implements QueueDesk {
    /** How often {@link #tick} is to be called. */
    static final Duration TICK = Duration.ofMillis(500);

    /** In so many ticks every queue with room asks once, for a wake may have been lost. */
    private static final int TICKS_TO_ASK = 2;

    /** In so many ticks queues that nobody works for are closed. */
    private static final int TICKS_TO_CLOSE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ActiveQueues.class);

    private final Vertx vertx;
    private final HubBus bus;
    private final String uid;
    private final JobStore store;
    private final JobReads reads;
    private final Ports ports;
    private final Alarm alarm;
    private final RandomGenerator random = new SplittableRandom();
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
        this.reads = reads;
        this.bus = resources.bus();
        this.uid = resources.uid();
        this.store = store;
        this.ports = ports;
        this.alarm = new Alarm(vertx, this::now, active::values);
    }

    @Nullable
    ActiveQueue find(QueueName queue) {
        return active.get(queue);
    }

    Collection<ActiveQueue> all() {
        return List.copyOf(active.values());
    }

    /** The queue, active from now on; somebody must be about to work or wait for it, or to say what became of a job. */
    ActiveQueue activate(QueueName queue) {
        return active.computeIfAbsent(queue, first -> {
            LOG.debug("Queue {} becomes active", queue);
            ActiveQueue begun = new ActiveQueue(queue, store, this);
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
                .listen(store.wakeKey(queue, uid), new Ear(known))
                .onFailure(cause -> LOG.debug("Queue {} is not woken yet: {}", queue, cause.getMessage()));
        return known;
    }

    /** What comes on the channel on which the queue is woken. */
    private record Ear(ActiveQueue queue) implements Signals.Ear {
        @Override
        public void heard(String message) {
            StopOrders.read(message).ifPresentOrElse(order -> queue.stop(order.claim(), order.reason()), queue::woken);
        }

        @Override
        public void missed() {
            queue.woken();
        }
    }

    void attach(QueueName queue, JobWorker worker, int credit) {
        if (worker instanceof OfConnection connection) {
            watch(connection.client(), connection.address());
        }
        ActiveQueue known = listening(queue);
        known.attach(worker, credit);
        ports.reports().force(queue, known.force());
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

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public void tell(JobWorker worker, JobWorkerEvent event) {
        switch (worker) {
            case OfConnection connection ->
                bus.send(connection.address(), new ConnectionCommand.Tell(connection.client(), JobJson.push(event)));
            case OfVerticle verticle ->
                bus.offer(verticle.address(), event).onFailure(nobody -> gone(event.queue(), worker));
        }
    }

    private void gone(QueueName queue, JobWorker worker) {
        ActiveQueue known = active.get(queue);
        if (known != null) {
            known.gone(worker);
            ports.reports().force(queue, known.force());
        }
    }

    @Override
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    /** Whoever has it has it until {@code end}, by the server's clock; 0 for not any more. */
    void extended(QueueName queue, JobClaim claim, long end) {
        ActiveQueue known = active.get(queue);
        HeldJob held = known == null ? null : known.find(claim);
        if (known != null && end == 0) {
            known.stop(claim, Reason.LOST);
        } else if (held != null) {
            held.extend(end);
            ports.keeper().extended(queue, claim, held.until());
        }
    }

    @Override
    public void doubt(ActiveQueue queue, HeldJob job) {
        JobClaim claim = job.job.claim();
        leaseEnd(queue.name(), claim).onComplete(answer -> {
            if (answer.succeeded() && answer.result() > job.leaseEnd()) {
                extended(queue.name(), claim, answer.result());
            } else {
                queue.stop(claim, Reason.LOST);
            }
        });
    }

    /** Until when it is leased by that claim, by the server's clock; 0 when it is not. */
    private Future<Long> leaseEnd(QueueName queue, JobClaim claim) {
        return reads.get(queue, claim.id())
                .map(job -> job.counts().epoch() == claim.epoch() ? job.times().leaseEnd() : 0L);
    }

    @Override
    public void giveBackStrays(ActiveQueue queue) {
        new Strays(reads, uid).giveBack(queue);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public JobReports reports() {
        return ports.reports();
    }

    @Override
    public void changed(QueueName queue, String id) {
        ports.followers().changed(queue, id);
    }

    @Override
    public void keep(QueueName queue, ClaimedJob job, long since) {
        ports.keeper().keep(queue, job, since);
        if (job.attemptEndMillis() > 0) {
            long left = since + job.attemptEndMillis() - job.claimedMillis() - now();
            vertx.setTimer(Math.max(1, left), late -> timeOut(queue, job));
        }
    }

    @Override
    public void forget(QueueName queue, JobClaim claim) {
        ports.keeper().forget(queue, claim);
    }

    private void timeOut(QueueName queue, ClaimedJob job) {
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

    @Override
    public void wakeAt(long time) {
        alarm.wakeAt(time);
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
                ports.signals().deafen(store.wakeKey(queue.name(), uid));
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

    /** Unless its worker showed by way of another instance that it goes on. */
    private void handBack(ActiveQueue queue, HeldJob orphan) {
        leaseEnd(queue.name(), orphan.job.claim())
                .onSuccess(end -> {
                    if (end <= orphan.leaseEnd()) {
                        queue.handBack(orphan);
                    }
                })
                .onFailure(cause -> LOG.debug("A job of {} waits for its lease: {}", queue.name(), cause.toString()));
    }

    /** Nobody gets jobs any more. Done when the verticles of this instance have none left. */
    Future<Void> close() {
        isClosing = true;
        all().forEach(ActiveQueue::close);
        left();
        return drained.future();
    }

    @Override
    public void afterwards(Runnable action) {
        vertx.runOnContext(then -> action.run());
    }

    @Override
    public void left() {
        if (isClosing && all().stream().noneMatch(ActiveQueue::keepsJobs)) {
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
