package dev.hub.verticles.job;

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
import dev.hub.core.job.Work;
import dev.hub.core.job.Worked;
import dev.hub.core.job.report.WorkForce;
import dev.hub.core.valkey.ValkeyException;
import dev.hub.verticles.alarm.Sleeper;
import dev.hub.verticles.job.Outcomes.Outcome;
import dev.hub.verticles.job.Takers.Recipient;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue that somebody on this instance works or waits for. Valkey hears of it in rounds, one at a time: each carries all
 * outcomes that came since the one before, and asks for as many jobs as there is room for. The more there is to do, the more
 * goes with one round; a lone outcome goes at once.
 */
final class ActiveQueue implements Sleeper {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveQueue.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final QueueName name;
    private final JobStore store;
    private final QueueDesk desk;
    private final Crew crew = new Crew();
    private final Deque<WaitingClaim> waiting = new ArrayDeque<>();
    private final Outcomes outcomes = new Outcomes();
    private final Map<String, HeldJob> held = new HashMap<>();
    private boolean isUnderWay;
    private boolean isPlanned;
    private boolean isClosing;
    private boolean mayHaveMore = true;
    private boolean isHungry;
    private boolean mayHaveStrays;
    private long rounds;
    private long dueAt = NEVER;

    ActiveQueue(QueueName name, JobStore store, QueueDesk desk) {
        this.name = name;
        this.store = store;
        this.desk = desk;
    }

    QueueName name() {
        return name;
    }

    /** Nobody works or waits for it here. */
    boolean isIdle() {
        return crew.isEmpty() && waiting.isEmpty() && outcomes.isEmpty() && held.isEmpty() && !isUnderWay;
    }

    /** Somebody here would have jobs if there were some. */
    boolean hasRoom() {
        return !takers().isEmpty();
    }

    /** Who works and waits for it here. */
    WorkForce force() {
        return WorkForce.of(crew.size(), crew.credit(), crew.held(), waiting.size());
    }

    private Collection<HeldJob> held() {
        return List.copyOf(held.values());
    }

    /** Verticles of this instance have jobs of it. */
    boolean keepsJobs() {
        return held.values().stream().anyMatch(HeldJob::isKeptHere);
    }

    // ---- who works and waits

