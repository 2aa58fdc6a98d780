package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/**
 * How jobs are done. What a handler throws, or fails with, is a failed attempt: {@link UnrecoverableJobException} the last one,
 * {@link RetryJobException} one with a wait of its own. When a job is not the worker's any more, its thread is interrupted, and
 * what becomes of it is of no interest.
 */
public sealed interface JobHandler {
    /** May block: each job has a virtual thread of its own. */
    record Blocking(JobFunction function) implements JobHandler {}

    /** Runs on the context of whoever began to work and must not block; done when its result is. */
    record Async(Function<JobContext, Future<Payload>> function) implements JobHandler {}

    /** Computes for long: runs on a pool with as many threads as the machine has processors, which all such workers share. */
    record Computing(JobFunction function) implements JobHandler {}

    /** Another one for each name of a job; {@code others} for all other names. */
    record ByName(Map<String, JobHandler> handlers, JobHandler others) implements JobHandler {
        /** Copies {@code handlers}. */
        public ByName {
            handlers = Map.copyOf(handlers);
        }
    }

    /** Does a job; what it returns is the job's result. */
    @FunctionalInterface
    interface JobFunction {
        /**
         * Does it.
         *
         * @throws Exception when the attempt failed
         */
        Payload work(JobContext job) throws Exception;
    }

    /** Code that may block. */
    static JobHandler blocking(JobFunction function) {
        return new Blocking(function);
    }

    /** Code that does not block. */
    static JobHandler async(Function<JobContext, Future<Payload>> function) {
        return new Async(function);
    }

    /** Code that computes. */
    static JobHandler computing(JobFunction function) {
        return new Computing(function);
    }

    /**
     * Another one for each name. An attempt at a job of another name fails: perhaps it is for a newer version of the
     * application, and one of these gets it next time.
     */
    static JobHandler byName(Map<String, JobHandler> handlers) {
        return new ByName(
                handlers,
                async(job -> Future.failedFuture(
                        new IllegalArgumentException("there is no handler here for jobs of the name \""
                                + job.job().spec().name() + "\""))));
    }

    /** The one for jobs of that name. */
    default JobHandler forName(String name) {
        return switch (this) {
            case ByName names -> names.handlers.getOrDefault(name, names.others).forName(name);
            case Blocking same -> same;
            case Async same -> same;
            case Computing same -> same;
        };
    }
}
