package dev.hub.core.schedule;

import dev.hub.core.channel.Payload;
import java.util.List;
import java.util.OptionalLong;

/**
 * A schedule and how it is doing.
 *
 * @param job as its author wrote it, JSON; null when it cannot be decrypted
 * @param upcoming the ticks that come next, {@value #UPCOMING} at most, ms since 1970; none when it is paused, and when none
 *     comes any more
 * @param fired how many jobs it submitted
 * @param skipped how many ticks passed since a job was not over
 * @param last what became of the last ticks, the latest first
 * @param revision changes whenever somebody changes it
 */
public record ScheduleView(
        Schedule schedule,
        Payload job,
        boolean isPaused,
        List<Long> upcoming,
        long fired,
        long skipped,
        List<Firing> last,
        String revision) {
    /** So many ticks are told ahead. */
    public static final int UPCOMING = 3;

    /** Copies the lists. */
    public ScheduleView {
        upcoming = List.copyOf(upcoming);
        last = List.copyOf(last);
    }

    /** It has had as many jobs as it may. */
    public boolean isExhausted() {
        return schedule.limit() > 0 && fired >= schedule.limit();
    }

    /** The tick that comes next; it may be over. */
    public OptionalLong next() {
        return upcoming.isEmpty() ? OptionalLong.empty() : OptionalLong.of(upcoming.getFirst());
    }
}
