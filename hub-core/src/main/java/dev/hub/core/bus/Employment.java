package dev.hub.core.bus;

import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Attached;
import dev.hub.core.bus.JobWork.Detach;
import dev.hub.core.bus.JobWork.Detached;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import io.vertx.core.AsyncResult;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verticle's work on the jobs of a queue, from {@link HubJobs#work} to {@link #drain} or {@link #end}. When the verticle is
 * undeployed, it ends.
 *
 * <p>All state is touched on the context of whoever began to work.
 */
public final class Employment {
    private static final Logger LOG = LoggerFactory.getLogger(Employment.class);
    private static final long LOOK_MILLIS = JobWorkerOptions.MOST_WAIT_MILLIS / 2;
    private static final long MOST_WAIT_NANOS = JobWorkerOptions.MOST_WAIT_MILLIS * 1_000_000L;

    private final Vertx vertx;
    private final HubBus bus;
    private final QueueName queue;
    private final JobWorkerOptions options;
    private final JobRunner runner;
    private final JobOutcomes outcomes;
    private final Lookahead lookahead;
    private final JobWorker.OfVerticle worker;
    private final ContextInternal context;
    private final Attachment attachment;
    private final Promise<Void> ended = Promise.promise();
    private final Deque<RunningJob> waiting = new ArrayDeque<>();
    private final Map<JobClaim, RunningJob> running = new HashMap<>();
    private final Closeable endOfContext = done -> end().onComplete(done);
    private @Nullable MessageConsumer<?> receiver;

    /** Handlers that run, and how many of them go on with a job that is not theirs any more. */
    private int busy;

    private int strays;

    /** How often a handler was started. */
    private long begun;

    private boolean isLooking;

    Employment(Vertx vertx, HubBus bus, QueueName queue, JobWorkerOptions options, JobHandler handler) {
        this.vertx = vertx;
        this.bus = bus;
        this.queue = queue;
        this.options = options;
        this.runner = new JobRunner(vertx, handler);
        this.outcomes = new JobOutcomes(options.retryRule());
        this.lookahead = new Lookahead(options.concurrency(), options.prefetch());
        this.worker = new JobWorker.OfVerticle(Addresses.jobs(UUID.randomUUID().toString()), options.name());
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.attachment = new Attachment(vertx, this::attach, this::end);
    }

    /** Asks for jobs until somebody sends them. */
    void begin() {
        context.runOnContext(start -> {
            receiver = bus.consume(worker.address(), JobWorkerEvent.class, this::receive);
            context.addCloseHook(endOfContext);
            attachment.begin();
        });
    }

    private Future<Attached> attach() {
        return bus.request(Addresses.JOB_WORK, room(), Attached.class);
    }

    /** A handler that does not stop when it should keeps its place. */
    private Attach room() {
        return new Attach(queue, worker, options.concurrency() - strays, lookahead.jobs());
    }

    private void tellRoom() {
        if (!attachment.isOver()) {
            bus.send(Addresses.JOB_WORK, room());
        }
    }

    private void receive(JobWorkerEvent event) {
        switch (event) {
            case JobWorkerEvent.Jobs some -> accept(some.jobs());
            case JobWorkerEvent.Stop stop -> stop(stop);
        }
    }

    private void accept(List<ClaimedJob> jobs) {
        for (ClaimedJob claimed : jobs) {
            RunningJob job = new RunningJob(bus, queue, claimed);
            running.put(job.claim(), job);
            waiting.add(job);
        }
        if (attachment.isOver()) {
            giveBackWaiting();
        } else {
            startNext();
            lookAfterWaiting();
        }
    }

    private void stop(JobWorkerEvent.Stop stop) {
        RunningJob job = running.remove(stop.claim());
        if (job != null) {
            LOG.debug("Job {} of queue {} is to stop: {}", stop.claim().id(), queue, stop.reason());
            if (!waiting.remove(job)) {
                strays++;
                tellRoom();
            }
            job.stop();
            tellIfIdle();
        }
    }

