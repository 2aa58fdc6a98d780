package dev.hub.core.schedule;

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
import java.util.OptionalLong;

/**
 * How schedules become jobs. Whoever fires a tick says which one it takes for the next: who comes second changes nothing, and
 * neither does a leader who was deposed. Calls may come from any thread.
 */
public final class FiringStore {
    /** Most ticks that are made up for by hand in one call. */
    public static final int MAX_BACKFILL = 1_000;

    private static final Script DUE = Script.resource("schedule_due");
    private static final Script FIRE = Script.resource("schedule_fire");

    private final Valkey valkey;
    private final Keyspace keys;
    private final Queues queues;

    /** The schedules of all hubs that share {@code keys}. */
    public FiringStore(Valkey valkey, Keyspace keys) {
        this.valkey = valkey;
        this.keys = keys;
        this.queues = new JobStore(valkey, keys).queues();
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
    public Future<Verdict> fire(DueSchedule due, Ticks.Due plan, long term) {
        List<Object> args = new ArrayList<>(List.of("tick", term, due.id, due.fields.revision()));
        args.add(text(due.fields.next()));
        args.add(text(plan.next()));
        args.addAll(plan.fire());
        return queues.run(FIRE, due.queue, args)
                .map(reply -> switch (reply.get(0).toString()) {
                    case "ok" -> Verdict.DONE;
                    case "deposed" -> Verdict.DEPOSED;
                    default -> Verdict.STALE;
                });
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /** Submits a job of the schedule at once, as its overlap policy lets it, though it be paused. It does not count as a tick. */
    public Future<Firing> run(QueueName queue, ScheduleId id) {
        return fire(queue, id, List.of("run", 0, id.value(), "", "", "")).map(List::getFirst);
    }

    /** Submits the jobs of ticks that had none, whatever the overlap policy says. Those that are there already stay as they are. */
    public Future<List<Firing>> backfill(QueueName queue, ScheduleId id, List<Long> ticks) {
        if (ticks.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<Object> args = new ArrayList<>(List.of("backfill", 0, id.value(), "", "", ""));
        args.addAll(ticks);
        return fire(queue, id, args);
    }

    private Future<List<Firing>> fire(QueueName queue, ScheduleId id, List<Object> args) {
        return queues.run(FIRE, queue, args).map(reply -> {
            if (!reply.get(0).toString().equals("ok")) {
                throw ScheduleStore.unknown(id);
            }
            List<Firing> firings = new ArrayList<>();
            for (int i = 1; i < reply.size(); i++) {
                Response each = reply.get(i);
                firings.add(ScheduleFields.firing(
                        each.get(0).toString(),
                        each.get(1).toString(),
                        each.get(2).toString(),
                        each.get(3).toString()));
            }
            return firings;
        });
    }
}
