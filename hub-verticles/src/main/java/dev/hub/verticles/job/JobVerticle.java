package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.JobStore;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of this instance: it takes them for whoever has some done, leases them for those who work here, and brings what
 * they say to Valkey. What a worker does not finish, this or another instance gives to the next.
 *
 * <p>All state is touched on this verticle's event loop only; leases are kept on another, see {@link LeaseKeeper}.
 */
public final class JobVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(JobVerticle.class);
    private static final String UNKNOWN = "the outcome is unknown: it may have been done";

    private final JobResources resources;
    private final JobsConfig config;
    private @Nullable Running running;

    /** Not deployed yet. */
    public JobVerticle(JobResources resources, JobsConfig config) {
        this.resources = resources;
        this.config = config;
    }

    /** What exists from start to stop. */
    private record Running(Valkey valkey, ActiveQueues active, LeaseKeeper keeper, JobReports reports) {}

    @Override
    public Future<?> start() {
        HubBus bus = resources.bus();
        Valkey valkey = resources.access().connect(vertx);
        JobStore store = new JobStore(valkey, resources.access().keys());
        JobReports reports = new JobReports(resources.registry());
        LeaseKeeper keeper = keeper();
        ActiveQueues active =
                new ActiveQueues(vertx, resources, store, new ActiveQueues.Ports(new Signals(valkey), keeper, reports));
        running = new Running(valkey, active, keeper, reports);
        WorkCommands work = new WorkCommands(vertx, store, active, config, new SplittableRandom());
        JobCommands jobs = new JobCommands(new Submissions(vertx, store), config, reports);
        vertx.setPeriodic(ActiveQueues.TICK.toMillis(), tick -> active.tick());
        valkey.onReadiness(ready -> {
            if (ready) {
                active.wakeAll();
            }
        });
        List<MessageConsumer<?>> registered = List.of(
                bus.consume(Addresses.JOB_WORKER_GONE, ConnectionGone.class, gone -> {}),
                bus.answer(
                        Addresses.JOBS,
                        JobCommand.class,
                        command -> jobs.execute(command).recover(JobVerticle::refuse)),
                bus.answer(
                        Addresses.JOB_WORK,
                        JobWork.class,
                        command -> work.execute(command).recover(JobVerticle::refuse)));
        return Future.all(registered.stream().map(MessageConsumer::completion).toList());
    }

    /** A lease that is lost is told to the worker from this verticle's event loop. */
    private LeaseKeeper keeper() {
        return new LeaseKeeper(
                resources.access(),
                resources.vertxes(),
                (queue, claim) -> context.runOnContext(lost -> {
                    Running all = running;
                    if (all != null) {
                        all.active().stop(queue, claim, Reason.LOST);
                    }
                }));
    }

    /** What Valkey could not do now, the asker may try again. */
    private static <T> Future<T> refuse(Throwable cause) {
        if (cause instanceof ValkeyException refusal) {
            LOG.debug("Valkey did not take a command: {}", cause.getMessage());
            return Future.failedFuture(
                    refusal.isOutcomeUnknown()
                            ? HubException.of(ErrorCode.INTERNAL, UNKNOWN)
                            : HubException.of(ErrorCode.INTERNAL));
        }
        return Future.failedFuture(cause);
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        all.active().close();
        all.reports().close();
        return all.keeper().close().eventually(() -> all.valkey().close());
    }
}
