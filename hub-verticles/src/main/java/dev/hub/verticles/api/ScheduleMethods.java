package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.ScheduleCommand;
import dev.hub.core.bus.ScheduleCommand.Backfill;
import dev.hub.core.bus.ScheduleCommand.Backfilled;
import dev.hub.core.bus.ScheduleCommand.Delete;
import dev.hub.core.bus.ScheduleCommand.Get;
import dev.hub.core.bus.ScheduleCommand.ListAll;
import dev.hub.core.bus.ScheduleCommand.Listing;
import dev.hub.core.bus.ScheduleCommand.Made;
import dev.hub.core.bus.ScheduleCommand.Pause;
import dev.hub.core.bus.ScheduleCommand.Put;
import dev.hub.core.bus.ScheduleCommand.Resume;
import dev.hub.core.bus.ScheduleCommand.Run;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.ScheduleView;
import dev.hub.verticles.api.ScheduleRequests.One;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;

/** Jobs that come by the clock: over HTTP, on the event bus, and for clients by rpc. */
final class ScheduleMethods {
    private final HubBus bus;
    private final ScheduleRequests requests;

    ScheduleMethods(HubBus bus, JobIds newIds) {
        this.bus = bus;
        this.requests = new ScheduleRequests(newIds);
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.ofJson("schedule_put", requests::put, this::put),
                ApiMethod.ofJson("schedule_get", requests::one, one -> view(new Get(one.queue(), one.id()))),
                ApiMethod.ofJson("schedule_list", requests::list, this::list),
                ApiMethod.of("schedule_delete", requests::one, this::delete),
                ApiMethod.of("schedule_run", requests::one, this::run),
                ApiMethod.ofJson("schedule_pause", requests::one, one -> view(new Pause(one.queue(), one.id()))),
                ApiMethod.ofJson("schedule_resume", requests::one, one -> view(new Resume(one.queue(), one.id()))),
                ApiMethod.of("schedule_backfill", requests::backfill, this::backfill));
    }

    private <T> Future<T> ask(ScheduleCommand command, Class<T> answer) {
        return bus.request(Addresses.SCHEDULES, command, answer);
    }

    /** To read a cron expression takes a millisecond, or hundreds where somebody means harm: not on the event loop. */
    private Future<Payload> put(Callable<Put> request) {
        return bus.aside(request)
                .compose(put -> ask(put, Made.class))
                .map(made -> ScheduleJson.made(made.isNew(), made.schedule()));
    }

    private Future<Payload> view(ScheduleCommand request) {
        return ask(request, ScheduleView.class).map(ScheduleJson::view);
    }

    private Future<Payload> list(ListAll request) {
        return ask(request, Listing.class).map(page -> ScheduleJson.page(page.schedules(), page.next()));
    }

    private Future<JsonObject> delete(One one) {
        return ask(new Delete(one.queue(), one.id()), ScheduleView.class).map(new JsonObject());
    }

    private Future<JsonObject> run(One one) {
        return ask(new Run(one.queue(), one.id()), Firing.class).map(ScheduleJson::firing);
    }

    private Future<JsonObject> backfill(Backfill request) {
        return ask(request, Backfilled.class).map(filled -> {
            JsonArray firings = new JsonArray();
            filled.firings().forEach(each -> firings.add(ScheduleJson.firing(each)));
            return new JsonObject().put("ticks", firings);
        });
    }
}
