package dev.hub.verticles.schedule;

import dev.hub.core.bus.ScheduleCommand.Backfill;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.FiringStore;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleStore;
import dev.hub.core.schedule.Ticks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes up for ticks of some time, in steps of which none keeps the server for long. */
final class Backfilling {
    private final Vertx vertx;
    private final ScheduleStore schedules;
    private final FiringStore firings;
    private final ScheduleReports reports;

    Backfilling(Vertx vertx, ScheduleStore schedules, FiringStore firings, ScheduleReports reports) {
        this.reports = reports;
        this.vertx = vertx;
        this.schedules = schedules;
        this.firings = firings;
    }

    /** What became of each tick. When it fails in between, it may be asked for again: what is there already stays as it is. */
    Future<List<Firing>> fill(Backfill wanted) {
        return schedules
                .get(wanted.queue(), wanted.id())
                .compose(view -> vertx.executeBlocking(() -> ticks(view.schedule(), wanted), false))
                .compose(ticks -> fill(wanted, Objects.requireNonNull(ticks), new ArrayList<>()));
    }

    private static List<Long> ticks(Schedule schedule, Backfill wanted) {
        List<Long> ticks =
                schedule.ticks().between(wanted.fromMillis(), wanted.toMillis(), FiringStore.MAX_BACKFILL + 1);
        if (ticks.size() > FiringStore.MAX_BACKFILL) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST,
                    "bad request: from and to must hold at most " + FiringStore.MAX_BACKFILL + " ticks between them");
        }
        return ticks;
    }

    private Future<List<Firing>> fill(Backfill wanted, List<Long> ticks, List<Firing> done) {
        if (done.size() == ticks.size()) {
            return Future.succeededFuture(done);
        }
        List<Long> step = ticks.subList(done.size(), Math.min(ticks.size(), done.size() + Ticks.BATCH));
        return firings.backfill(wanted.queue(), wanted.id(), step).compose(firings -> {
            reports.submitted(wanted.queue(), firings);
            done.addAll(firings);
            return fill(wanted, ticks, done);
        });
    }
}
