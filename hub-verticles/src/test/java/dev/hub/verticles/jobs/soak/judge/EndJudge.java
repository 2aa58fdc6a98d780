package dev.hub.verticles.jobs.soak.judge;

import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges the end of each job: what it is, and whether that agrees with what everybody was told. */
public final class EndJudge {
    /** Results of workers that the ledger does not know, which run inside the hubs, say so. */
    public static final String INSIDE = "inside";

    private final JobLedger ledger;
    private final Findings findings;
    private final Map<String, Ending> endings = new LinkedHashMap<>();

    /** Of the jobs of a ledger. */
    public EndJudge(JobLedger ledger) {
        this.ledger = ledger;
        this.findings = ledger.findings();
    }

    /** All jobs by id, after {@link #judge}. */
    Map<String, Ending> endings() {
        return endings;
    }

    /** Judges all. {@code shown} is what the lists of all states show. */
    public void judge(Collection<Ending> shown) {
        for (Ending each : shown) {
            Ending other = endings.put(each.id(), each);
            if (other != null) {
                findings.add(Kind.IN_TWO_STATES, each.id() + " is " + other.state() + " and " + each.state());
            }
        }
        endings.values().forEach(this::judgeShown);
        ledger.tracks().forEach(track -> {
            if (track.isTaken() && !endings.containsKey(track.wish.id())) {
                findings.add(Kind.LOST, track.wish.id() + " was taken, and started " + track.highestEpoch() + " times");
            }
        });
    }

    private void judgeShown(Ending ending) {
        if (!ending.isFinal()) {
            findings.add(Kind.UNFINISHED, ending.id() + " is " + ending.state());
        }
        ledger.find(ending.id()).ifPresentOrElse(track -> compare(track, ending), () -> {
            if (!TickJudge.isOfSchedule(ending.id())) {
                findings.add(Kind.UNASKED, ending.id() + " is " + ending.state());
            }
        });
        if (ending.isDone() && ending.result().getLong("epoch", 0L) != ending.epoch()) {
            findings.add(Kind.MIXED_UP, ending.id() + "#" + ending.epoch() + " has the result of " + ending.result());
        }
    }

    private void compare(JobTrack track, Ending ending) {
        String id = ending.id();
        if (track.highestEpoch() > ending.epoch()) {
            contradict(id + " was started " + track.highestEpoch() + " times, and " + ending.epoch() + " are known");
        }
        if (track.doneEpoch() > 0 && !(ending.isDone() && ending.epoch() == track.doneEpoch())) {
            contradict(id + "#" + track.doneEpoch() + " was completed, and it is " + ending.state() + " at "
                    + ending.epoch());
        }
        if (ending.isDone() && !wasCompleted(track, ending)) {
            contradict(id + "#" + ending.epoch() + " is done, and no worker said so");
        }
        if (ending.state().equals("cancelled") && !track.mayBeCancelled()) {
            contradict(id + " is cancelled, and nobody asked for that");
        }
        if (ending.state().equals("expired") && track.wish.ttlMillis() == 0) {
            contradict(id + " is expired, and had no end");
        }
        if (!track.mayBeReopened()) {
            compareWithOrders(track, ending);
            compareWithTime(track, ending);
        }
        if (!track.wish.keepsLast()
                && !ending.dataId().isEmpty()
                && !ending.dataId().equals(id)) {
            findings.add(Kind.MIXED_UP, id + " has the payload of " + ending.dataId());
        }
    }

    private void contradict(String text) {
        findings.add(Kind.CONTRADICTED, text);
    }

    private static boolean wasCompleted(JobTrack track, Ending ending) {
        return ending.result().getString("by", "").equals(INSIDE)
                || track.starts().stream()
                        .anyMatch(start -> start.epoch == ending.epoch() && start.mayHave(verb -> verb == Verb.DONE));
    }

    /** Of a job that nobody wanted to be done after all. */
    private void compareWithOrders(JobTrack track, Ending ending) {
        String id = ending.id();
        if (track.isCancelled() && !ending.state().equals("cancelled")) {
            contradict(id + " was cancelled, and is " + ending.state());
        }
        boolean isGivenUp = track.starts().stream().anyMatch(start -> start.has(verb -> verb == Verb.GIVE_UP));
        if (isGivenUp && !ending.state().equals("dead") && !track.mayBeCancelled()) {
            contradict(id + " was given up, and is " + ending.state());
        }
        long failed = track.starts().stream()
                .filter(start -> start.mayHave(verb -> verb == Verb.FAIL || verb == Verb.GIVE_UP))
                .count();
        if (ending.failures() > failed) {
            findings.add(
                    Kind.MISCOUNTED,
                    id + " has " + ending.failures() + " failures, and workers were told of " + failed + ": "
                            + track.starts().stream().map(Start::words).toList());
        }
    }

    private void compareWithTime(JobTrack track, Ending ending) {
        long ttl = track.wish.ttlMillis();
        for (Start start : track.starts()) {
            if (ttl > 0 && start.claimedMillis > ending.submittedAt() + ttl) {
                findings.add(
                        Kind.STARTED_AFTER_END,
                        start + " at " + start.claimedMillis + ", taken at " + ending.submittedAt() + " for " + ttl
                                + " ms");
            }
        }
    }
}
