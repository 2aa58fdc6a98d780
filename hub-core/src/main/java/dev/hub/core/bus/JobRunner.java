package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/** Runs a worker's handlers, each where it is to run. On the context of whoever began to work. */
final class JobRunner {
    private static final String COMPUTING_POOL = "hub-jobs";

    private final Vertx vertx;
    private final JobHandler handler;
    private @Nullable WorkerExecutor pool;

    JobRunner(Vertx vertx, JobHandler handler) {
        this.vertx = vertx;
        this.handler = handler;
    }

    /** The handler's result; done on any thread. */
    Future<Payload> start(RunningJob job) {
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

    private static Future<Payload> onThreadOfItsOwn(RunningJob job, JobHandler.JobFunction function) {
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

    /** Nothing is started any more. */
    Future<Void> close() {
        WorkerExecutor made = pool;
        pool = null;
        return made == null ? Future.succeededFuture() : made.close();
    }
}
