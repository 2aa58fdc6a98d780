package dev.hub.core.job;

import dev.hub.core.job.Outgoing.Missed;
import dev.hub.core.job.Outgoing.Order;
import dev.hub.core.job.Outgoing.Word;
import dev.hub.core.job.Submitted.Outcome;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The steps of flows that are in several queues. Each is one script on one queue, which may be taken again, by whomever; it fails
 * with a {@link dev.hub.core.valkey.ValkeyException}.
 */
final class FlowStore {
    private static final Script SUBMIT = Script.resource("job_submit");
    private static final Script ASK = Script.resource("flow_ask");
    private static final Script CHECK = Script.resource("flow_check");
    private static final Script READ = Script.resource("flow_read");
    private static final Script HEAR = Script.resource("flow_hear");
    private static final Script OBEY = Script.resource("flow_obey");
    private static final Script SETTLE = Script.resource("flow_settle");
    private static final int MOST = 200;
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Queues queues;

    FlowStore(Queues queues) {
        this.queues = queues;
        queues.preload(List.of(SUBMIT, ASK, CHECK, READ, HEAR, OBEY, SETTLE));
    }

    /**
     * What a step led to.
     *
     * @param hasOutgoing the queue has something to tell to others now
     * @param results for each that it was about
     * @param stopped jobs that were cancelled
     */
    record Step(boolean hasOutgoing, List<String> results, List<Cancelled.Stopped> stopped) {
        private static Step of(Response reply, List<String> results, Response stopped) {
            return new Step(Numbers.smallAt(reply, 1) == 1, results, JobReplies.alsoStopped(stopped));
        }
    }

    /** Whether the queue would take these; a queue that did not begin yet would. */
    Future<List<Outcome>> ask(QueueName queue, List<FlowInquiry.Part> parts) {
        List<Object> args = new ArrayList<>();
        parts.forEach(part -> args.addAll(List.of(part.id(), part.many())));
        return queues.tryRun(ASK, queue, args)
                .map(reply -> JobReplies.isUnconfigured(reply)
                        ? parts.stream().map(part -> Outcome.TAKEN).toList()
                        : JobReplies.texts(reply.get(1)).stream()
                                .map(word -> Outcome.valueOf(word.toUpperCase(Locale.ROOT)))
                                .toList());
    }

    /** What the queue has to tell; children only that came {@code age} ago. */
    Future<Outgoing> read(QueueName queue, Duration age) {
        return queues.tryRun(READ, queue, List.of(age.toMillis(), MOST, MOST_BYTES))
                .map(Outgoing::read);
    }

    /** Submits children, at most 1,000 jobs with those that come before them, to the queue that all are for. */
    Future<List<Outcome>> submit(QueueName queue, List<FarChild> children) {
        List<Object> args = new ArrayList<>();
        List<Integer> roots = new ArrayList<>();
        children.forEach(child -> {
            args.addAll(child.args());
            roots.add(args.size() / SubmitArguments.PARTS - 1);
        });
        return queues.commit(SUBMIT, queue, args)
                .map(reply -> roots.stream()
                        .map(root -> JobReplies.submitted(reply, args, root).outcome())
                        .toList());
    }

    /** Has the queue of children do what their parents want. The results are {@code done} or {@code gone}. */
    Future<Step> obey(QueueName queue, List<Order> orders) {
        List<Object> args = new ArrayList<>();
        orders.forEach(
                order -> args.addAll(List.of(order.flow(), order.child(), order.number(), order.what(), order.why())));
        return queues.commit(OBEY, queue, args)
                .map(reply -> Step.of(reply, JobReplies.texts(reply.get(2)), reply.get(3)));
    }

    /** Whether children are there, or over, of which their parents are told again. The results are {@code there, told, gone}. */
    Future<Step> check(QueueName queue, List<Missed> children) {
        List<Object> args = new ArrayList<>();
        children.forEach(child -> args.addAll(List.of(child.flow(), child.child())));
        return queues.run(CHECK, queue, args)
                .map(reply -> new Step(Numbers.smallAt(reply, 1) == 1, JobReplies.texts(reply.get(2)), List.of()));
    }

    /** Has the queue of parents know how children ended. */
    Future<Step> hear(QueueName queue, List<Word> words) {
        List<Object> args = new ArrayList<>();
        words.forEach(word -> args.addAll(List.of(
                word.flow(),
                word.parent(),
                word.child(),
                word.number(),
                word.heard(),
                word.state(),
                word.onFailure(),
                word.isRefused(),
                word.value().getBytes())));
        return queues.commit(HEAR, queue, args).map(reply -> Step.of(reply, List.of(), reply.get(2)));
    }

    /** What is forgotten where it came from, for it was told. */
    sealed interface Receipt {
        /** A word was heard. */
        record Heard(Word word) implements Receipt {}

        /** An order was obeyed, or there was nobody to obey it. */
        record Obeyed(Order order, boolean isGone) implements Receipt {}

        /** A child is where it is to be. */
        record Sent(FarChild child) implements Receipt {}

        /** A child is not there any more. */
        record Lost(Missed child) implements Receipt {}

        /** A child was refused. */
        record Refused(FarChild child, String why) implements Receipt {}
    }

    /** Keeps the receipts. The results are {@code 1} for what was still to be told, else {@code 0}. */
    Future<Step> settle(QueueName queue, List<Receipt> receipts) {
        List<Object> args = new ArrayList<>();
        receipts.forEach(receipt -> args.addAll(args(receipt)));
        return queues.commit(SETTLE, queue, args)
                .map(reply -> Step.of(reply, JobReplies.texts(reply.get(2)), reply.get(3)));
    }

    private static List<Object> args(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Heard heard ->
                List.of("word", heard.word().field(), heard.word().number(), "", "", "");
            case Receipt.Obeyed(Order order, boolean isGone) ->
                List.of(isGone ? "gone" : "order", order.field(), order.number(), order.parent(), "", "");
            case Receipt.Sent(FarChild child) -> List.of("sent", child.flow(), child.parent(), child.id(), "", "");
            case Receipt.Lost(Missed child) ->
                List.of("lost", child.flow(), child.parent(), child.child(), Long.toString(child.number()), "");
            case Receipt.Refused(FarChild child, String why) ->
                List.of("refused", child.flow(), child.parent(), child.id(), why, "");
        };
    }
}
