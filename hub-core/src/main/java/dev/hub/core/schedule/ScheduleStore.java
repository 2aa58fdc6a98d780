package dev.hub.core.schedule;

import dev.hub.core.job.JobCipher;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.SubmitArguments;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Schedules in Valkey: how they are made, changed and read. Times are the server's. What takes a while, to read cron expressions
 * and to find their times, is done on a worker thread. Calls may come from any thread.
 */
public final class ScheduleStore {
    private static final Script PUT = Script.resource("schedule_put");
    private static final Script CHANGE = Script.resource("schedule_change");
    private static final Script READ = Script.resource("schedule_read");
    private static final int ATTEMPTS = 5;

    private final Vertx vertx;
    private final Valkey valkey;
    private final Keyspace keys;
    private final JobCipher cipher;

    /** The schedules of all hubs that share {@code keys}; what their jobs carry passes {@code cipher}. */
    public ScheduleStore(Vertx vertx, Valkey valkey, Keyspace keys, JobCipher cipher) {
        this.vertx = vertx;
        this.valkey = valkey;
        this.keys = keys;
        this.cipher = cipher;
        valkey.preload(List.of(PUT, CHANGE, READ));
    }

    /**
     * Some schedules of a queue, by their ids.
     *
     * @param nowMillis the server's time
     * @param next id after which others follow; empty for none
     */
    public record Page(long nowMillis, String next, List<ScheduleView> schedules) {
        /** Copies the list. */
        public Page {
            schedules = List.copyOf(schedules);
        }
    }

    /** The queues that may have schedules, by name. */
    public Future<List<QueueName>> queues() {
        String key = keys.scheduled();
        return valkey.send(key, Request.cmd(Command.HKEYS).arg(key)).map(reply -> {
            List<QueueName> names = new ArrayList<>();
            if (reply != null) {
                reply.forEach(each -> names.add(new QueueName(each.toString())));
            }
            names.sort(Comparator.comparing(QueueName::value));
            return names;
        });
    }

    private Future<Void> enlist(QueueName queue) {
        String key = keys.scheduled();
        return valkey.send(
                        key,
                        Request.cmd(Command.HSET).arg(key).arg(queue.value()).arg(""))
                .mapEmpty();
    }

    /** Nobody needs to look for schedules of a queue that has none. */
    public Future<Void> forget(QueueName queue) {
        String key = keys.scheduled();
        return valkey.send(key, Request.cmd(Command.HDEL).arg(key).arg(queue.value()))
                .mapEmpty();
    }

    /** Schedules of a queue whose ids come after {@code after}, {@code limit} at most. */
    public Future<Page> list(QueueName queue, String after, int limit) {
        return read(queue, List.of("", after, limit));
    }

    private Future<Page> read(QueueName queue, List<Object> args) {
        return valkey.run(READ, List.of(keys.queue(queue.value())), args)
                .compose(reply -> vertx.executeBlocking(() -> page(queue, reply), false));
    }

    private Page page(QueueName queue, Response reply) {
        List<ScheduleView> views = new ArrayList<>();
        Response found = reply.get(2);
        for (int i = 0; i < found.size(); i += 2) {
            views.add(new ScheduleFields(found.get(i + 1))
                    .view(queue, found.get(i).toString(), cipher));
        }
        return new Page(Numbers.at(reply, 0), reply.get(1).toString(), views);
    }

    private Future<Page> read(QueueName queue, ScheduleId id) {
        return read(queue, List.of(id.value(), "", 1));
    }

    /** One schedule; fails with {@link ErrorCode#UNKNOWN_CHANNEL} when there is none. */
    public Future<ScheduleView> get(QueueName queue, ScheduleId id) {
        return read(queue, id).map(page -> known(page, id));
    }

    private static ScheduleView known(Page page, ScheduleId id) {
        return page.schedules().stream().findFirst().orElseThrow(() -> unknown(id));
    }

    static HubException unknown(ScheduleId id) {
        return HubException.of(ErrorCode.UNKNOWN_CHANNEL, "unknown schedule \"" + id + "\"");
    }

    /**
     * Makes a schedule, or changes one; tells whether it was made. Where its times stay the same, the tick that comes next
     * does, too, though it be missed by now.
     *
     * @param paused what it is to be; empty for what it is
     */
    public Future<Boolean> put(Schedule schedule, ScheduledJob job, Optional<Boolean> paused) {
        return enlist(schedule.queue())
                .compose(enlisted -> again(ATTEMPTS, () -> putOnce(schedule, job, paused)))
                .compose(outcome -> enlist(schedule.queue()).map(outcome.equals("created")));
    }

