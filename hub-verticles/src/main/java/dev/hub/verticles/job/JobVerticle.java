package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.JobCommand;
import dev.hub.core.bus.JobLoadCommand;
import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.FlowCourier;
import dev.hub.core.job.JobChanges;
import dev.hub.core.job.JobIntake;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueUpkeep;
import dev.hub.core.job.Queues;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    private static final Duration FORGET = Duration.ofSeconds(10);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);

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
        Queues queues = new Queues(
                valkey,
                resources.access().keys(),
                config.durable(),
                config.encryption().cipher());
        JobStore store = new JobStore(queues);
        JobReads reads = new JobReads(queues);
        JobTallies tallies = new JobTallies(millis());
        JobReports reports = new JobReports(resources.registry(), tallies);
        LeaseKeeper keeper = keeper();
        Signals signals = new Signals(valkey);
        Followers followers = new Followers(
                bus, reads, new QueueUpkeep(queues), config.encryption().encrypts());
        ActiveQueues active = new ActiveQueues(
                vertx, resources, store, reads, new ActiveQueues.Ports(signals, keeper, reports, followers));
        running = new Running(valkey, active, keeper, reports);
        CancelledJobs cancelled = new CancelledJobs(new StopOrders(valkey, store), followers);
        FlowCourier courier = new FlowCourier(queues, cancelled::tell);
        EventReader events = new EventReader(vertx, reads, signals);
        Awaits awaits = new Awaits(vertx, store, reads, signals);
        WorkCommands work = new WorkCommands(vertx, store, active, config, new WorkCommands.Tellers(reads, followers));
        JobCommands jobs = new JobCommands(
                new Submissions(vertx, new JobIntake(store, courier), active::expect),
                events,
                new JobChanges(queues),
                new JobCommands.Tellers(awaits, cancelled, reports),
                config);
        vertx.setPeriodic(FORGET.toMillis(), idle -> awaits.forgetIdle());
        vertx.setPeriodic(EventReader.TICK.toMillis(), tick -> events.tick());
        vertx.setPeriodic(JobTallies.STEP.toMillis(), step -> tallies.step(millis()));
        vertx.setPeriodic(ActiveQueues.TICK.toMillis(), tick -> active.tick());
        valkey.onReadiness(ready -> {
            if (ready) {
                active.wakeAll();
            }
        });
        List<MessageConsumer<?>> registered = List.of(
                bus.consume(
                        Addresses.JOB_WORKER_GONE,
                        ConnectionGone.class,
                        gone -> active.gone(gone.client(), config.workerGrace())),
                bus.answer(Addresses.JOB_LOAD, JobLoadCommand.class, command -> switch (command) {
                    case JobLoadCommand.Report report ->
                        Future.succeededFuture(tallies.load(report.queue(), active.forces(), millis()));
                    case JobLoadCommand.Fired fired -> {
                        reports.fired(fired.queue(), fired.outcomes());
                        yield Future.succeededFuture();
                    }
                    case JobLoadCommand.Happened happened -> {
                        reports.happened(happened.queue(), happened.counts());
                        yield Future.succeededFuture();
                    }
                }),
                bus.answer(
                        Addresses.JOBS,
                        JobCommand.class,
                        command -> jobs.execute(command).recover(Refusals::refuse)),
                bus.answer(
                        Addresses.JOB_WORK,
                        JobWork.class,
                        command -> work.execute(command).recover(Refusals::refuse)));
        return Future.all(registered.stream().map(MessageConsumer::completion).toList());
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
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

    /**
     * Gives nobody jobs any more, and waits for the verticles of this instance to finish theirs, for as long as configured; what
     * they do not finish is for others at once. To be called before these verticles are undeployed.
     */
    public Future<Void> drain() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(start -> drained().onComplete(done));
        return done.future();
    }

    private Future<Void> drained() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        return all.active()
                .close()
                .timeout(Math.max(1, config.shutdownTimeout().toMillis()), TimeUnit.MILLISECONDS)
                .recover(late -> handBack(all));
    }

    private static Future<Void> handBack(Running all) {
        return all.active()
                .handBackAll()
                .timeout(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> LOG.debug("Jobs wait for their leases to end: {}", cause.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        all.active().close();
        return handBack(all).eventually(() -> {
            running = null;
            all.reports().close();
            return all.keeper().close().eventually(() -> all.valkey().close());
        });
    }
}
