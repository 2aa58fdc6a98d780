package dev.hub.verticles.schedule;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LeadershipChanged;
import dev.hub.core.bus.ScheduleCommand;
import dev.hub.core.bus.ScheduleCommand.Backfilled;
import dev.hub.core.bus.ScheduleCommand.Made;
import dev.hub.core.job.JobCipher;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.schedule.FiringStore;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleStore;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks after schedules: answers on every instance, and fires their ticks where the leader is. One per instance.
 *
 * <p>Each tick is fired once, whoever believes to lead, see {@link FiringStore}.
 */
public final class ScheduleVerticle extends VerticleBase {
    private final ValkeyAccess access;
    private final HubBus bus;
    private final JobCipher cipher;
    private final MeterRegistry registry;
    private final long maxPayload;
    private @Nullable Running running;

    /**
     * Not deployed yet.
     *
     * @param cipher that all passes that jobs carry
     * @param maxPayload largest payload of a job, in bytes
     */
    public ScheduleVerticle(
            ValkeyAccess access, HubBus bus, JobCipher cipher, MeterRegistry registry, long maxPayload) {
        this.access = access;
        this.bus = bus;
        this.cipher = cipher;
        this.registry = registry;
        this.maxPayload = maxPayload;
    }

    /** What exists from start to stop. */
    private record Running(
            Valkey valkey, ScheduleStore schedules, FiringStore firings, Ticker ticker, ScheduleReports reports) {}

    @Override
    public Future<?> start() {
        Valkey valkey = access.connect(vertx);
        ScheduleReports reports = new ScheduleReports(registry, bus);
        ScheduleStore schedules = new ScheduleStore(vertx, valkey, access.keys(), cipher);
        FiringStore firings = new FiringStore(valkey, access.keys(), cipher);
        Ticker ticker = new Ticker(vertx, bus.leadership(), schedules, firings, reports);
        Running all = new Running(valkey, schedules, firings, ticker, reports);
        running = all;
        vertx.setPeriodic(Ticker.LOOK.toMillis(), tick -> ticker.look());
        return Future.all(
                bus.consume(Addresses.LEADERSHIP, LeadershipChanged.class, change -> ticker.look())
                        .completion(),
                bus.answer(
                                Addresses.SCHEDULES,
                                ScheduleCommand.class,
                                command -> execute(command, all)
                                        .recover(cause -> ValkeyRefusals.refuse(cause, ValkeyRefusals.UNKNOWN))
                                        .recover(cause -> Future.failedFuture(HubException.from(cause))))
                        .completion());
    }

    private Future<?> execute(ScheduleCommand command, Running all) {
        ScheduleStore schedules = all.schedules();
        return switch (command) {
            case ScheduleCommand.Put put -> put(put, all);
            case ScheduleCommand.ListAll list -> new ScheduleListing(schedules).list(list);
            case ScheduleCommand.Get get -> schedules.get(get.queue(), get.id());
            case ScheduleCommand.Delete delete ->
                schedules
                        .get(delete.queue(), delete.id())
                        .compose(view ->
                                schedules.delete(delete.queue(), delete.id()).map(view));
            case ScheduleCommand.Pause pause ->
                schedules.pause(pause.queue(), pause.id()).compose(done -> schedules.get(pause.queue(), pause.id()));
            case ScheduleCommand.Resume resume ->
                schedules
                        .resume(resume.queue(), resume.id())
                        .compose(done -> schedules.get(resume.queue(), resume.id()))
                        .onSuccess(view -> all.ticker().look(resume.queue()));
            case ScheduleCommand.Run run ->
                all.firings()
                        .run(run.queue(), run.id())
                        .onSuccess(firing -> all.reports().submitted(run.queue(), List.of(firing)));
            case ScheduleCommand.Backfill backfill ->
                new Backfilling(vertx, schedules, all.firings(), all.reports())
                        .fill(backfill)
                        .map(Backfilled::new);
        };
    }

    private Future<Made> put(ScheduleCommand.Put put, Running all) {
        int size = put.job().job().data().size();
        if (size > maxPayload) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST, "job.data must have at most " + maxPayload + " bytes, got " + size);
        }
        Schedule schedule = put.schedule();
        return all.schedules()
                .put(schedule, put.job(), put.paused())
                .compose(isNew ->
                        all.schedules().get(schedule.queue(), schedule.id()).map(view -> new Made(isNew, view)))
                .onSuccess(made -> all.ticker().look(schedule.queue()));
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
