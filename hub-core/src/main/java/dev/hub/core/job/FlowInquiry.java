package dev.hub.core.job;

import dev.hub.core.job.Submitted.Outcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks all queues of flows whether they would take their part, before anything is submitted: so that a flow is refused as a whole,
 * unless a queue fills at just that time.
 */
final class FlowInquiry {
    private final FlowStore store;
    private final Map<QueueName, List<Part>> parts = new LinkedHashMap<>();

    FlowInquiry(FlowStore store) {
        this.store = store;
    }

    /**
     * What would come together.
     *
     * @param flow which of the flows it belongs to
     * @param many how many jobs it is in its queue; 0 for the first job of a flow, of which only the id is asked for
     */
    record Part(int flow, String id, int many) {}

    /** Also asks for this flow, whose first job is for {@code queue}. */
    void add(int flow, QueueName queue, NewJob root) {
        parts.computeIfAbsent(queue, first -> new ArrayList<>()).add(new Part(flow, root.id(), 0));
        addFar(flow, queue, root);
    }

    private void addFar(int flow, QueueName own, NewJob job) {
        for (NewJob child : job.children()) {
            QueueName queue = child.queue().orElse(own);
            if (!queue.equals(own)) {
                parts.computeIfAbsent(queue, first -> new ArrayList<>())
                        .add(new Part(flow, child.id(), sizeIn(child, queue)));
            }
            addFar(flow, queue, child);
        }
    }

    private static int sizeIn(NewJob job, QueueName own) {
        int size = 1;
        for (NewJob child : job.children()) {
            size += child.queue().orElse(own).equals(own) ? sizeIn(child, own) : 0;
        }
        return size;
    }

    /** Flows that would be refused, and why. None where that is not known: then it turns out when they are submitted. */
    Future<Map<Integer, FlowCourier.Refusal>> refusals() {
        List<Future<List<Verdict>>> asked = new ArrayList<>();
        parts.forEach(
                (queue, some) -> asked.add(store.ask(queue, some).map(outcomes -> verdicts(queue, some, outcomes))));
        return Future.join(asked)
                .map(all -> {
                    List<Verdict> verdicts = new ArrayList<>();
                    asked.forEach(each -> verdicts.addAll(each.result()));
                    return refusals(verdicts);
                })
                .otherwise(Map.of());
    }

    private record Verdict(Part part, QueueName queue, Outcome outcome) {}

    private static List<Verdict> verdicts(QueueName queue, List<Part> some, List<Outcome> outcomes) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < some.size(); i++) {
            verdicts.add(new Verdict(some.get(i), queue, outcomes.get(i)));
        }
        return verdicts;
    }

    /** Where the first job of a flow is there, so are its children. */
    private static Map<Integer, FlowCourier.Refusal> refusals(List<Verdict> verdicts) {
        Map<Integer, Optional<FlowCourier.Refusal>> byFlow = new HashMap<>();
        for (Verdict each : verdicts) {
            if (each.outcome() == Outcome.TAKEN) {
                continue;
            }
            if (each.part().many() == 0) {
                byFlow.put(each.part().flow(), Optional.empty());
            } else {
                byFlow.putIfAbsent(
                        each.part().flow(), Optional.of(new FlowCourier.Refusal("", each.queue(), each.outcome())));
            }
        }
        Map<Integer, FlowCourier.Refusal> refusals = new HashMap<>();
        byFlow.forEach((flow, refusal) -> refusal.ifPresent(some -> refusals.put(flow, some)));
        return refusals;
    }
}
