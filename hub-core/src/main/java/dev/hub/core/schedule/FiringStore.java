package dev.hub.core.schedule;

import dev.hub.core.job.FlowCourier;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.JobIntake;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Queues;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How schedules become jobs. Whoever fires a tick says which one it takes for the next: who comes second changes nothing, and
 * neither does a leader who was deposed. Calls may come from any thread.
 */
public final class FiringStore {
    /** Most ticks that are made up for by hand in one call. */
    public static final int MAX_BACKFILL = 1_000;

    /** Where an order says which tick is the next one as far as is known. */
    private static final int EXPECTED = 4;

    private static final Script DUE = Script.resource("schedule_due");
    private static final Script FIRE = Script.resource("schedule_fire");

    private final Valkey valkey;
    private final Keyspace keys;
    private final Queues queues;
    private final JobIntake intake;

    /** The schedules of all hubs that share {@code keys}; what their jobs carry passes {@code cipher}. */
    public FiringStore(Valkey valkey, Keyspace keys, JobCipher cipher) {
        this.valkey = valkey;
        this.keys = keys;
        this.queues = new Queues(valkey, keys, false, cipher);
        this.intake = new JobIntake(new JobStore(queues), new FlowCourier(queues, (queue, stopped) -> {}));
        valkey.preload(List.of(DUE, FIRE));
    }

    /**
     * What is to be done in a queue.
     *
     * @param nowMillis the server's time
     * @param schedules how many the queue has
     * @param next the earliest tick of all of them, which may be over; empty for none
     * @param due schedules whose tick has come
     */
    public record Due(long nowMillis, int schedules, OptionalLong next, List<DueSchedule> due) {
        /** Copies the list. */
        public Due {
            due = List.copyOf(due);
        }
    }

    /** A schedule whose tick has come; its rules are not read yet, which may take a moment. */
    public static final class DueSchedule {
        private final QueueName queue;
        private final String id;
        private final ScheduleFields fields;

        private DueSchedule(QueueName queue, String id, ScheduleFields fields) {
            this.queue = queue;
            this.id = id;
            this.fields = fields;
        }

        /** What is to be done at {@code nowMillis}. Reads a cron expression: not for event loops. */
        public Ticks.Due plan(long nowMillis) {
            Schedule schedule = fields.schedule(queue, id);
            long expected = fields.next().orElse(nowMillis);
            return schedule.ticks().due(expected, nowMillis, schedule.catchUp());
        }

        /** Of which queue. */
        public QueueName queue() {
            return queue;
        }

        /** Its id. */
        public String id() {
            return id;
        }
    }

    /** What became of an attempt to fire. */
    public enum Verdict {
        /** It was done. */
        DONE,
        /** Somebody else did it, or changed or deleted the schedule. */
        STALE,
        /** Another instance leads. */
        DEPOSED
    }

    /**
     * What an attempt to fire came to.
     *
     * @param firings what became of each tick, when it was done
     */
    public record Fired(Verdict verdict, List<Firing> firings) {
        /** Copies the list. */
        public Fired {
            firings = List.copyOf(firings);
        }
    }

    /** Which schedules of a queue are due, {@code most} at most. */
    public Future<Due> due(QueueName queue, int most) {
        List<Object> args = new ArrayList<>();
        args.add(most);
        args.addAll(ScheduleFields.FOR_TICKS);
        return valkey.run(DUE, List.of(keys.queue(queue.value())), args).map(reply -> {
            List<DueSchedule> due = new ArrayList<>();
            Response found = reply.get(3);
            for (int i = 0; i < found.size(); i += 2) {
                if (found.get(i + 1).size() > 0) {
                    due.add(new DueSchedule(queue, found.get(i).toString(), new ScheduleFields(found.get(i + 1))));
                }
            }
            String next = reply.get(2).toString();
            return new Due(
                    Numbers.at(reply, 0),
                    Numbers.smallAt(reply, 1),
                    next.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(next)),
                    due);
        });
    }

    /** Submits the jobs of ticks, and says which one comes next. In the name of the leader of {@code term}. */
    public Future<Fired> fire(DueSchedule due, Ticks.Due plan, long term) {
        List<String> order = List.of(
                "tick", Long.toString(term), due.id, due.fields.revision(), text(due.fields.next()), text(plan.next()));
        return fire(due.queue, order, calls(plan.fire()), new ArrayList<>());
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /** Submits a job of the schedule at once, as its overlap policy lets it, though it be paused. It does not count as a tick. */
    public Future<Firing> run(QueueName queue, ScheduleId id) {
        return fire(queue, List.of("run", "0", id.value(), "", "", ""), List.of(), new ArrayList<>())
                .map(fired -> known(fired, id).getFirst());
    }

    /** Submits the jobs of ticks that had none, whatever the overlap policy says. Those that are there already stay as they are. */
    public Future<List<Firing>> backfill(QueueName queue, ScheduleId id, List<Long> ticks) {
        if (ticks.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return fire(queue, List.of("backfill", "0", id.value(), "", "", ""), calls(ticks), new ArrayList<>())
                .map(fired -> known(fired, id));
    }

    private static List<Firing> known(Fired fired, ScheduleId id) {
        if (fired.verdict() != Verdict.DONE) {
            throw ScheduleStore.unknown(id);
        }
        return fired.firings();
    }

    /**
     * A tick for the script.
     *
     * @param outcome what became of its job in another queue; empty where it is still to be submitted
     * @param job its id there
     */
    private record Call(String tick, String outcome, String job) {}

    private static List<Call> calls(List<Long> ticks) {
        return ticks.stream().map(tick -> new Call(Long.toString(tick), "", "")).toList();
    }

    /** Where a job is to go to another queue, the schedule stays at its tick until it is there: nobody else need know of it. */
    private Future<Fired> fire(QueueName queue, List<String> order, List<Call> calls, List<Firing> done) {
        List<Object> args = new ArrayList<>(order);
        calls.forEach(call -> args.addAll(List.of(call.tick, call.outcome, call.job)));
        return queues.run(FIRE, queue, args).compose(reply -> switch (reply.get(0)
                .toString()) {
            case "ok" -> {
                done.addAll(firings(reply.get(1)));
                yield Future.succeededFuture(new Fired(Verdict.DONE, done));
            }
            case "spill" -> spill(queue, order, calls, done, reply);
            case "deposed" -> Future.succeededFuture(new Fired(Verdict.DEPOSED, done));
            default -> Future.succeededFuture(new Fired(Verdict.STALE, done));
        });
    }

    private Future<Fired> spill(
            QueueName queue, List<String> order, List<Call> calls, List<Firing> done, Response reply) {
        List<Firing> before = firings(reply.get(1));
        String tick = reply.get(3).toString();
        List<byte[]> job = reply.get(4).stream().map(Response::toBytes).toList();
        done.addAll(before);
        return intake.spill(queue, new QueueName(reply.get(2).toString()), job).compose(there -> {
            List<Call> left = new ArrayList<>();
            left.add(new Call(tick, there.outcome().name().toLowerCase(Locale.ROOT), there.id()));
            left.addAll(calls.subList(Math.min(calls.size(), before.size() + 1), calls.size()));
            List<String> next = new ArrayList<>(order);
            next.set(EXPECTED, tick);
            return fire(queue, next, left, done);
        });
    }

    private static List<Firing> firings(Response list) {
        return list.stream()
                .map(each -> ScheduleFields.firing(
                        each.get(0).toString(),
                        each.get(1).toString(),
                        each.get(2).toString(),
                        each.get(3).toString()))
                .toList();
    }
}
