package dev.hub.verticles.jobs;

import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobIds;
import dev.hub.core.job.JobState;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.QueueOps;
import dev.hub.core.job.QueueSettings;
import dev.hub.core.job.QueueSettings.Keep;
import dev.hub.core.job.QueueSettings.Retention;
import dev.hub.core.job.Taker;
import dev.hub.core.job.Work;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import dev.hub.verticles.measure.Figures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The hub under load, on one event loop. */
abstract class HubQueue implements JobQueue {
    static final String PREFIX = "bench:";
    static final QueueName QUEUE = new QueueName("bench");
    private static final int PAYLOAD_BYTES = 1_000;
    private static final int BULK = 1_000;
    private static final long LONG_MILLIS = 3_600_000;
    private static final Payload PLAIN = payload(0);

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    final JobStore store;
    private final Context context = vertx.getOrCreateContext();
    private final QueueOps ops;
    private final JobIds ids = new JobIds(new SplittableRandom());
    private int active;

    HubQueue(String url, Retained retained) {
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.DEFAULT);
        Instance.get(valkey.whenReady());
        this.store = new JobStore(valkey, new Keyspace(PREFIX));
        this.ops = new QueueOps(store.queues());
        Instance.get(store.queues().configure(QUEUE, settings(retained)));
    }

    /**
     * What is kept of jobs that are over.
     *
     * @param jobs so many of them
     * @param events about so many
     */
    record Retained(int jobs, int events) {
        /** By all that are compared. */
        static final Retained SAME = new Retained(1_000, 10_000);
    }

    private static QueueSettings settings(Retained retained) {
        QueueSettings all = QueueSettings.DEFAULTS;
        Keep keep = new Keep(0, retained.jobs());
        return new QueueSettings(
                all.leaseMillis(),
                all.maxRecoveries(),
                all.concurrency(),
                all.rate(),
                all.groupConcurrency(),
                all.groupRate(),
                all.agingMillis(),
                all.capacity(),
                retained.events(),
                new Retention(keep, keep, keep, keep));
    }

    /** Takes jobs in. */
    abstract Future<?> submit(List<NewJob> jobs);

    /** Works on jobs until it is closed: {@code onStart} is called with each payload, on the event loop. */
    abstract Future<Worker> employ(int concurrency, Consumer<Payload> onStart);

    /** Who works on jobs. */
    interface Worker {
        /** Takes no more jobs; done when it has none. */
        Future<?> drain();
    }

    private static Payload payload(int number) {
        byte[] json = new byte[PAYLOAD_BYTES];
        Arrays.fill(json, (byte) 'x');
        put(json, 0, "{\"n\":" + number + ",\"pad\":\"");
        put(json, PAYLOAD_BYTES - 2, "\"}");
        return Payload.ofBytes(json);
    }

    private static void put(byte[] json, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, json, at, bytes.length);
    }

    private static int number(Payload payload) {
        int number = 0;
        byte[] json = payload.bytes();
        for (int i = 5; json[i] != ','; i++) {
            number = number * 10 + json[i] - '0';
        }
        return number;
    }

    private NewJob job(Payload data) {
        return NewJob.of(ids.next(), data);
    }

    private List<NewJob> jobs(int many) {
        return IntStream.range(0, many).mapToObj(i -> job(PLAIN)).toList();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(120, TimeUnit.SECONDS).join();
    }

    @Override
    public double elsewhere() {
        return 0;
    }

    @Override
    public Figures submit(int inFlight, int each, double seconds) {
        Tally tally = new Tally();
        CompletableFuture<Figures> over = new CompletableFuture<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        context.runOnContext(start -> {
            int[] open = {inFlight};
            for (int i = 0; i < inFlight; i++) {
                submitAgain(
                        tally,
                        each,
                        end,
                        () -> {
                            if (--open[0] == 0) {
                                over.complete(tally.figures());
                            }
                        },
                        over);
            }
        });
        return await(over);
    }

    private void submitAgain(Tally tally, int each, long end, Runnable last, CompletableFuture<?> failed) {
        long asked = System.nanoTime();
        if (asked >= end) {
            last.run();
            return;
        }
        submit(jobs(each))
                .onSuccess(taken -> {
                    tally.add(each, System.nanoTime() - asked);
                    submitAgain(tally, each, end, last, failed);
                })
                .onFailure(failed::completeExceptionally);
    }

    @Override
    public void fill(int jobs) {
        long waiting = Instance.get(ops.stats(QUEUE)).depth().getOrDefault(JobState.READY, 0L);
        for (long left = jobs - waiting; left > 0; left -= BULK) {
            Instance.get(submit(jobs(BULK)));
        }
    }

    @Override
    public void hold(int jobs) {
        fill(jobs - active);
        while (active < jobs) {
            Work round = new Work(
                    List.of(), List.of(new Taker("keeper", Math.min(BULK, jobs - active))), LONG_MILLIS, false);
            active += Instance.get(store.work(QUEUE, "elsewhere", round))
                    .claimed()
                    .size();
        }
    }

    @Override
    public Figures work(int concurrency, int jobs, double seconds) {
        Tally tally = new Tally();
        CompletableFuture<Figures> over = new CompletableFuture<>();
        vertx.setTimer((long) (seconds * 1000) + 2_000, late -> over.complete(tally.figures()));
        Worker worker = Instance.get(employ(concurrency, data -> {
            long now = System.nanoTime();
            if (!over.isDone()) {
                tally.add(now);
                if (tally.made() >= jobs || tally.seconds() > seconds) {
                    over.complete(tally.figures());
                }
            }
        }));
        Figures figures = await(over);
        Instance.get(worker.drain());
        return figures;
    }

    @Override
    public Figures turn(int concurrency, int inFlight, double seconds) {
        Tally tally = new Tally();
        Map<Integer, Long> asked = new HashMap<>();
        CompletableFuture<Figures> over = new CompletableFuture<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int[] numbers = {0};
        Runnable next = () -> submitNumbered(numbers[0]++, asked, over);
        Worker worker = Instance.get(employ(concurrency, data -> {
            long now = System.nanoTime();
            if (noteStart(data, now, asked, tally) && now < end) {
                next.run();
            } else if (asked.isEmpty()) {
                over.complete(tally.figures());
            }
        }));
        context.runOnContext(start -> Collections.nCopies(inFlight, next).forEach(Runnable::run));
        Figures figures = await(over);
        Instance.get(worker.drain());
        return figures;
    }

    @Override
    public Figures start(int concurrency, double rate, double seconds) {
        Tally tally = new Tally();
        Map<Integer, Long> asked = new HashMap<>();
        CompletableFuture<Figures> over = new CompletableFuture<>();
        Worker worker = Instance.get(employ(concurrency, data -> noteStart(data, System.nanoTime(), asked, tally)));
        int[] numbers = {0};
        long begin = System.nanoTime();
        vertx.setPeriodic(1, timer -> {
            double passed = (System.nanoTime() - begin) / 1e9;
            for (int due = (int) (Math.min(passed, seconds) * rate); numbers[0] < due; numbers[0]++) {
                submitNumbered(numbers[0], asked, over);
            }
            if (passed >= seconds && asked.isEmpty()) {
                vertx.cancelTimer(timer);
                over.complete(tally.figures());
            }
        });
        Figures figures = await(over);
        Instance.get(worker.drain());
        return figures;
    }

    private void submitNumbered(int number, Map<Integer, Long> asked, CompletableFuture<?> failed) {
        asked.put(number, System.nanoTime());
        submit(List.of(job(payload(number)))).onFailure(failed::completeExceptionally);
    }

    /** False for a job of before. */
    private static boolean noteStart(Payload data, long now, Map<Integer, Long> asked, Tally tally) {
        Long since = asked.remove(number(data));
        if (since == null) {
            return false;
        }
        tally.add(1, now - since);
        return true;
    }

    @Override
    public void close() {
        Instance.get(vertx.close());
    }
}
