package dev.hub.verticles.jobs.soak.judge;

import dev.hub.verticles.jobs.soak.judge.Start.Answer;
import dev.hub.verticles.jobs.soak.judge.Start.Attempt;
import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What was asked of a queue and what it answered, job by job, in the order in which it happened here. */
public final class JobLedger {
    private final Map<String, JobTrack> tracks = new LinkedHashMap<>();
    private final Findings findings;
    private long count;

    /** An empty one. */
    public JobLedger(Findings findings) {
        this.findings = findings;
    }

    /** Where everything that is wrong is collected. */
    public Findings findings() {
        return findings;
    }

    /** This moment: a number above those of all moments before. */
    public long now() {
        return ++count;
    }

    /** Somebody is about to submit this. */
    public void wish(Wish wish) {
        tracks.putIfAbsent(wish.id(), new JobTrack(wish, findings));
    }

    /** The queue says that this job is there. */
    public void taken(String id) {
        JobTrack track = tracks.get(id);
        if (track == null) {
            findings.add(Kind.UNASKED, id + " was said to be there");
        } else {
            track.taken();
        }
    }

    /**
     * A worker was given a job. One that a schedule may have brought begins to be known here.
     *
     * @param asked the moment when the worker asked
     * @param claimedMillis by the server's clock
     * @param leaseUntil by the server's clock
     */
    public Start started(String id, long epoch, String worker, long asked, long claimedMillis, long leaseUntil) {
        Start start = new Start(id, epoch, worker, claimedMillis, leaseUntil, asked);
        if (!tracks.containsKey(id) && !TickJudge.isOfSchedule(id)) {
            findings.add(Kind.UNASKED, start + " was handed out");
        }
        tracks.computeIfAbsent(id, unknown -> new JobTrack(Wish.of(id), findings))
                .started(start, now());
        return start;
    }

    /** A worker is about to say something of its job. */
    public Attempt settling(Start start, Verb verb, long nowMillis) {
        return start.attempt(verb, nowMillis, of(start.id).highestEpoch());
    }

    /** The queue has answered it. */
    public void settled(Attempt attempt, Answer answer) {
        of(attempt.start.id).answered(attempt, answer);
    }

    /** An operator is about to cancel these. */
    public void cancelling(List<String> ids) {
        each(ids, JobTrack::cancelling);
    }

    /** The queue says that these are cancelled. */
    public void cancelled(List<String> ids) {
        long now = now();
        each(ids, track -> track.cancelled(now));
    }

    /** An operator is about to have these done after all. */
    public void reopening(List<String> ids) {
        each(ids, JobTrack::reopening);
    }

    private void each(List<String> ids, Consumer<JobTrack> action) {
        ids.forEach(id -> action.accept(of(id)));
    }

    private JobTrack of(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("the run has no job " + id));
    }

    Optional<JobTrack> find(String id) {
        return Optional.ofNullable(tracks.get(id));
    }

    Collection<JobTrack> tracks() {
        return Collections.unmodifiableCollection(tracks.values());
    }
}
