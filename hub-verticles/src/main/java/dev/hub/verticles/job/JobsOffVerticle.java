package dev.hub.verticles.job;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.job.report.JobLoad;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Says that this instance has nothing to do with jobs. */
public final class JobsOffVerticle extends VerticleBase {
    private final HubBus bus;

    /** Not deployed yet. */
    public JobsOffVerticle(HubBus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(others(), load()));
    }

    /** Has no part in what jobs do; others may ask for all instances together. */
    private Future<?> load() {
        return bus.answer(Addresses.JOB_LOAD, Object.class, asked -> Future.succeededFuture(JobLoad.NONE))
                .completion();
    }

    private Future<?> others() {
        return Future.all(List.of(Addresses.JOBS, Addresses.JOB_WORK, Addresses.QUEUES, Addresses.SCHEDULES).stream()
                .map(address ->
                        bus.answer(address, Object.class, asked -> off()).completion())
                .toList());
    }

    private static Future<?> off() {
        return Future.failedFuture(
                HubException.of(ErrorCode.NOT_AVAILABLE, "not available: jobs are off, see jobs.enabled"));
    }
}
