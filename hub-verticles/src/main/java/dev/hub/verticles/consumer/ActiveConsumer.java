package dev.hub.verticles.consumer;

import dev.hub.core.bus.ConsumerCommand.Batch;
import dev.hub.core.bus.ConsumerEvent;
import dev.hub.core.bus.ConsumerWorker;
import dev.hub.core.bus.ConsumerWorker.OfConnection;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerStore;
import dev.hub.core.consumer.Fetched;
import dev.hub.core.consumer.Lease;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.alarm.Sleeper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer that somebody on this instance works for or waits for. Valkey is asked for deliveries when somebody has room
 * for some and there may be some: one request at a time, for as many as there is room for.
 */
final class ActiveConsumer implements Sleeper {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveConsumer.class);
    private static final int MOST_BYTES = 256 * 1024;
    private static final long NEVER = Long.MAX_VALUE;

    private final ConsumerId id;
    private final ConsumerStore store;
    private final ConsumerDesk desk;
    private final Workforce<ConsumerWorker> workers = new Workforce<>();
    private final Deque<WaitingFetch> waiting = new ArrayDeque<>();
    private boolean isAsking;
    private boolean mayHaveMore = true;
    private long rounds;
    private long dueAt = NEVER;
    private String epoch = "";
    private long ackTimeoutMillis;
    private long lag;

    ActiveConsumer(ConsumerId id, ConsumerStore store, ConsumerDesk desk) {
        this.id = id;
        this.store = store;
        this.desk = desk;
    }

    ConsumerId id() {
        return id;
    }

    /** Nobody works or waits for it here. */
    boolean isIdle() {
        return workers.isEmpty() && waiting.isEmpty() && !isAsking;
    }

    // ---- who works and waits

    void attach(ConsumerWorker worker, int maxInFlight) {
        workers.join(worker, maxInFlight);
        woken();
    }

    /** The worker is gone; what it had is for others at once. Tells whether it was here. */
    boolean detach(ConsumerWorker worker) {
        boolean wasHere = workers.has(worker);
        release(workers.leave(worker));
        return wasHere;
    }

    /** The connection is gone, and all that worked by it. */
    void detachClient(String client) {
        workers.workers().stream()
                .filter(worker -> worker instanceof OfConnection connection
                        && connection.client().equals(client))
                .forEach(this::detach);
    }

    /** All workers go, as the instance does. */
    Future<?> detachAll() {
        List<Future<?>> released = workers.workers().stream()
                .<Future<?>>map(worker -> release(workers.leave(worker)))
                .toList();
        waiting.forEach(each -> each.answer().tryComplete(nothing()));
        waiting.clear();
        return Future.join(released);
    }

    /** Waits for deliveries, if {@code isPatient} until {@link #giveUp}. */
    WaitingFetch await(int max, boolean isPatient) {
        WaitingFetch fetch = new WaitingFetch(max, isPatient, rounds, Promise.promise());
        waiting.add(fetch);
        woken();
        return fetch;
    }

    /** It has waited long enough. */
    void giveUp(WaitingFetch fetch) {
        if (waiting.remove(fetch)) {
            fetch.answer().complete(nothing());
        }
    }

    private Batch nothing() {
        return new Batch(epoch, 0, ackTimeoutMillis, List.of());
    }

    // ---- what becomes of deliveries

    /** Nobody has these any more. */
    void settled(Collection<Long> offsets) {
        workers.drop(offsets);
        mayHaveMore |= lag > 0;
        ask();
    }

    /** These failed; they are due again at once or later. */
    void refused(Collection<Long> offsets) {
        workers.drop(offsets);
        woken();
    }

    /** Whoever has these has {@code millis} from now. */
    void extended(Collection<Long> offsets, long millis) {
        workers.extend(offsets, desk.now() + millis);
    }

    private Future<?> release(List<Lease> leases) {
        List<Future<?>> calls = new ArrayList<>();
        for (int from = 0; from < leases.size(); from += ConsumerStore.MAX_BATCH) {
            List<Lease> some = leases.subList(from, Math.min(leases.size(), from + ConsumerStore.MAX_BATCH));
            calls.add(Future.succeededFuture()
                    .compose(start -> store.refuse(desk.place(id), epoch, some, 0))
                    .onFailure(
                            cause -> LOG.debug("Deliveries of {} wait for their timeout: {}", id, cause.toString())));
        }
        return Future.join(calls);
    }

    // ---- asking for deliveries

    @Override
    public void woken() {
        mayHaveMore = true;
        ask();
    }

    /** Looks after what is late. */
    void tick() {
        long now = desk.now();
        workers.expire(now);
        if (dueAt <= now) {
            woken();
        } else {
            ask();
        }
    }

    /** The time at which deliveries are due again. */
    @Override
    public long dueAt() {
        return dueAt;
    }

    private void ask() {
        int room = room();
        if (isAsking || !mayHaveMore || room == 0) {
            return;
        }
        isAsking = true;
        mayHaveMore = false;
        rounds++;
        Future.succeededFuture()
                .compose(start -> store.fetch(desk.place(id), room, MOST_BYTES))
                .onSuccess(this::deliver)
                .onFailure(this::failed);
    }

    private int room() {
        int sum = workers.room();
        for (WaitingFetch each : waiting) {
            sum = Math.min(ConsumerStore.MAX_BATCH, sum + each.max());
        }
        return Math.min(ConsumerStore.MAX_BATCH, sum);
    }

    private void deliver(Fetched fetched) {
        isAsking = false;
        epoch = fetched.epoch();
        lag = fetched.lag();
        ackTimeoutMillis = fetched.ackTimeoutMillis();
        mayHaveMore |= fetched.more();
        desk.reports().fetched(id, fetched);
        List<ConsumerDelivery> rest = handToWaiting(fetched);
        boolean isTold = rest.size() < fetched.deliveries().size();
        handToWorkers(rest, isTold ? 0 : fetched.lost());
        answerTheImpatient();
        dueAt = fetched.dueInMillis() < 0 ? NEVER : desk.now() + fetched.dueInMillis();
        if (dueAt != NEVER && fetched.dueInMillis() > 0) {
            desk.wakeAt(dueAt);
        }
        ask();
    }

    private List<ConsumerDelivery> handToWaiting(Fetched fetched) {
        List<ConsumerDelivery> rest = fetched.deliveries();
        long lost = fetched.lost();
        while (!rest.isEmpty() && !waiting.isEmpty()) {
            WaitingFetch next = waiting.remove();
            int count = Math.min(next.max(), rest.size());
            next.answer().complete(new Batch(epoch, lost, ackTimeoutMillis, rest.subList(0, count)));
            rest = rest.subList(count, rest.size());
            lost = 0;
        }
        return rest;
    }

    private void handToWorkers(List<ConsumerDelivery> deliveries, long lost) {
        if (deliveries.isEmpty()) {
            return;
        }
        var assignment = workers.assign(deliveries, desk.now() + ackTimeoutMillis);
        long untold = lost;
        for (Map.Entry<ConsumerWorker, List<ConsumerDelivery>> part :
                assignment.parts().entrySet()) {
            desk.tell(part.getKey(), new ConsumerEvent.Deliveries(id, epoch, untold, part.getValue()));
            untold = 0;
        }
        release(assignment.left().stream()
                .map(each -> new Lease(each.offset(), each.attempt()))
                .toList());
    }

    /** Those who do not wait, and have seen a whole round bring them nothing. */
    private void answerTheImpatient() {
        waiting.removeIf(each -> {
            boolean isAnswered = !each.isPatient() && each.round() < rounds;
            if (isAnswered) {
                each.answer().complete(nothing());
            }
            return isAnswered;
        });
    }

    /** A refusal is final: there is no such consumer any more. Else the next tick tries again. */
    private void failed(Throwable cause) {
        isAsking = false;
        List<WaitingFetch> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.answer().fail(cause));
        if (cause instanceof HubException refusal) {
            workers.workers().forEach(worker -> {
                workers.leave(worker);
                desk.tell(worker, new ConsumerEvent.Ended(id, refusal.text()));
            });
        } else {
            LOG.debug("Asking for deliveries of {} failed: {}", id, cause.toString());
            mayHaveMore = true;
        }
    }
}
