package dev.hub.verticles.jobs;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.ClaimedJob;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.Settlement;
import dev.hub.core.job.Taker;
import dev.hub.core.job.Work;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** By its store alone: what the scripts and the link cost, without bus and verticle. A worker that gets nothing asks again. */
final class StoreQueue extends HubQueue {
    StoreQueue(String url, Retained retained) {
        super(url, retained);
    }

    @Override
    Future<?> submit(List<NewJob> jobs) {
        return store.submit(QUEUE, jobs);
    }

    @Override
    Future<Worker> employ(int concurrency, Consumer<Payload> onStart) {
        Rounds rounds = new Rounds(concurrency, onStart);
        vertx.runOnContext(start -> rounds.next(List.of()));
        return Future.succeededFuture(rounds);
    }

    /** One at a time: settles what the one before brought, and asks for as many. */
    private final class Rounds implements Worker {
        private final int concurrency;
        private final Consumer<Payload> onStart;
        private final Promise<Void> ended = Promise.promise();
        private boolean isOver;

        private Rounds(int concurrency, Consumer<Payload> onStart) {
            this.concurrency = concurrency;
            this.onStart = onStart;
        }

        private void next(List<Settlement> settlements) {
            if (isOver && settlements.isEmpty()) {
                ended.complete();
                return;
            }
            List<Taker> takers = isOver ? List.of() : List.of(new Taker("worker", concurrency));
            store.work(QUEUE, "bench", new Work(settlements, takers, 0, false))
                    .onSuccess(worked -> {
                        List<Settlement> done = new ArrayList<>();
                        for (ClaimedJob job : worked.claimed()) {
                            onStart.accept(job.data());
                            done.add(new Settlement.Done(job.claim(), Payload.NULL));
                        }
                        if (done.isEmpty()) {
                            vertx.setTimer(1, again -> next(done));
                        } else {
                            next(done);
                        }
                    })
                    .onFailure(ended::tryFail);
        }

        @Override
        public Future<?> drain() {
            isOver = true;
            return ended.future();
        }
    }
}