    private void startNext() {
        while (busy < options.concurrency() && !waiting.isEmpty()) {
            RunningJob job = waiting.remove();
            busy++;
            begun++;
            long since = System.nanoTime();
            runner.start(job)
                    .onComplete(result -> context.runOnContext(over -> {
                        busy--;
                        settle(job, result, System.nanoTime() - since);
                        startNext();
                        tellIfIdle();
                    }));
        }
    }

    /** The hub keeps the outcome until it is in Valkey, or the lease is over. There is nothing to be done here in either case. */
    private void settle(RunningJob job, AsyncResult<Payload> result, long nanos) {
        boolean isOurs = running.remove(job.claim()) != null;
        if (isOurs) {
            bus.send(Addresses.JOB_WORK, outcomes.of(job, result.succeeded() ? null : result.cause(), result.result()));
        } else {
            strays--;
        }
        if (lookahead.ran(nanos) || !isOurs) {
            tellRoom();
        }
    }

    /** Whatever waits while nothing is begun has to wait for a handler that takes longer than those before: others may be free. */
    private void lookAfterWaiting() {
        if (!isLooking && !waiting.isEmpty()) {
            isLooking = true;
            long before = begun;
            vertx.setTimer(LOOK_MILLIS, late -> context.runOnContext(behindWhatIsOver -> look(before)));
        }
    }

    private void look(long before) {
        isLooking = false;
        RunningJob next = waiting.peek();
        if (next != null && begun == before && System.nanoTime() - next.since() >= MOST_WAIT_NANOS) {
            lookahead.hung();
            tellRoom();
            giveBackWaiting();
        } else {
            lookAfterWaiting();
        }
    }

    private void giveBackWaiting() {
        if (!waiting.isEmpty()) {
            List<JobClaim> claims = waiting.stream().map(RunningJob::claim).toList();
            waiting.clear();
            claims.forEach(running::remove);
            bus.send(Addresses.JOB_WORK, new JobWork.GiveBack(queue, claims));
            tellIfIdle();
        }
    }

    private void tellIfIdle() {
        if (attachment.isOver() && running.isEmpty()) {
            ended.tryComplete();
        }
    }

    /** Done when jobs come; while the hub has no Valkey it waits. Fails when none ever will. */
    public Future<Void> ready() {
        return attachment.ready();
    }

    /** Done when it takes no jobs any more and has none. */
    public Future<Void> ended() {
        return ended.future();
    }

    /** Takes no more jobs, and finishes those that it has begun with: done when it has none. For a verticle's {@code stop}. */
    public Future<Void> drain() {
        return onContext(() -> close().eventually(() -> {
            tellIfIdle();
            return ended.future().eventually(this::unregister);
        }));
    }

    /** Works no more: handlers are told to stop, and what they have comes to others at once. */
    public Future<Void> end() {
        return onContext(() -> {
            Future<Void> closed = close();
            List<RunningJob> rest = List.copyOf(running.values());
            running.clear();
            rest.forEach(RunningJob::stop);
            return closed.eventually(() -> {
                rest.forEach(job -> bus.send(Addresses.JOB_WORK, new JobWork.Release(queue, job.claim(), 0)));
                tellIfIdle();
                return unregister();
            });
        });
    }

    private Future<Void> close() {
        attachment.end("the work was ended");
        Future<Void> detached = bus.request(Addresses.JOB_WORK, new Detach(queue, worker), Detached.class)
                .<Void>mapEmpty()
                .otherwiseEmpty();
        giveBackWaiting();
        return detached;
    }

    /** Nothing of it stays with the verticle. */
    private Future<Void> unregister() {
        context.removeCloseHook(endOfContext);
        MessageConsumer<?> registered = receiver;
        receiver = null;
        Future<Void> closed = runner.close();
        return registered == null ? closed : closed.eventually(registered::unregister);
    }

    private Future<Void> onContext(Supplier<Future<Void>> task) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(start -> task.get().onComplete(done));
        return done.future();
    }
}
