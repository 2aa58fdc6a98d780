package dev.hub.core.job;

import dev.hub.core.job.FlowStore.Receipt;
import dev.hub.core.job.FlowStore.Step;
import dev.hub.core.job.Outgoing.Missed;
import dev.hub.core.job.Outgoing.Order;
import dev.hub.core.job.Outgoing.Word;
import dev.hub.core.job.Submitted.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes between queues for flows that are in several. What one has to tell another it keeps until that has heard it: so whoever
 * comes by may bring it, and twice does no harm. Those who submit and work bring it at once; what is left of it, because they died,
 * each sweep finds.
 *
 * <p>Calls may come from any thread.
 */
public final class FlowCourier {
    /** Younger children are left to whoever submits them. */
    static final Duration AGE = Duration.ofSeconds(2);

    private static final long MOST_BYTES = 4 * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(FlowCourier.class);

    private final FlowStore store;
    private final BiConsumer<QueueName, List<Cancelled.Stopped>> stopped;
    private final Map<QueueName, Boolean> underWay = new ConcurrentHashMap<>();

    /**
     * One that comes as soon as a script of {@code queues} says that there is something to tell.
     *
     * @param stopped hears of jobs that were cancelled, whose workers are to stop
     */
    public FlowCourier(Queues queues, BiConsumer<QueueName, List<Cancelled.Stopped>> stopped) {
        this.store = new FlowStore(queues);
        this.stopped = stopped;
        queues.onOutgoing(this::deliverSoon);
    }

    /** A child that its queue refused, and with it the flow. */
    record Refusal(String flow, QueueName queue, Outcome outcome) {}

    // ---- what a queue has kept

    /** Has others told what the queue has for them; what fails is for the next sweep. */
    void deliverSoon(QueueName queue) {
        if (!underWay.merge(queue, false, (known, again) -> true)) {
            deliverAll(queue);
        }
    }

    private void deliverAll(QueueName queue) {
        deliver(queue).onComplete(done -> {
            if (done.succeeded() && !underWay.remove(queue, false)) {
                underWay.put(queue, false);
                deliverAll(queue);
            } else if (done.failed()) {
                underWay.remove(queue);
                LOG.debug(
                        "What {} has to tell to other queues is told later: {}",
                        queue,
                        done.cause().toString());
            }
        });
    }

    /** Tells others all that the queue has for them. Fails when some of it could not be told. */
    public Future<Void> deliver(QueueName queue) {
        return store.read(queue, AGE)
                .compose(outgoing -> outgoing.isEmpty()
                        ? Future.succeededFuture()
                        : tell(queue, outgoing)
                                .compose(told -> outgoing.hasMore() ? deliver(queue) : Future.succeededFuture()));
    }

    private Future<Void> tell(QueueName queue, Outgoing outgoing) {
        List<Future<List<Receipt>>> all = new ArrayList<>();
        byQueue(outgoing.children(), FarChild::queue)
                .forEach((to, some) -> chunks(some)
                        .forEach(chunk -> all.add(store.submit(to, chunk).map(outcomes -> receipts(chunk, outcomes)))));
        byQueue(outgoing.orders(), Order::queue)
                .forEach((to, some) -> all.add(store.obey(to, some).map(step -> obeyed(to, some, step))));
        byQueue(outgoing.words(), Word::queue)
                .forEach((to, some) -> all.add(store.hear(to, some).map(step -> heard(to, some, step))));
        byQueue(outgoing.missed(), Missed::queue)
                .forEach((to, some) -> all.add(store.check(to, some).map(step -> checked(to, some, step))));
        Future<?> joined = Future.join(all);
        return joined.transform(done -> {
            List<Receipt> receipts = new ArrayList<>();
            all.stream().filter(Future::succeeded).forEach(each -> receipts.addAll(each.result()));
            return settle(queue, receipts).compose(step -> joined.<Void>mapEmpty());
        });
    }

    private static <T> Map<QueueName, List<T>> byQueue(List<T> some, Function<T, QueueName> queue) {
        return some.stream().collect(Collectors.groupingBy(queue));
    }