    void attach(JobWorker worker, int credit) {
        crew.join(worker, credit);
        woken();
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
        for (HeldJob each : held()) {
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
        for (WaitingClaim each : List.copyOf(waiting)) {
            if (each.claim.client().equals(client)) {
                giveUp(each);
            }
        }
        List<HeldJob> orphans =
                held.values().stream().filter(each -> each.isOf(client)).toList();
        orphans.forEach(HeldJob::orphan);
        return orphans;
    }

    /** Waits for jobs; for as long as {@link #giveUp} is not called, if it is patient. */
    WaitingClaim await(Claim claim) {
        WaitingClaim some = new WaitingClaim(claim, rounds);
        waiting.add(some);
        woken();
        return some;
    }

    /** It has waited long enough; jobs that are on their way to it still come. */
    void giveUp(WaitingClaim claim) {
        claim.hurry();
        if (!isUnderWay && waiting.remove(claim)) {
            claim.answer.complete(List.of());
        }
    }

    /** Nobody gets jobs any more; outcomes still go to Valkey. */
    void close() {
        isClosing = true;
        List.copyOf(waiting).forEach(this::giveUp);
    }

    /** Nobody came back for an orphan. */
    void handBack(HeldJob orphan) {
        if (find(orphan.job.claim()) == orphan && orphan.isOrphan()) {
            release(orphan.job.claim());
        }
    }

    /** What verticles of this instance have is for others at once; they are told to stop. */
    List<Future<Settled>> handBackAll() {
        List<Future<Settled>> all = new ArrayList<>();
        for (HeldJob each : held()) {
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

    /** The job as it was claimed here; null when this instance knows nothing of it. */
    @Nullable
    HeldJob find(JobClaim claim) {
        HeldJob job = held.get(claim.id());
        return job != null && job.job.claim().equals(claim) ? job : null;
    }

    /** It was claimed here, or its outcome is on its way. */
    boolean knows(JobClaim claim) {
        return find(claim) != null || outcomes.have(claim);
    }

    /** Its worker is through with a job; its place is free from now on. */
    Future<Settled> settle(Settlement settlement) {
        JobClaim claim = settlement.claim();
        crew.drop(claim);
        HeldJob job = find(claim);
        if (job != null) {
            job.settled();
        }
        Future<Settled> settled = outcomes.add(settlement).onSuccess(answer -> settled(settlement, answer));
        workSoon();
        return settled;
    }

    private void settled(Settlement settlement, Settled answer) {
        JobClaim claim = settlement.claim();
        HeldJob job = find(claim);
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
        HeldJob job = find(claim);
        if (job == null) {
            return;
        }
        drop(claim);
        outcomes.lost(claim);
        desk.reports().lost(name);
        tellToStop(job, reason);
        woken();
    }

    /** Its attempt took too long: that is a failure, and the worker is told. */
    void timeOut(ClaimedJob job) {
        HeldJob late = find(job.claim());
        if (late != null && !late.isSettled()) {
            tellToStop(late, Reason.TIMEOUT);
            settle(Failures.timedOut(job.claim(), job.spec(), job.failures(), desk.random()))
                    .onFailure(cause -> LOG.debug("A time-out is left to others: {}", cause.toString()));
        }
    }

    private void drop(JobClaim claim) {
        HeldJob job = find(claim);
        crew.drop(claim);
        if (job != null) {
            held.remove(claim.id());
            desk.reports().left(name);
            if (job.isKeptHere()) {
                desk.forget(name, claim);
            }
            desk.left();
        }
    }

    // ---- rounds

    @Override
    public void woken() {
        mayHaveMore = true;
        isHungry = false;
        work();
    }

    /** Looks after what is late. */
    void tick() {
        long now = desk.now();
        for (HeldJob each : held()) {
            if (!each.isKeptHere() && each.until() <= now && each.doubt()) {
                desk.doubt(this, each);
            }
        }
        if (dueAt <= now) {
            woken();
        } else {
            work();
        }
    }

    /** When there may be more without a word. */
    @Override
    public long dueAt() {
        return dueAt;
    }

    /** Once for all outcomes that come together. */
    private void workSoon() {
        if (!isPlanned) {
            isPlanned = true;
            desk.afterwards(() -> {
                isPlanned = false;
                work();
            });
        }
    }

    private void work() {
        if (isUnderWay) {
            return;
        }
        List<Outcome> settling = outcomes.next(Work.MOST);
        Takers takers = isClosing || (!mayHaveMore && settling.isEmpty()) ? new Takers() : takers();
        if (settling.isEmpty() && takers.isEmpty()) {
            return;
        }
        boolean asks = !takers.isEmpty();
        isUnderWay = true;
        if (asks) {
            mayHaveMore = false;
            rounds++;
        }
        long sent = desk.now();
        Work work = new Work(settling.stream().map(Outcome::settlement).toList(), takers.takers(), 0, isHungry);
        Future.succeededFuture()
                .compose(start -> store.work(name, desk.uid(), work))
                .onSuccess(worked -> {
                    for (int i = 0; i < settling.size(); i++) {
                        settling.get(i).answer().complete(worked.settled().get(i));
                    }
                    isUnderWay = false;
                    if (asks) {
                        claimed(worked, takers, sent);
                    }
                    remember(worked);
                    lookForStrays();
                    work();
                })
                .onFailure(cause -> {
                    mayHaveStrays |= asks && cause instanceof ValkeyException lost && lost.isOutcomeUnknown();
                    failed(cause, settling);
                });
    }

    /** Those who wait come first. */
    private Takers takers() {
        Takers takers = new Takers();
        waiting.forEach(takers::add);
        crew.turns().forEach(takers::add);
        return takers;
    }

    /** A round that was never answered may have leased jobs all the same. */
    private void lookForStrays() {
        if (mayHaveStrays) {
            mayHaveStrays = false;
            desk.giveBackStrays(this);
        }
    }

    private void remember(Worked worked) {
        dueAt = worked.moreInMillis() < 0 ? NEVER : desk.now() + worked.moreInMillis();
        if (dueAt != NEVER && worked.moreInMillis() > 0) {
            desk.wakeAt(dueAt);
        }
    }

    private void claimed(Worked worked, Takers takers, long sent) {
        isHungry = worked.claimed().size() < takers.wanted();
        int bytes = 0;
        Map<Recipient, List<ClaimedJob>> parts = new LinkedHashMap<>();
        for (ClaimedJob job : worked.claimed()) {
            bytes += job.data().size();
            parts.computeIfAbsent(takers.at(job.taker()), first -> new ArrayList<>())
                    .add(job);
            desk.reports().claimed(name, job);
        }
        desk.reports().unreadable(name, worked.unreadable());
        boolean isCutShort = worked.unreadable() > 0;
        if (bytes >= JobStore.MOST_BYTES || isCutShort) {
            mayHaveMore = true;
            isHungry = false;
        }
        parts.forEach((taker, jobs) -> hand(taker, jobs, sent));
        if (!isCutShort) {
            answerTheImpatient();
        }
    }

    private void hand(Recipient recipient, List<ClaimedJob> jobs, long sent) {
        switch (recipient) {
            case Takers.Asker asker -> {
                waiting.remove(asker.claim());
                jobs.forEach(job -> hold(job, asker.claim().holder(), sent));
                asker.claim().answer.complete(jobs);
            }
            case Takers.Member member -> {
                jobs.forEach(job -> hold(job, member.worker(), sent));
                if (crew.has(member.worker())) {
                    desk.tell(member.worker(), new JobWorkerEvent.Jobs(name, jobs));
                } else {
                    jobs.forEach(job -> release(job.claim()));
                }
            }
        }
    }

    /** Another worker may have had it here before, whose lease is over. */
    private void hold(ClaimedJob job, @Nullable JobWorker holder, long sent) {
        HeldJob before = held.get(job.claim().id());
        if (before != null) {
            stop(before.job.claim(), Reason.LOST);
        }
        HeldJob now = new HeldJob(job, holder, sent);
        held.put(job.claim().id(), now);
        if (holder != null) {
            crew.take(holder, job.claim());
        }
        if (now.isKeptHere()) {
            desk.keep(name, job, sent);
        }
    }

    /** Those who do not wait, and have seen a whole round bring them nothing. */
    private void answerTheImpatient() {
        waiting.removeIf(each -> {
            boolean isAnswered = !each.isPatient() && each.round < rounds;
            if (isAnswered) {
                each.answer.complete(List.of());
            }
            return isAnswered;
        });
    }

    /** The next tick, or a link that is back, tries again. What was leased all the same is a stray then. */
    private void failed(Throwable cause, List<Outcome> settling) {
        LOG.debug("A round of work on {} failed: {}", name, cause.toString());
        isUnderWay = false;
        mayHaveMore = true;
        outcomes.failed(settling, cause, claim -> {
            HeldJob job = find(claim);
            return job != null && job.isKeptHere();
        });
        List<WaitingClaim> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.answer.fail(cause));
    }
}
