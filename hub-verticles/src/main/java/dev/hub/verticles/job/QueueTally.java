package dev.hub.verticles.job;

import dev.hub.core.job.report.JobWindow;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was counted of a queue in the last minute, in pieces of ten seconds, and in the last fifteen, in pieces of one; none for those in
 * which nothing was. Belongs to one event loop.
 */
final class QueueTally {
    /** So many steps are a minute. */
    static final int MINUTE = 6;

    private static final int MINUTES = 14;

    private final Deque<TallySlot> steps = new ArrayDeque<>();
    private final Deque<TallySlot> minutes = new ArrayDeque<>();

    /** What is counted in the step of that number. */
    TallySlot at(long step) {
        TallySlot last = steps.peekLast();
        return last != null && last.number == step ? last : begin(step);
    }

    private TallySlot begin(long step) {
        TallySlot last = steps.peekLast();
        if (last != null) {
            minute(last.number / MINUTE).add(last);
        }
        TallySlot slot = new TallySlot(step);
        steps.add(slot);
        return slot;
    }

    private TallySlot minute(long number) {
        TallySlot last = minutes.peekLast();
        if (last != null && last.number == number) {
            return last;
        }
        TallySlot slot = new TallySlot(number);
        minutes.add(slot);
        return slot;
    }

    /** The step of that number begins. What is too old is forgotten; tells whether there is anything left. */
    boolean isAliveAt(long step) {
        minutes.removeIf(slot -> slot.number < firstMinute(step));
        TallySlot last = steps.peekLast();
        boolean isLastRecent = last != null && last.number / MINUTE >= firstMinute(step);
        steps.removeIf(slot -> slot != last && slot.number < step - MINUTE);
        return isLastRecent || !minutes.isEmpty();
    }

    private static long firstMinute(long step) {
        return Math.max(0, step / MINUTE - MINUTES);
    }

    /** The first step of the window of fifteen minutes. */
    static long firstOfQuarter(long step) {
        return firstMinute(step) * MINUTE;
    }

    /** The last minute: the steps before the one of that number, and what there is of it. */
    JobWindow minute(long step, long millis) {
        TallySlot sum = new TallySlot(step);
        steps.stream().filter(slot -> slot.number >= step - MINUTE).forEach(sum::add);
        return sum.window(millis);
    }

    /** The last fifteen. The latest slot is not among the minutes yet. */
    JobWindow quarter(long step, long millis) {
        TallySlot sum = new TallySlot(step);
        minutes.stream().filter(slot -> slot.number >= firstMinute(step)).forEach(sum::add);
        TallySlot last = steps.peekLast();
        if (last != null && last.number / MINUTE >= firstMinute(step)) {
            sum.add(last);
        }
        return sum.window(millis);
    }
}
