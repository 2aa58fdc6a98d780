package dev.hub.verticles.jobs.soak.judge;

import java.util.Collection;
import java.util.TreeSet;

/**
 * Judges a schedule that fires at every full {@code everyMillis} and makes up for all that was missed: one job for each tick,
 * no job for anything else.
 *
 * @param fromMillis since when it is known to be there
 * @param toMillis until when it was seen to have fired
 */
public record TickJudge(String schedule, long everyMillis, long fromMillis, long toMillis) {
    /** Ids of schedules begin with this. */
    public static final String MARK = "tick-";

    static boolean isOfSchedule(String job) {
        return job.startsWith(MARK);
    }

    /** Judges it; tells how many ticks it had. */
    public int judge(Collection<Ending> endings, Findings findings) {
        TreeSet<Long> ticks = new TreeSet<>();
        for (Ending each : endings) {
            if (each.id().startsWith(schedule + ":")) {
                ticks.add(Long.parseLong(each.id().substring(schedule.length() + 1)));
            }
        }
        if (ticks.isEmpty()) {
            findings.add(Kind.TICK_MISSED, schedule + " never fired");
            return 0;
        }
        long phase = ticks.first() % everyMillis;
        ticks.stream()
                .filter(tick -> tick % everyMillis != phase)
                .forEach(tick -> findings.add(Kind.NO_TICK, schedule + " fired for " + tick));
        long first = Math.min(ticks.first(), fromMillis - Math.floorMod(fromMillis - phase, everyMillis) + everyMillis);
        for (long tick = first; tick <= toMillis; tick += everyMillis) {
            if (!ticks.contains(tick)) {
                findings.add(Kind.TICK_MISSED, schedule + " has no job for " + tick);
            }
        }
        return ticks.size();
    }
}
