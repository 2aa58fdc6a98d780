package dev.hub.core.job;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.Settlement.Bury;
import dev.hub.core.job.Settlement.Done;
import dev.hub.core.job.Settlement.Release;
import dev.hub.core.job.Settlement.Retry;
import dev.hub.core.job.Settlement.Unbegun;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs in Valkey: how they come, are worked on, and end. Each call is one script, in the order of the calls, and fails with a
 * {@link dev.hub.core.valkey.ValkeyException}. A queue begins with its first call, with {@link QueueSettings#DEFAULTS}.
 */
public final class JobStore {
    /** Most jobs of one submission, children included. */
    public static final int MAX_SUBMITTED = 1_000;

    /** A round brings so many bytes of payloads and then no more jobs. */
    public static final int MOST_BYTES = 4 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(JobStore.class);
    private static final Script SUBMIT = Script.resource("job_submit");
    private static final Script WORK = Script.resource("job_work");
    private static final Script EXTEND = Script.resource("job_extend");
    private static final Script NOTE = Script.resource("job_note");

    private final Queues queues;

    /** Calls may come from any thread. */
    public JobStore(Valkey valkey, Keyspace keyspace) {
        this(new Queues(valkey, keyspace));
    }

    /** Of these queues. */
    public JobStore(Queues queues) {
        this.queues = queues;
        queues.preload(List.of(SUBMIT, WORK, EXTEND, NOTE));
    }

    /** The queues and their settings. */
    public Queues queues() {
        return queues;
    }

    /** The pub/sub channel on which the instance {@code uid} is woken when a job of the queue may start. */
    public String wakeKey(QueueName queue, String uid) {
        return queues.keys().wake(queue) + uid;
    }

    /** The pub/sub channel that tells ids of jobs that are over and were waited for. */
    public String endedKey(QueueName queue) {
        return queues.keys().ended(queue);
    }

    /** Takes jobs, at most {@value #MAX_SUBMITTED} with their children; one result for each, in order. */
    public Future<List<Submitted>> submit(QueueName queue, List<NewJob> jobs) {
        return submit(queue, arguments(queue, jobs));
    }

    SubmitArguments arguments(QueueName queue, List<NewJob> jobs) {
        return SubmitArguments.of(queue, jobs, queues.cipher());
    }

    /** The same of jobs that were made arguments of before. Children in other queues are noted, and not submitted yet. */
    Future<List<Submitted>> submit(QueueName queue, SubmitArguments flat) {
        return queues.commit(SUBMIT, queue, flat.args()).map(reply -> {
            queues.heedOutgoing(queue, reply, 2);
            List<Submitted> results = new ArrayList<>();
            flat.roots().forEach(root -> results.add(JobReplies.submitted(reply, flat.args(), root.entry())));
            return results;
        });
    }

    /** Takes one job as {@link SubmitArguments} has it. */
    Future<Submitted> submitParts(QueueName queue, List<Object> parts) {
        return queues.commit(SUBMIT, queue, parts).map(reply -> JobReplies.submitted(reply, parts, 0));
    }

    /**
     * Settles what workers did, and leases them jobs. Those that cannot be decrypted are settled as dead in a second script, and
     * nobody gets them.
     *
     * @param node uid of the instance that they work at
     */
    public Future<Worked> work(QueueName queue, String node, Work work) {
        List<Object> args = new ArrayList<>();
        args.add(node);
        args.add(work.leaseMillis());
        args.add(MOST_BYTES);
        args.add(work.mayBeWoken());
        args.add(work.takers().size());
        work.takers().forEach(taker -> {
            args.add(taker.worker());
            args.add(taker.most());
            args.add(taker.lateMillis());
        });
        work.settlements().forEach(each -> addSettlement(queue, args, each));
        return queues.commit(WORK, queue, args).compose(reply -> {
            JobReplies.Round round = JobReplies.round(queue, queues.cipher(), reply);
            queues.heedOutgoing(queue, reply, 6);
            return round.unreadable().isEmpty()
                    ? Future.succeededFuture(round.worked())
                    : bury(queue, node, round.unreadable()).map(round.worked());
        });
    }

    /** Where that fails their leases end, and they come again: the others are handed out in any case. */
    private Future<Void> bury(QueueName queue, String node, List<Bury> unreadable) {
        Bury first = unreadable.getFirst();
        LOG.warn(
                "{} jobs of {} are dead, for they cannot be read. The first one is {}: {}",
                unreadable.size(),
                queue,
                first.claim().id(),
                first.error());
        return work(queue, node, Work.settling(List.copyOf(unreadable)))
                .onFailure(cause -> LOG.debug("Jobs of {} wait for their leases to end: {}", queue, cause.toString()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void addSettlement(QueueName queue, List<Object> args, Settlement settlement) {
        switch (settlement) {
            case Done done -> {
                add(args, "done", done.claim());
                args.add(queues.cipher().seal(queue, done.result()));
            }
            case Retry retry -> add(args, "retry", retry.claim(), retry.delayMillis(), retry.error(), "");
            case Bury bury ->
                add(args, "dead", bury.claim(), 0, bury.error(), bury.cause().word());
            case Release release -> add(args, "release", release.claim(), release.delayMillis(), "", "");
            case Unbegun unbegun -> add(args, "unbegun", unbegun.claim(), 0, "", "");
        }
    }

    private static void add(List<Object> args, String verb, JobClaim claim) {
        args.add(verb);
        args.add(claim.id());
        args.add(Long.toString(claim.epoch()));
    }

    private static void add(List<Object> args, String verb, JobClaim claim, long delay, String error, String cause) {
        add(args, verb, claim);
        args.add(delay);
        args.add(error);
        args.add(cause);
    }

    /**
     * Gives workers {@code millis} from now, 0 for the queue's setting; the end of each lease, 0 for those that are not theirs
     * any more.
     */
    public Future<List<Long>> extend(QueueName queue, List<JobClaim> claims, long millis) {
        List<Object> args = new ArrayList<>();
        claims.forEach(claim -> {
            args.add(claim.id());
            args.add(Long.toString(claim.epoch()));
            args.add(millis);
        });
        return run(EXTEND, queue, args).map(reply -> JobReplies.numbers(reply.get(1)));
    }

    /**
     * Keeps what a worker says of its job: how far it is, and lines of its log, of which the last {@code keepLog} stay. Gives how
     * many lines were logged so far; empty when the job is not its any more.
     */
    public Future<OptionalLong> note(
            QueueName queue, JobClaim claim, Optional<Payload> progress, List<String> lines, int keepLog) {
        List<Object> args = new ArrayList<>();
        args.add(claim.id());
        args.add(Long.toString(claim.epoch()));
        args.add(progress.map(each -> queues.cipher().seal(queue, each)).orElseGet(() -> new byte[0]));
        args.add(keepLog);
        args.addAll(lines);
        return run(NOTE, queue, args)
                .map(reply -> reply.get(0).toString().equals("ok")
                        ? OptionalLong.of(Numbers.at(reply, 1))
                        : OptionalLong.empty());
    }

    private Future<Response> run(Script script, QueueName queue, List<?> args) {
        return queues.run(script, queue, args);
    }
}
