package dev.hub.core.bus;

import dev.hub.core.bus.ScheduleCommand.Backfilled;
import dev.hub.core.bus.ScheduleCommand.Listing;
import dev.hub.core.bus.ScheduleCommand.Made;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.ScheduleView;
import dev.hub.core.schedule.ScheduledJob;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs that come by the clock, for verticles beside the hub. Get it from {@link HubClient#schedules}. Where there is no such
 * schedule, calls fail with {@link dev.hub.core.protocol.ErrorCode#UNKNOWN_CHANNEL}.
 */
public final class HubSchedules {
    private final HubBus bus;

    private HubSchedules(HubBus bus) {
        this.bus = bus;
    }

    static HubSchedules of(HubBus bus) {
        return new HubSchedules(bus);
    }

    private <T> Future<T> ask(ScheduleCommand command, Class<T> answer) {
        return bus.request(Addresses.SCHEDULES, command, answer);
    }

    /**
     * Makes a schedule, or changes one; put it at each start. Where its times are as before, its next tick is, too, and it stays
     * paused if somebody paused it.
     *
     * @param job what is submitted at each tick; its id does not matter
     */
    public Future<ScheduleView> put(Schedule schedule, NewJob job) {
        String source = new JsonObject().put("name", job.spec().name()).encode();
        String open = source.substring(0, source.length() - 1);
        Payload shown = Payload.ofJson(open + ",\"data\":" + job.data().toJson() + "}");
        return ask(new ScheduleCommand.Put(schedule, new ScheduledJob(job, shown), Optional.empty()), Made.class)
                .map(Made::schedule);
    }

    /** The schedules of a queue, 1,000 at most. */
    public Future<List<ScheduleView>> list(QueueName queue) {
        int all = ScheduleCommand.ListAll.MAX_LIMIT;
        return ask(new ScheduleCommand.ListAll(Optional.of(queue), "", all), Listing.class)
                .map(Listing::schedules);
    }

    /** A schedule, and how it is doing. */
    public Future<ScheduleView> get(QueueName queue, ScheduleId id) {
        return ask(new ScheduleCommand.Get(queue, id), ScheduleView.class);
    }

    /** Forgets it; its jobs go on. */
    public Future<Void> delete(QueueName queue, ScheduleId id) {
        return ask(new ScheduleCommand.Delete(queue, id), ScheduleView.class).mapEmpty();
    }

    /** Submits its job now, as its overlap policy lets it. */
    public Future<Firing> run(QueueName queue, ScheduleId id) {
        return ask(new ScheduleCommand.Run(queue, id), Firing.class);
    }

    /** Lets its ticks pass without jobs. */
    public Future<ScheduleView> pause(QueueName queue, ScheduleId id) {
        return ask(new ScheduleCommand.Pause(queue, id), ScheduleView.class);
    }

    /** Ends a pause; what was missed is not made up for. */
    public Future<ScheduleView> resume(QueueName queue, ScheduleId id) {
        return ask(new ScheduleCommand.Resume(queue, id), ScheduleView.class);
    }

    /** Submits the jobs of ticks that have none, from one time to another, both included; 1,000 at most. */
    public Future<List<Firing>> backfill(QueueName queue, ScheduleId id, Instant from, Instant to) {
        return ask(new ScheduleCommand.Backfill(queue, id, from.toEpochMilli(), to.toEpochMilli()), Backfilled.class)
                .map(Backfilled::firings);
    }
}
