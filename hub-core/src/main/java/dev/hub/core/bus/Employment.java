package dev.hub.core.bus;

import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Attached;
import dev.hub.core.bus.JobWork.Detach;
import dev.hub.core.bus.JobWork.Detached;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.QueueName;
import io.vertx.core.Closeable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
    private static final int MAX_ERROR = 2_000;
    private static final String COMPUTING_POOL = "hub-jobs";

    private final Vertx vertx;
    private final HubBus bus;
    private final QueueName queue;
    private final JobWorkerOptions options;
    private final JobHandler handler;
    private final JobWorker.OfVerticle worker;
    private final ContextInternal context;
    private final Attachment attachment;
    private final Promise<Void> ended = Promise.promise();
    private final Deque<RunningJob> waiting = new ArrayDeque<>();
    private final Map<JobClaim, RunningJob> running = new HashMap<>();
    private final Closeable endOfContext = done -> end().onComplete(done);
    private @Nullable MessageConsumer<?> receiver;
    private @Nullable WorkerExecutor pool;
    private int busy;

    Employment(Vertx vertx, HubBus bus, QueueName queue, JobWorkerOptions options, JobHandler handler) {
        this.vertx = vertx;
        this.bus = bus;
        this.queue = queue;
        this.options = options;
        this.handler = handler;
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
        return bus.request(Addresses.JOB_WORK, new Attach(queue, worker, options.concurrency()), Attached.class);
    }

    private void receive(JobWorkerEvent event) {
        switch (event) {
            case JobWorkerEvent.Jobs some -> some.jobs().forEach(this::accept);
            case JobWorkerEvent.Stop stop -> stop(stop);
        }
    }

    private void accept(ClaimedJob claimed) {
        RunningJob job = new RunningJob(bus, queue, claimed);
        if (attachment.isOver()) {
            giveBack(job);
            return;
        }
        running.put(job.claim(), job);
        waiting.add(job);
        startNext();
    }

    private void stop(JobWorkerEvent.Stop stop) {
        RunningJob job = running.remove(stop.claim());
        if (job != null) {
            LOG.debug("Job {} of queue {} is to stop: {}", stop.claim().id(), queue, stop.reason());
            waiting.remove(job);
            job.stop();
            tellIfIdle();
        }
    }

    /** A handler that does not stop when it should keeps its place, so that there are never more of them than agreed on. */
    private void startNext() {
        while (busy < options.concurrency() && !waiting.isEmpty()) {
            RunningJob job = waiting.remove();
            busy++;
            start(job)
                    .onComplete(result -> context.runOnContext(over -> {
                        busy--;
                        if (running.remove(job.claim()) != null) {
                            settle(job, result.succeeded() ? null : result.cause(), result.result());
                        }
                        startNext();
                        tellIfIdle();
                    }));
        }
    }

    private Future<Payload> start(RunningJob job) {
        try {
            return switch (handler.forName(job.job().spec().name())) {
                case JobHandler.Blocking blocking -> onThreadOfItsOwn(job, blocking.function());
                case JobHandler.Computing computing ->
                    pool().executeBlocking(() -> job.work(computing.function()), false);
                case JobHandler.Async async -> async.function().apply(job);
                case JobHandler.ByName none -> throw new IllegalStateException("a name led to names");
            };
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<Payload> onThreadOfItsOwn(RunningJob job, JobHandler.JobFunction function) {
        Promise<Payload> result = Promise.promise();
        Thread.ofVirtual().name("job-" + job.claim().id()).start(() -> {
            try {
                result.complete(job.work(function));
            } catch (Throwable failure) {
                result.fail(failure);
            }
        });
        return result.future();
    }

    /** One for all such workers of the instance; whoever is the last to close it ends it. */
    private WorkerExecutor pool() {
        WorkerExecutor made = pool;
        if (made == null) {
            made = vertx.createSharedWorkerExecutor(
                    COMPUTING_POOL, Runtime.getRuntime().availableProcessors());
            pool = made;
        }
        return made;
    }

    /** The hub keeps the outcome until it is in Valkey, or the lease is over. There is nothing to be done here in either case. */
    private void settle(RunningJob job, @Nullable Throwable cause, @Nullable Payload result) {
        bus.send(
                Addresses.JOB_WORK,
                cause == null
                        ? new JobWork.Complete(queue, job.claim(), result == null ? Payload.NULL : result)
                        : failure(job, cause));
    }

    private JobWork.Fail failure(RunningJob job, Throwable cause) {
        return switch (cause) {
            case UnrecoverableJobException last ->
                new JobWork.Fail(queue, job.claim(), error(last), false, OptionalLong.empty());
            case RetryJobException again ->
                new JobWork.Fail(
                        queue,
                        job.claim(),
                        error(again),
                        true,
                        OptionalLong.of(again.delay().toMillis()));
            default -> new JobWork.Fail(queue, job.claim(), error(cause), true, ruled(job, cause));
        };
    }

    private OptionalLong ruled(RunningJob job, Throwable cause) {
        Optional<Duration> delay = options.retryRule().delay(job, cause);
        return delay.isPresent() ? OptionalLong.of(delay.get().toMillis()) : OptionalLong.empty();
    }

    private static String error(Throwable cause) {
        String text = cause.toString();
        return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
    }

    private void giveBack(RunningJob job) {
        bus.send(Addresses.JOB_WORK, new JobWork.Release(queue, job.claim(), 0));
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

    /** Takes no more jobs, and finishes those that it has: done when it has none. For a verticle's {@code stop}. */
    public Future<Void> drain() {
        return onContext(() -> close().eventually(() -> {
            tellIfIdle();
            return ended.future().eventually(this::unregister);
        }));
    }

    /** Works no more: handlers are told to stop, and what they have comes to others at once. */
    public Future<Void> end() {
        return onContext(() -> {
            List<RunningJob> rest = List.copyOf(running.values());
            running.clear();
            waiting.clear();
            rest.forEach(RunningJob::stop);
            return close().eventually(() -> {
                rest.forEach(this::giveBack);
                tellIfIdle();
                return unregister();
            });
        });
    }

    private Future<Void> close() {
        attachment.end("the work was ended");
        return bus.request(Addresses.JOB_WORK, new Detach(queue, worker), Detached.class)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Nothing of it stays with the verticle. */
    private Future<Void> unregister() {
        context.removeCloseHook(endOfContext);
        MessageConsumer<?> registered = receiver;
        receiver = null;
        WorkerExecutor made = pool;
        pool = null;
        Future<Void> closed = made == null ? Future.succeededFuture() : made.close();
        return registered == null ? closed : closed.eventually(registered::unregister);
    }

    private Future<Void> onContext(Supplier<Future<Void>> task) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(start -> task.get().onComplete(done));
        return done.future();
    }
}
