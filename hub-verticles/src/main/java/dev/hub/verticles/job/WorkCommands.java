package dev.hub.verticles.job;

import dev.hub.core.bus.JobWork;
import dev.hub.core.bus.JobWork.Attached;
import dev.hub.core.bus.JobWork.Claimed;
import dev.hub.core.bus.JobWork.Detached;
import dev.hub.core.bus.JobWork.Extended;
import dev.hub.core.bus.JobWork.Failed;
import dev.hub.core.bus.JobWork.Noted;
import dev.hub.core.bus.JobWorkerEvent.Reason;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.JobsConfig;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobReads;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.JobView;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Settled;
import dev.hub.core.job.Settlement;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.job.Failures.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out what workers ask for. */
final class WorkCommands {
    private final Vertx vertx;
    private final JobStore store;
    private final ActiveQueues active;
    private final JobsConfig config;
    private final JobReads reads;
    private final Followers followers;

    WorkCommands(Vertx vertx, JobStore store, ActiveQueues active, JobsConfig config, Tellers tellers) {
        this.vertx = vertx;
        this.store = store;
        this.active = active;
        this.config = config;
        this.reads = tellers.reads();
        this.followers = tellers.followers();
    }

    /**
     * What is told of jobs.
     *
     * @param reads what is known of them
     * @param followers those who follow them
     */
    record Tellers(JobReads reads, Followers followers) {}

    /** The answer; a refusal is thrown, or is its failure. */
    Future<?> execute(JobWork command) {
        return switch (command) {
            case JobWork.Claim claim -> claim(claim).map(Claimed::new);
            case JobWork.Extend extend -> extend(extend);
            case JobWork.Complete complete -> complete(complete);
            case JobWork.Fail fail -> fail(fail);
            case JobWork.Release release ->
                settle(release.queue(), new Settlement.Release(release.claim(), release.delayMillis()));
            case JobWork.GiveBack back -> giveBack(back);
            case JobWork.Attach attach -> {
                active.attach(attach);
                yield Future.succeededFuture(new Attached());
            }
            case JobWork.Detach detach ->
                Future.succeededFuture(new Detached(active.detach(detach.queue(), detach.worker())));
            case JobWork.Progress progress -> progress(progress);
            case JobWork.Log log -> log(log);
        };
    }

    private Future<List<ClaimedJob>> claim(JobWork.Claim command) {
        boolean isPatient = command.waitMillis() > 0;
        ActiveQueue queue = isPatient || !command.client().isEmpty()
                ? active.listening(command.queue())
                : active.activate(command.queue());
        if (!command.client().isEmpty()) {
            active.watch(command.client(), command.address());
        }
        WaitingClaim claim = queue.await(command);
        Future<List<ClaimedJob>> answer = claim.answer.future().compose(jobs -> lease(command, jobs));
        if (!isPatient) {
            return answer;
        }
        long timer = vertx.setTimer(command.waitMillis(), late -> queue.giveUp(claim));
        return answer.onComplete(done -> vertx.cancelTimer(timer));
    }

    /** All jobs of a round are leased for the queue's time; who wants another one gets it at once. */
    private Future<List<ClaimedJob>> lease(JobWork.Claim command, List<ClaimedJob> jobs) {
        if (command.leaseMillis() == 0 || jobs.isEmpty()) {
            return Future.succeededFuture(jobs);
        }
        List<JobClaim> claims = jobs.stream().map(ClaimedJob::claim).toList();
        return extend(command.queue(), claims, command.leaseMillis())
                .map(ends -> {
                    List<ClaimedJob> leased = new ArrayList<>();
                    for (int i = 0; i < ends.size(); i++) {
                        leased.add(jobs.get(i).until(ends.get(i)));
                    }
                    return leased;
                })
                .otherwise(jobs);
    }

    private Future<Extended> extend(JobWork.Extend command) {
        return extend(command.queue(), command.claims(), command.millis()).map(Extended::new);
    }

    private Future<List<Long>> extend(QueueName queue, List<JobClaim> claims, long millis) {
        return store.extend(queue, claims, millis).onSuccess(ends -> {
            for (int i = 0; i < claims.size(); i++) {
                active.extended(queue, claims.get(i), ends.get(i));
            }
        });
    }

