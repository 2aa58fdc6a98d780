package dev.hub.verticles.job;

import dev.hub.core.bus.JobWork.Attach;
import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWorker;
import dev.hub.core.bus.JobWorker.OfConnection;
import dev.hub.core.bus.JobWorkerEvent;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.report.WorkForce;
import dev.hub.verticles.alarm.Sleeper;
import dev.hub.verticles.job.Outcomes.Outcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One queue that somebody on this instance works or waits for: who does, and what becomes of their jobs. */
final class ActiveQueue implements Sleeper, Rounds.Side {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveQueue.class);

    private final QueueName name;
    private final QueueDesk desk;
    private final Crew crew = new Crew();
    private final WaitingClaims waiting = new WaitingClaims();
    private final Handout.People people = new Handout.People(crew, waiting);
    private final Outcomes outcomes = new Outcomes();
    private final HeldJobs held;
    private final Rounds rounds;
    private boolean isClosing;

    ActiveQueue(QueueName name, JobStore store, QueueDesk desk) {
        this.name = name;
        this.desk = desk;
        this.held = new HeldJobs(name, desk);
        this.rounds = new Rounds(name, store, desk, this, outcomes);
    }

    QueueName name() {
        return name;
    }

    QueueDesk desk() {
        return desk;
    }

    /** Nobody works or waits for it here. */
    boolean isIdle() {
        return crew.isEmpty() && waiting.isEmpty() && outcomes.isEmpty() && held.isEmpty() && !rounds.isUnderWay();
    }

    /** Somebody here would have jobs if there were some. */
    boolean hasRoom() {
        return !takers().isEmpty();
    }

    /** Who works and waits for it here. */
    WorkForce force() {
        return WorkForce.of(crew.size(), crew.credit(), crew.working(), waiting.size());
    }

    /** The jobs of it that were claimed here. */
    HeldJobs held() {
        return held;
    }

    // ---- who works and waits

    void attach(Attach attach) {
        crew.join(attach.worker(), attach.credit(), attach.ahead());
        rounds.woken();
    }

    /** It gets nothing more, and may finish what it has. Tells whether it was here. */
    boolean detach(JobWorker worker) {
        boolean wasHere = crew.has(worker);
        crew.leave(worker);
        return wasHere;
    }

    /** The worker is gone, and nobody else works on what it has: that is for others at once. */
    void gone(JobWorker worker) {
        crew.leave(worker);
        for (HeldJob each : held.all()) {
            if (worker.equals(each.holder())) {
                release(each.job.claim());
            }
        }
    }

    /** The connection is gone; its jobs, of which nobody knows now who works on them. */
    List<HeldJob> gone(String client) {
        crew.workers().stream()
                .filter(worker -> worker instanceof OfConnection connection
                        && connection.client().equals(client))
                .forEach(crew::leave);
        waiting.of(client).forEach(this::giveUp);
        return held.orphan(client);
    }

    /** Waits for jobs; for as long as {@link #giveUp} is not called, if it is patient. */
    WaitingClaim await(Claim claim) {
        WaitingClaim some = waiting.add(claim, rounds.count());
        rounds.woken();
        return some;
    }

    /** It has waited long enough; jobs that are on their way to it still come. */
    void giveUp(WaitingClaim claim) {
        claim.hurry();
        if (!rounds.isUnderWay() && waiting.remove(claim)) {
            claim.answer.complete(List.of());
        }
    }

    /** Nobody gets jobs any more; outcomes still go to Valkey. */
    void close() {
        isClosing = true;
        waiting.all().forEach(this::giveUp);
    }

    /** Nobody came back for an orphan. */
    void handBack(HeldJob orphan) {
        if (held.find(orphan.job.claim()) == orphan && orphan.isOrphan()) {
            release(orphan.job.claim());
        }
    }

    /** What verticles of this instance have is for others at once; they are told to stop. */
    List<Future<Settled>> handBackAll() {
        List<Future<Settled>> all = new ArrayList<>();
        for (HeldJob each : held.all()) {
            if (each.isKeptHere() && !each.isSettled()) {
                tellToStop(each, Reason.LOST);
                all.add(settle(new Settlement.Release(each.job.claim(), 0)));
            }
        }
        return all;
    }

    private void tellToStop(HeldJob job, Reason reason) {
        JobWorker holder = job.holder();
        if (holder != null) {
            desk.tell(holder, new JobWorkerEvent.Stop(name, job.job.claim(), reason));
        }
    }

    // ---- what becomes of jobs

    /** It was claimed here, or its outcome is on its way. */
    boolean knows(JobClaim claim) {
        return held.find(claim) != null || outcomes.have(claim);
    }

    /** Its worker is through with a job; its place is free from now on. */
    Future<Settled> settle(Settlement settlement) {
        JobClaim claim = settlement.claim();
        crew.drop(claim);
        HeldJob job = held.find(claim);
        if (job != null) {
            job.settled();
        }
        Future<Settled> settled = outcomes.add(settlement).onSuccess(answer -> settled(settlement, answer));
        rounds.workSoon();
        return settled;
    }

    private void settled(Settlement settlement, Settled answer) {
        JobClaim claim = settlement.claim();
        HeldJob job = held.find(claim);
        long ran = job == null ? -1 : desk.now() - job.since;
        drop(claim);
        if (outcomes.isNews(claim, answer)) {
            desk.reports().settled(name, settlement, answer, ran);
        }
        if (answer.isFollowed()) {
            desk.changed(name, claim.id());
        }
    }

    /** Others may have it. */
    void release(JobClaim claim) {
        settle(new Settlement.Release(claim, 0))
                .onFailure(cause -> LOG.debug("A job of {} waits for its lease to end: {}", name, cause.toString()));
    }

    /** It is not its worker's any more, who is told. */
    void stop(JobClaim claim, Reason reason) {
        HeldJob job = held.find(claim);
        if (job == null) {
            return;
        }
        drop(claim);
        outcomes.lost(claim);
        desk.reports().lost(name);
        tellToStop(job, reason);
        rounds.woken();
    }

    /** Its attempt took too long: that is a failure, and the worker is told. */
    void timeOut(HeldJob late) {
        ClaimedJob job = late.job;
        if (held.find(job.claim()) == late && !late.isSettled()) {
            tellToStop(late, Reason.TIMEOUT);
            settle(Failures.timedOut(job.claim(), job.spec(), job.failures(), desk.random()))
                    .onFailure(cause -> LOG.debug("A time-out is left to others: {}", cause.toString()));
        }
    }

    private void drop(JobClaim claim) {
        crew.drop(claim);
        held.drop(claim);
    }

    // ---- what there may be

    @Override
    public void woken() {
        rounds.woken();
    }

    /** The same; when, in us by Valkey's clock. */
    void woken(long micros) {
        rounds.woken(micros);
    }

    /**
     * Jobs are on their way to Valkey, before whatever is sent from now on. Whose handlers take little time asks for them at
     * once; others wait until they are woken, for other instances may have less to do.
     */
    void expect() {
        if (crew.isQuick()) {
            rounds.expect();
        }
    }

    /** Looks after what is late. */
    void tick() {
        long now = desk.now();
        held.lookAfterLeases(now);
        if (rounds.dueAt() <= now) {
            rounds.woken();
        } else {
            rounds.work();
        }
    }

    @Override
    public long dueAt() {
        return rounds.dueAt();
    }

    // ---- rounds

    @Override
    public Takers takers() {
        return isClosing ? new Takers() : people.takers();
    }

    @Override
    public void unreadable(int many) {
        desk.reports().unreadable(name, many);
    }

    @Override
    public void claimed(List<ClaimedJob> jobs, Takers takers, long sent, boolean isAll) {
        new Handout(this, people, sent).give(jobs, takers);
        if (isAll) {
            waiting.answerTheImpatient(rounds.count());
        }
    }

    @Override
    public void failed(Throwable cause, List<Outcome> settling) {
        outcomes.failed(settling, cause, claim -> {
            HeldJob job = held.find(claim);
            return job != null && job.isKeptHere();
        });
        waiting.fail(cause);
    }
}
