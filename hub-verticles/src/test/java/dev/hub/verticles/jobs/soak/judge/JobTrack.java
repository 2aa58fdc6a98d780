package dev.hub.verticles.jobs.soak.judge;

import dev.hub.verticles.jobs.soak.judge.Start.Answer;
import dev.hub.verticles.jobs.soak.judge.Start.Attempt;
import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import java.util.ArrayList;
import java.util.List;

/** What one job went through, as far as those know who asked. Judges what can be judged at once. */
final class JobTrack {
    private static final long NEVER = Long.MAX_VALUE;

    final Wish wish;
    private final Findings findings;
    private final List<Start> starts = new ArrayList<>();
    private final List<Long> handedOut = new ArrayList<>();
    private boolean isTaken;
    private long highestEpoch;
    private long doneEpoch;
    private boolean mayBeCancelled;
    private boolean mayBeReopened;
    private long cancelled = NEVER;

    JobTrack(Wish wish, Findings findings) {
        this.wish = wish;
        this.findings = findings;
    }

    void taken() {
        isTaken = true;
    }

    boolean isTaken() {
        return isTaken;
    }

    List<Start> starts() {
        return starts;
    }

    long highestEpoch() {
        return highestEpoch;
    }

    /** The start that was completed; 0 when nobody was told so. */
    long doneEpoch() {
        return doneEpoch;
    }

    boolean mayBeCancelled() {
        return mayBeCancelled;
    }

    boolean mayBeReopened() {
        return mayBeReopened;
    }

    boolean isCancelled() {
        return cancelled != NEVER;
    }

    void cancelling() {
        mayBeCancelled = true;
    }

    void cancelled(long now) {
        cancelled = Math.min(cancelled, now);
    }

    void reopening() {
        mayBeReopened = true;
    }

    /** Starts are told in the order of the answers, which may differ from the order in which they happened. */
    void started(Start start, long now) {
        for (Start before : starts) {
            if (before.epoch == start.epoch) {
                findings.add(Kind.HANDED_OUT_TWICE, start + ", before to " + before.worker);
            } else if (before.epoch > start.epoch && start.asked > knownSince(before)) {
                findings.add(Kind.EPOCH_FELL, start + " was asked for after " + before + " was handed out");
            }
        }
        if (doneEpoch > 0 && start.epoch > doneEpoch) {
            findings.add(Kind.STARTED_AFTER_END, start + ", and " + doneEpoch + " was completed");
        }
        if (start.asked > cancelled && !mayBeReopened) {
            findings.add(Kind.STARTED_AFTER_END, start + " was asked for after it had been cancelled");
        }
        starts.add(start);
        handedOut.add(now);
        highestEpoch = Math.max(highestEpoch, start.epoch);
    }

    private long knownSince(Start start) {
        return handedOut.get(starts.indexOf(start));
    }

    void answered(Attempt attempt, Answer answer) {
        attempt.answer = answer;
        if (answer != Answer.ACCEPTED) {
            return;
        }
        Start start = attempt.start;
        // A hub hands back for a worker that seems to be gone: to release the job then is answered alike, and changes
        // nothing.
        boolean isStale = attempt.isLate() && attempt.verb != Verb.RELEASE;
        if (isStale && !start.hasSaidInTime(attempt.verb)) {
            findings.add(
                    Kind.STALE_ACCEPTED,
                    attempt.verb + " of " + start + " when " + attempt.highestEpoch + " had been handed out");
        }
        if (attempt.verb == Verb.DONE) {
            completed(start);
        }
        boolean isContradicted =
                attempt.verb == Verb.DONE ? start.has(verb -> verb != Verb.DONE) : start.has(verb -> verb == Verb.DONE);
        if (isContradicted) {
            findings.add(Kind.CONTRADICTED, attempt.verb + " of " + start + " counts, and another word before did");
        }
    }

    private void completed(Start start) {
        if (doneEpoch > 0 && doneEpoch != start.epoch) {
            findings.add(Kind.COMPLETED_TWICE, start + ", and before " + doneEpoch);
        }
        if (highestEpoch > start.epoch) {
            findings.add(Kind.STALE_ACCEPTED, "the end of " + start + ", and " + highestEpoch + " was handed out");
        }
        doneEpoch = Math.max(doneEpoch, start.epoch);
    }
}
