package dev.hub.core.job;

import dev.hub.core.job.QueueSettings.Overflow;
import dev.hub.core.job.Submitted.Outcome;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes jobs into their queue, and where that is full and has another queue for what is too much, into that one, under the same
 * ids. What is too much there is refused. Children in other queues go there.
 */
public final class JobIntake {
    private final JobStore store;
    private final FlowCourier courier;

    /** Calls may come from any thread. */
    public JobIntake(JobStore store, FlowCourier courier) {
        this.store = store;
        this.courier = courier;
    }

    /** As {@link JobStore#submit}; calls of several queues are no step of the server's: a spilled job comes a moment later. */
    public Future<List<Submitted>> submit(QueueName queue, List<NewJob> jobs) {
        return take(queue, jobs).compose(results -> {
            List<NewJob> refused = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                if (isFull(results.get(i))) {
                    refused.add(jobs.get(i));
                }
            }
            return refused.isEmpty() ? Future.succeededFuture(results) : spill(queue, results, refused);
        });
    }

    private static boolean isFull(Submitted result) {
        return result.outcome() == Outcome.FULL && result.refusedBy().isEmpty();
    }

    private Future<List<Submitted>> take(QueueName queue, List<NewJob> jobs) {
        return jobs.stream().anyMatch(job -> job.isFar(queue)) ? ask(queue, jobs) : bring(queue, jobs);
    }

    /** A flow that a queue of its children would refuse is not submitted. */
    private Future<List<Submitted>> ask(QueueName queue, List<NewJob> jobs) {
        FlowInquiry inquiry = courier.inquiry();
        for (int i = 0; i < jobs.size(); i++) {
            if (jobs.get(i).isFar(queue)) {
                inquiry.add(i, queue, jobs.get(i));
            }
        }
        return inquiry.refusals().compose(refusals -> {
            List<NewJob> others = new ArrayList<>();
            for (int i = 0; i < jobs.size(); i++) {
                if (!refusals.containsKey(i)) {
                    others.add(jobs.get(i));
                }
            }
            Future<List<Submitted>> taken = others.isEmpty() ? Future.succeededFuture(List.of()) : bring(queue, others);
            return taken.map(results -> mixed(jobs, refusals, results));
        });
    }

    private static List<Submitted> mixed(
            List<NewJob> jobs, Map<Integer, FlowCourier.Refusal> refusals, List<Submitted> others) {
        List<Submitted> all = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < jobs.size(); i++) {
            FlowCourier.Refusal refusal = refusals.get(i);
            all.add(
                    refusal == null
                            ? others.get(next++)
                            : new Submitted(refusal.outcome(), jobs.get(i).id(), Optional.of(refusal.queue())));
        }
        return all;
    }

    private Future<List<Submitted>> bring(QueueName queue, List<NewJob> jobs) {
        SubmitArguments flat = store.arguments(queue, jobs);
        return store.submit(queue, flat).compose(results -> {
            List<FarChild> far = new ArrayList<>();
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).outcome() == Outcome.TAKEN) {
                    far.addAll(flat.roots().get(i).far());
                }
            }
            return far.isEmpty()
                    ? Future.succeededFuture(results)
                    : courier.bring(queue, far).map(refusals -> refuse(results, flat, refusals));
        });
    }

    private static List<Submitted> refuse(
            List<Submitted> results, SubmitArguments flat, List<FlowCourier.Refusal> refusals) {
        Map<String, FlowCourier.Refusal> byFlow = refusals.stream()
                .collect(Collectors.toMap(FlowCourier.Refusal::flow, each -> each, (first, second) -> first));
        List<Submitted> all = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            List<FarChild> far = flat.roots().get(i).far();
            FlowCourier.Refusal refusal =
                    far.isEmpty() ? null : byFlow.get(far.getFirst().flow());
            Submitted result = results.get(i);
            all.add(
                    refusal == null
                            ? result
                            : new Submitted(refusal.outcome(), result.id(), Optional.of(refusal.queue())));
        }
        return all;
    }

    private Future<List<Submitted>> spill(QueueName queue, List<Submitted> results, List<NewJob> refused) {
        return store.queues().settings(queue).compose(settings -> {
            QueueSettings.Capacity capacity = settings.capacity();
            return capacity.overflow() == Overflow.SPILL
                    ? take(new QueueName(capacity.spillTo()), refused).map(spilled -> merge(results, spilled))
                    : Future.succeededFuture(results);
        });
    }

    /**
     * Submits a job to the queue that takes what is too much in another one. To do so again changes nothing.
     *
     * @param parts the job as {@link SubmitArguments} has it for the queue {@code from}
     * @return what became of it; full as well where it cannot be decrypted
     */
    public Future<Submitted> spill(QueueName from, QueueName to, List<byte[]> parts) {
        String id = new String(parts.getFirst(), StandardCharsets.UTF_8);
        return SubmitArguments.moved(parts, from, to, store.queues().cipher())
                .map(moved -> store.submitParts(to, moved).map(JobIntake::told))
                .orElseGet(() -> Future.succeededFuture(new Submitted(Outcome.FULL, id)));
    }

    private static List<Submitted> merge(List<Submitted> results, List<Submitted> spilled) {
        List<Submitted> all = new ArrayList<>();
        int next = 0;
        for (Submitted each : results) {
            all.add(isFull(each) ? told(spilled.get(next++)) : each);
        }
        return all;
    }

    private static Submitted told(Submitted there) {
        return switch (there.outcome()) {
            case TAKEN, KNOWN -> new Submitted(Outcome.SPILLED, there.id());
            case SPILLED, DUPLICATE, REPLACED, FULL, CLOSED, CONFLICT -> there;
        };
    }
}