    /** A client may try again with a shorter result; a verticle's handler is over. */
    private Future<Noted> complete(JobWork.Complete command) {
        long most = config.maxResult().bytes();
        ActiveQueue queue = active.find(command.queue());
        HeldJob held = queue == null ? null : queue.held().find(command.claim());
        if (held == null || !held.isKeptHere()) {
            requireShort("result", command.result(), most);
        }
        return settle(
                command.queue(),
                command.result().size() <= most
                        ? new Settlement.Done(command.claim(), command.result())
                        : new Settlement.Bury(
                                command.claim(),
                                tooLong("result", command.result(), most),
                                Settlement.Cause.UNRECOVERABLE));
    }

    static void requireShort(String name, Payload data, long most) {
        if (data.size() > most) {
            throw HubException.of(ErrorCode.BAD_REQUEST, tooLong(name, data, most));
        }
    }

    private static String tooLong(String name, Payload data, long most) {
        return name + " must have at most " + most + " bytes, got " + data.size();
    }

    private Future<Noted> settle(QueueName queue, Settlement settlement) {
        return active.activate(queue).settle(settlement).map(WorkCommands::noted);
    }

    private static Noted noted(Settled settled) {
        if (!settled.holds()) {
            throw HubException.of(ErrorCode.STALE_EPOCH);
        }
        return new Noted();
    }

    /** Each of them is to come before the others that are given back after it. */
    private Future<Noted> giveBack(JobWork.GiveBack command) {
        List<Future<Noted>> noted = command.claims().reversed().stream()
                .map(claim -> settle(command.queue(), new Settlement.Unbegun(claim)))
                .toList();
        return Future.join(noted).map(all -> new Noted());
    }

    private Future<Failed> fail(JobWork.Fail command) {
        Failure failure = new Failure(command.error(), command.retry(), command.delayMillis());
        return known(command.queue(), command.claim()).compose(known -> {
            Settlement settlement = Failures.failed(
                    command.claim(),
                    known.spec(),
                    known.failures(),
                    failure,
                    active.desk().random());
            return settle(command.queue(), settlement)
                    .map(noted -> settlement instanceof Settlement.Retry retry
                            ? new Failed(false, retry.delayMillis())
                            : new Failed(true, 0));
        });
    }

    /**
     * What decides on a failure.
     *
     * @param failures how many there were before the claim was made
     */
    private record Known(JobSpec spec, int failures) {
        /** That failure may be among those that count already: its answer was lost, and it is told again. */
        static Known of(JobView job, JobClaim claim) {
            long epoch = job.counts().epoch();
            boolean isOver = job.state() != JobState.ACTIVE || epoch != claim.epoch();
            int failures = job.counts().failures() - (isOver ? 1 : 0);
            // Others had it since: it was not the last failure that it may have.
            return new Known(job.spec(), epoch > claim.epoch() ? 0 : Math.max(0, failures));
        }
    }

    /** It may have been claimed by way of another instance. */
    private Future<Known> known(QueueName queue, JobClaim claim) {
        ActiveQueue desk = active.find(queue);
        HeldJob held = desk == null ? null : desk.held().find(claim);
        return held == null
                ? reads.get(queue, claim.id()).map(job -> Known.of(job, claim))
                : Future.succeededFuture(new Known(held.job.spec(), held.job.failures()));
    }

    private Future<Noted> progress(JobWork.Progress command) {
        requireShort("progress", command.progress(), config.maxResult().bytes());
        return note(command.queue(), command.claim(), Optional.of(command.progress()), List.of())
                .onSuccess(noted -> followers.advanced(
                        command.claim().id(), JobJson.progress(command.queue(), command.claim(), command.progress())))
                .map(lines -> new Noted());
    }

    private Future<Noted> log(JobWork.Log command) {
        return note(command.queue(), command.claim(), Optional.empty(), command.lines())
                .onSuccess(total -> followers.logged(
                        command.claim().id(), JobJson.log(command.queue(), command.claim(), command.lines(), total)))
                .map(lines -> new Noted());
    }

    private Future<Long> note(QueueName queue, JobClaim claim, Optional<Payload> progress, List<String> lines) {
        return known(queue, claim)
                .compose(known ->
                        store.note(queue, claim, progress, lines, known.spec().keepLog()))
                .compose(total -> {
                    if (total.isPresent()) {
                        return Future.succeededFuture(total.getAsLong());
                    }
                    active.stop(queue, claim, Reason.LOST);
                    return Future.failedFuture(HubException.of(ErrorCode.STALE_EPOCH));
                });
    }
}
