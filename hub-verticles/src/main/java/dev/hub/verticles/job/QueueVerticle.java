package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LeadershipChanged;
import dev.hub.core.bus.QueueCommand;
import dev.hub.core.bus.QueueCommand.Listing;
import dev.hub.core.bus.QueueCommand.Purged;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.FlowCourier;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueOps;
import dev.hub.core.job.QueueStats;
import dev.hub.core.job.QueueUpkeep;
import dev.hub.core.job.Queues;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operators do to queues, and how these are doing; where the leader is, also what is due in them. One per instance.
 */
public final class QueueVerticle extends VerticleBase {
    private final ValkeyAccess access;
    private final HubBus bus;
    private final MeterRegistry registry;
    private final JobsConfig config;
    private @Nullable Running running;

    /** Not deployed yet. */
    public QueueVerticle(ValkeyAccess access, HubBus bus, MeterRegistry registry, JobsConfig config) {
        this.access = access;
        this.bus = bus;
        this.registry = registry;
        this.config = config;
    }

    /** What exists from start to stop. */
    private record Running(Valkey valkey, SweepReports reports) {}

    @Override
    public Future<?> start() {
        Valkey valkey = access.connect(vertx);
        Queues queues = new Queues(
                valkey, access.keys(), config.durable(), config.encryption().cipher());
        JobStore store = new JobStore(queues);
        QueueOps ops = new QueueOps(queues);
        QueueUpkeep upkeep = new QueueUpkeep(queues);
        SweepReports reports = new SweepReports(registry, bus);
        running = new Running(valkey, reports);
        Followers followers = new Followers(
                bus, new JobReads(queues), upkeep, config.encryption().encrypts());
        FlowCourier courier =
                new FlowCourier(queues, new CancelledJobs(new StopOrders(valkey, store), followers)::tell);
        Upkeep sweeps =
                new Upkeep(bus.leadership(), new Upkeep.Stores(store, upkeep, ops, courier), followers, reports);
        vertx.setPeriodic(Upkeep.LOOK.toMillis(), tick -> sweeps.look());
        vertx.setPeriodic(Upkeep.MEASURE.toMillis(), tick -> sweeps.measure());
        return Future.all(
                bus.consume(Addresses.LEADERSHIP, LeadershipChanged.class, change -> sweeps.look())
                        .completion(),
                bus.answer(
                                Addresses.QUEUES,
                                QueueCommand.class,
                                command -> execute(command, queues, ops).recover(Refusals::refuse))
                        .completion());
    }

    private static Future<?> execute(QueueCommand command, Queues queues, QueueOps ops) {
        return switch (command) {
            case QueueCommand.ListAll all -> queues.all().compose(names -> stats(names, ops));
            case QueueCommand.Stats stats -> ops.stats(stats.queue());
            case QueueCommand.Describe describe ->
                ops.stats(describe.queue()).compose(known -> queues.settings(describe.queue()));
            case QueueCommand.Configure configure -> ops.configure(configure.queue(), configure.settings());
            case QueueCommand.ConfigureGroup group -> ops.configureGroup(group.queue(), group.group(), group.change());
            case QueueCommand.DescribeGroup group -> ops.group(group.queue(), group.group());
            case QueueCommand.Pause pause -> ops.pause(pause.queue()).compose(done -> ops.stats(pause.queue()));
            case QueueCommand.Resume resume -> ops.resume(resume.queue()).compose(done -> ops.stats(resume.queue()));
            case QueueCommand.Drain drain -> ops.drain(drain.queue()).compose(done -> ops.stats(drain.queue()));
            case QueueCommand.Purge purge ->
                ops.purge(purge.queue(), purge.states()).map(step -> new Purged(step.purged(), step.left()));
        };
    }

    private static Future<Listing> stats(List<QueueName> names, QueueOps ops) {
        return Future.<QueueStats>all(names.stream().map(ops::stats).toList()).map(all -> new Listing(all.list()));
    }

    @Override
    public Future<?> stop() {
        Running all = running;
        if (all == null) {
            return Future.succeededFuture();
        }
        all.reports().close();
        return all.valkey().close();
    }
}
