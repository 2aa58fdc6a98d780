package dev.hub.verticles.jobs.soak.judge;

import java.util.Map;

/** Judges flows: a parent starts after all its children are done, and not at all when one is dead. */
public record FlowJudge(JobLedger ledger) {
    /** Judges all. */
    public void judge(EndJudge judge) {
        ledger.tracks().stream()
                .filter(track -> !track.wish.children().isEmpty())
                .forEach(track -> judge(track, judge.endings()));
    }

    private void judge(JobTrack track, Map<String, Ending> endings) {
        Ending parent = endings.get(track.wish.id());
        if (parent == null) {
            return; // Not taken, or lost, which is said already.
        }
        long started = track.starts().stream()
                .mapToLong(start -> start.claimedMillis)
                .min()
                .orElse(parent.claimedAt());
        for (String id : track.wish.children()) {
            Ending child = endings.get(id);
            if (child == null) {
                ledger.findings().add(Kind.LOST, id + ", which comes before " + parent.id());
            } else if (!child.isDone() && (started > 0 || parent.isDone())) {
                ledger.findings().add(Kind.PARENT_TOO_EARLY, parent.id() + ", and " + id + " is " + child.state());
            } else if (started > 0 && started < child.endedAt()) {
                ledger.findings()
                        .add(
                                Kind.PARENT_TOO_EARLY,
                                parent.id() + " at " + started + ", and " + id + " at " + child.endedAt());
            }
        }
    }
}