    private Future<String> putOnce(Schedule schedule, ScheduledJob job, Optional<Boolean> paused) {
        return read(schedule.queue(), schedule.id())
                .compose(page -> vertx.executeBlocking(() -> putArguments(schedule, job, paused, page), false))
                .compose(args -> run(PUT, schedule.queue(), Objects.requireNonNull(args)));
    }

    private List<Object> putArguments(Schedule schedule, ScheduledJob job, Optional<Boolean> paused, Page page) {
        Optional<ScheduleView> before = page.schedules().stream().findFirst();
        boolean isPaused = paused.orElse(before.map(ScheduleView::isPaused).orElse(false));
        OptionalLong next = isPaused ? OptionalLong.empty() : next(schedule, before, page.nowMillis());
        List<Object> args = new ArrayList<>();
        args.add(schedule.id().value());
        args.add(before.map(ScheduleView::revision).orElse(""));
        args.add(text(next));
        args.add(isPaused);
        args.add(Schedule.MAX);
        List<Object> parts =
                SubmitArguments.of(schedule.queue(), List.of(job.job()), cipher).args();
        args.add(parts.size());
        args.addAll(parts);
        ScheduleFields.encode(schedule, cipher.seal(schedule.queue(), job.source()))
                .forEach((name, value) -> {
                    args.add(name);
                    args.add(value);
                });
        return args;
    }

    private static OptionalLong next(Schedule schedule, Optional<ScheduleView> before, long now) {
        boolean hasHadAll = schedule.limit() > 0
                && before.map(view -> view.fired() >= schedule.limit()).orElse(false);
        if (hasHadAll) {
            return OptionalLong.empty();
        }
        return before.filter(view -> view.schedule().ticks().equals(schedule.ticks()))
                .map(ScheduleView::next)
                .filter(OptionalLong::isPresent)
                .orElseGet(() -> schedule.ticks().after(now));
    }

    private static String text(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "";
    }

    /** No tick has a job from now on; what was missed meanwhile is not made up for. */
    public Future<Void> pause(QueueName queue, ScheduleId id) {
        return change(queue, id, page -> List.of("pause", id.value()));
    }

    /** Ends a pause. */
    public Future<Void> resume(QueueName queue, ScheduleId id) {
        return change(queue, id, page -> {
            ScheduleView view = known(page, id);
            OptionalLong next = view.isExhausted()
                    ? OptionalLong.empty()
                    : view.schedule().ticks().after(page.nowMillis());
            return List.of("resume", id.value(), view.revision(), text(next));
        });
    }

    /** Ends it; jobs that it submitted go on. */
    public Future<Void> delete(QueueName queue, ScheduleId id) {
        return change(queue, id, page -> List.of("delete", id.value()));
    }

    private Future<Void> change(QueueName queue, ScheduleId id, Function<Page, List<Object>> args) {
        return again(
                        ATTEMPTS,
                        () -> read(queue, id)
                                .compose(page -> vertx.executeBlocking(() -> args.apply(page), false))
                                .compose(all -> run(CHANGE, queue, all)))
                .compose(outcome ->
                        outcome.equals("unknown") ? Future.failedFuture(unknown(id)) : Future.succeededFuture());
    }

    private Future<String> run(Script script, QueueName queue, List<Object> args) {
        return valkey.run(script, List.of(keys.queue(queue.value())), args)
                .map(reply -> reply.get(0).toString());
    }

    /** As long as somebody else changes it in between. */
    private static Future<String> again(int attempts, Supplier<Future<String>> attempt) {
        return attempt.get().compose(outcome -> switch (outcome) {
            case "stale" ->
                attempts > 1
                        ? again(attempts - 1, attempt)
                        : Future.failedFuture(HubException.of(
                                ErrorCode.TOO_MANY_REQUESTS, "somebody else changes this schedule all the time"));
            case "full" ->
                Future.failedFuture(HubException.of(
                        ErrorCode.LIMIT_EXCEEDED, "a queue must have at most " + Schedule.MAX + " schedules"));
            default -> Future.succeededFuture(outcome);
        });
    }
}