    private List<Receipt> obeyed(QueueName to, List<Order> orders, Step step) {
        stepped(to, step);
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            receipts.add(new Receipt.Obeyed(orders.get(i), step.results().get(i).equals("gone")));
        }
        return receipts;
    }

    private List<Receipt> checked(QueueName to, List<Missed> children, Step step) {
        stepped(to, step);
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            if (step.results().get(i).equals("gone")) {
                LOG.warn(
                        "A child is not there any more: {} of {}",
                        children.get(i).child(),
                        to);
                receipts.add(new Receipt.Lost(children.get(i)));
            }
        }
        return receipts;
    }

    private List<Receipt> heard(QueueName to, List<Word> words, Step step) {
        stepped(to, step);
        return words.stream().<Receipt>map(Receipt.Heard::new).toList();
    }

    private void stepped(QueueName queue, Step step) {
        if (!step.stopped().isEmpty()) {
            stopped.accept(queue, step.stopped());
        }
        if (step.hasOutgoing()) {
            deliverSoon(queue);
        }
    }

    private Future<Step> settle(QueueName queue, List<Receipt> receipts) {
        return receipts.isEmpty()
                ? Future.succeededFuture(new Step(false, List.of(), List.of()))
                : store.settle(queue, receipts).onSuccess(step -> stepped(queue, step));
    }

    // ---- children that were just taken with their parents

    /** An inquiry of the queues where flows would be. */
    FlowInquiry inquiry() {
        return new FlowInquiry(store);
    }

    /**
     * Submits children of the queue's jobs to theirs, and the children of these. Tells which were refused; the others are
     * there now, or will be with the next sweep.
     */
    Future<List<Refusal>> bring(QueueName queue, List<FarChild> children) {
        List<Future<List<Refusal>>> all = new ArrayList<>();
        byQueue(children, FarChild::queue)
                .forEach((to, some) -> chunks(some).forEach(chunk -> all.add(bring(queue, to, chunk))));
        return Future.join(all).map(done -> {
            List<Refusal> refusals = new ArrayList<>();
            all.forEach(each -> refusals.addAll(each.result()));
            return refusals;
        });
    }

    private Future<List<Refusal>> bring(QueueName queue, QueueName to, List<FarChild> children) {
        return store.submit(to, children)
                .compose(outcomes -> {
                    List<FarChild> next = new ArrayList<>();
                    for (int i = 0; i < children.size(); i++) {
                        if (outcomes.get(i) == Outcome.TAKEN) {
                            next.addAll(children.get(i).next());
                        }
                    }
                    Future<List<Refusal>> here =
                            settle(queue, receipts(children, outcomes)).map(step -> refusals(children, outcomes, step));
                    return bring(to, next)
                            .compose(there -> here.map(own -> {
                                List<Refusal> both = new ArrayList<>(own);
                                both.addAll(there);
                                return both;
                            }));
                })
                .recover(cause -> {
                    LOG.debug("Children of jobs of {} come to {} later: {}", queue, to, cause.toString());
                    return Future.succeededFuture(List.of());
                });
    }

    private static List<Receipt> receipts(List<FarChild> children, List<Outcome> outcomes) {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            FarChild child = children.get(i);
            Submitted submitted = new Submitted(outcomes.get(i), child.id());
            receipts.add(submitted
                    .refusal(child.queue())
                    .<Receipt>map(refusal -> new Receipt.Refused(child, String.valueOf(refusal.getMessage())))
                    .orElseGet(() -> new Receipt.Sent(child)));
        }
        return receipts;
    }

    /** Those that count: another one may have found room since. */
    private static List<Refusal> refusals(List<FarChild> children, List<Outcome> outcomes, Step step) {
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            FarChild child = children.get(i);
            boolean isTaken = new Submitted(outcomes.get(i), child.id()).isTaken();
            if (!isTaken && step.results().get(i).equals("1")) {
                refusals.add(new Refusal(child.flow(), child.queue(), outcomes.get(i)));
            }
        }
        return refusals;
    }

    /** What goes in one call. */
    private static List<List<FarChild>> chunks(List<FarChild> children) {
        List<List<FarChild>> chunks = new ArrayList<>();
        List<FarChild> chunk = new ArrayList<>();
        int entries = 0;
        long bytes = 0;
        for (FarChild child : children) {
            if (!chunk.isEmpty() && (entries + child.entries() > JobStore.MAX_SUBMITTED || bytes > MOST_BYTES)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                entries = 0;
                bytes = 0;
            }
            chunk.add(child);
            entries += child.entries();
            bytes += child.bytes();
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }
}
