package dev.hub.core.bus;

import dev.hub.core.job.QueueName;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.ScheduleView;
import dev.hub.core.schedule.ScheduledJob;
import java.util.List;
import java.util.Optional;

/** What whoever has jobs come by the clock asks the ScheduleVerticle for. Rights were checked before. */
public sealed interface ScheduleCommand {
    /**
     * Make a schedule, or change one. Answered with {@link Made}.
     *
     * @param paused what it is to be; empty for what it is
     */
    record Put(Schedule schedule, ScheduledJob job, Optional<Boolean> paused) implements ScheduleCommand {}

    /**
     * Tell schedules, by their queues and ids. Answered with {@link Listing}.
     *
     * @param queue of which one; empty for all
     * @param after {@link Listing#next} of the page before; empty for the first one
     * @param limit most of them, 1 to {@value #MAX_LIMIT}
     */
    record ListAll(Optional<QueueName> queue, String after, int limit) implements ScheduleCommand {
        /** Longest page. */
        public static final int MAX_LIMIT = 1_000;
    }

    /** Tell one schedule. Answered with a {@link ScheduleView}; refused with 102 when there is none, as all that follow. */
    record Get(QueueName queue, ScheduleId id) implements ScheduleCommand {}

    /** Forget a schedule; its jobs go on. Answered with the {@link ScheduleView} that it was. */
    record Delete(QueueName queue, ScheduleId id) implements ScheduleCommand {}

    /** Let its ticks pass without jobs. Answered with a {@link ScheduleView}. */
    record Pause(QueueName queue, ScheduleId id) implements ScheduleCommand {}

    /** End a pause, without making up for what was missed. Answered with a {@link ScheduleView}. */
    record Resume(QueueName queue, ScheduleId id) implements ScheduleCommand {}

    /** Submit its job now, as its overlap policy lets it. Answered with a {@link Firing}. */
    record Run(QueueName queue, ScheduleId id) implements ScheduleCommand {}

    /**
     * Submit the jobs of the ticks from one time to another that have none; refused when there are more than
     * {@value dev.hub.core.schedule.FiringStore#MAX_BACKFILL}. Answered with {@link Backfilled}.
     *
     * @param fromMillis ms since 1970
     * @param toMillis not before
     */
    record Backfill(QueueName queue, ScheduleId id, long fromMillis, long toMillis) implements ScheduleCommand {}

    /** It is there now. */
    record Made(boolean isNew, ScheduleView schedule) {}

    /**
     * Some schedules.
     *
     * @param next where those after them begin; empty for the end
     */
    record Listing(List<ScheduleView> schedules, String next) {
        /** Copies the list. */
        public Listing {
            schedules = List.copyOf(schedules);
        }
    }

    /** What became of each tick. */
    record Backfilled(List<Firing> firings) {
        /** Copies the list. */
        public Backfilled {
            firings = List.copyOf(firings);
        }
    }
}
