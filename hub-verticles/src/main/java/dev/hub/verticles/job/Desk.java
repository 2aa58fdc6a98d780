package dev.hub.verticles.job;

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
import dev.hub.core.job.QueueName;
import dev.hub.verticles.alarm.Alarm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What queues need of this instance, by its event loop and its bus. */
final class Desk implements QueueDesk {
    private final Vertx vertx;
    private final HubBus bus;
    private final String uid;
    private final JobReads reads;
    private final ActiveQueues queues;
    private final ActiveQueues.Ports ports;
    private final Alarm alarm;
    private final RandomGenerator random = new SplittableRandom();

    Desk(Vertx vertx, JobResources resources, JobReads reads, ActiveQueues queues, ActiveQueues.Ports ports) {
        this.vertx = vertx;
        this.bus = resources.bus();
        this.uid = resources.uid();
        this.reads = reads;
        this.queues = queues;
        this.ports = ports;
        this.alarm = new Alarm(vertx, this::now, queues::all);
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
                bus.offer(verticle.address(), event).onFailure(nobody -> queues.gone(event.queue(), worker));
        }
    }

    @Override
    public long now() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public void afterwards(Runnable action) {
        vertx.runOnContext(then -> action.run());
    }

    @Override
    public void wakeAt(long time) {
        alarm.wakeAt(time);
    }

    @Override
    public void keep(QueueName queue, HeldJob held) {
        ClaimedJob job = held.job;
        ports.keeper().keep(queue, job, held.since);
        if (job.attemptEndMillis() > 0) {
            long left = held.since + job.attemptEndMillis() - job.claimedMillis() - now();
            held.end = vertx.setTimer(Math.max(1, left), late -> queues.timeOut(queue, held));
        }
    }

    @Override
    public void forget(QueueName queue, HeldJob held) {
        ports.keeper().forget(queue, held.job.claim());
        if (held.end >= 0) {
            vertx.cancelTimer(held.end);
        }
    }

    @Override
    public void left() {
        queues.left();
    }

    @Override
    public void changed(QueueName queue, String id) {
        ports.followers().changed(queue, id);
    }

    @Override
    public void doubt(QueueName queue, HeldJob job) {
        JobClaim claim = job.job.claim();
        leaseEnd(queue, claim).onComplete(answer -> {
            if (answer.succeeded() && answer.result() > job.leaseEnd()) {
                queues.extended(queue, claim, answer.result());
            } else {
                queues.stop(queue, claim, Reason.LOST);
            }
        });
    }

    /** Until when it is leased by that claim, by the server's clock; 0 when it is not. */
    Future<Long> leaseEnd(QueueName queue, JobClaim claim) {
        return reads.get(queue, claim.id())
                .map(job -> job.counts().epoch() == claim.epoch() ? job.times().leaseEnd() : 0L);
    }

    @Override
    public void giveBackStrays(QueueName queue) {
        ActiveQueue known = queues.find(queue);
        if (known != null) {
            new Strays(reads, uid).giveBack(known);
        }
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public JobReports reports() {
        return ports.reports();
    }
}
