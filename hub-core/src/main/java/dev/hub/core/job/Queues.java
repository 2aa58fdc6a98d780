package dev.hub.core.job;

import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkFact;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The queues that there are, and their settings. */
public final class Queues {
    private static final Script CONFIGURE = Script.resource("queue_configure");

    private final Valkey valkey;
    private final Keyspace keyspace;
    private final QueueKeys keys;
    private final boolean isDurable;
    private final UnaryOperator<Script> clock;
    private final JobCipher cipher;
    private final Set<QueueName> known = ConcurrentHashMap.newKeySet();
    private volatile Consumer<QueueName> outgoing = queue -> {};

    /** Calls may come from any thread. */
    public Queues(Valkey valkey, Keyspace keyspace) {
        this(valkey, keyspace, false, JobCipher.NONE);
    }

    /**
     * The same.
     *
     * @param durable what {@link #commit} answers replicas have
     * @param cipher that all passes that jobs carry
     */
    public Queues(Valkey valkey, Keyspace keyspace, boolean durable, JobCipher cipher) {
        this(valkey, keyspace, durable, cipher, UnaryOperator.identity());
    }

    /** With scripts that {@code clock} gave another clock. */
    Queues(Valkey valkey, Keyspace keyspace, boolean durable, JobCipher cipher, UnaryOperator<Script> clock) {
        this.valkey = valkey;
        this.isDurable = durable;
        this.keyspace = keyspace;
        this.keys = new QueueKeys(keyspace);
        this.cipher = cipher;
        this.clock = clock;
        preload(List.of(CONFIGURE));
    }

    /** Has {@code listener} told of queues that have something to tell to others, see {@link FlowCourier}. */
    void onOutgoing(Consumer<QueueName> listener) {
        outgoing = listener;
    }

    /** An answer that has one part more than {@code parts} says that the queue has something to tell to others. */
    void heedOutgoing(QueueName queue, Response reply, int parts) {
        if (reply.size() > parts) {
            outgoing.accept(queue);
        }
    }

    void preload(List<Script> scripts) {
        valkey.preload(scripts.stream().map(clock).toList());
    }

    QueueKeys keys() {
        return keys;
    }

    /** By which everything goes that jobs carry. */
    JobCipher cipher() {
        return cipher;
    }

    /** Gives the queue these settings, which hold for all instances at once; tells them. */
    public Future<QueueSettings> configure(QueueName queue, QueueSettings settings) {
        return enlist(queue)
                .compose(listed -> write(queue, true, settings))
                .map(fields -> QueueSettings.decode(settingsOf(fields)));
    }

    /** The queue's settings. */
    public Future<QueueSettings> settings(QueueName queue) {
        return write(queue, false, null).map(fields -> QueueSettings.decode(settingsOf(fields)));
    }

    private static Map<String, String> settingsOf(Response fields) {
        Map<String, String> settings = new LinkedHashMap<>();
        Set<String> names = QueueSettings.DEFAULTS.encode().keySet();
        for (String name : fields.getKeys()) {
            if (names.contains(name)) {
                settings.put(name, fields.get(name).toString());
            }
        }
        return settings;
    }

    private Future<Response> write(QueueName queue, boolean overwrite, @Nullable QueueSettings settings) {
        List<Object> args = new ArrayList<>();
        args.add(overwrite);
        if (settings != null) {
            settings.encode().forEach((name, value) -> {
                args.add(name);
                args.add(value);
            });
        }
        return valkey.run(CONFIGURE, List.of(keys.queue(queue)), args);
    }

    /** Every instance knows of the queue from now on. */
    private Future<Void> enlist(QueueName queue) {
        if (known.contains(queue)) {
            return Future.succeededFuture();
        }
        String key = keyspace.queues();
        return valkey.send(
                        key,
                        Request.cmd(Command.HSET).arg(key).arg(queue.value()).arg(""))
                .onSuccess(added -> known.add(queue))
                .mapEmpty();
    }

    /** All that there are, by name. */
    public Future<List<QueueName>> all() {
        String key = keyspace.queues();
        return valkey.send(key, Request.cmd(Command.HKEYS).arg(key)).map(reply -> {
            List<QueueName> names = new ArrayList<>();
            if (reply != null) {
                reply.forEach(each -> names.add(new QueueName(each.toString())));
            }
            return names.stream().sorted(Comparator.comparing(QueueName::value)).toList();
        });
    }

    /** Runs one of the scripts that include {@code job}; a queue without settings gets the default ones before. */
    public Future<Response> run(Script script, QueueName queue, List<?> args) {
        return begun(queue, () -> tryRun(script, queue, args));
    }

    /**
     * The same for what somebody is told that it holds; where queues are durable, when replicas have it. A script writes
     * something in any case where its answer relies on what was written before.
     */
    Future<Response> commit(Script script, QueueName queue, List<?> args) {
        return isDurable
                ? begun(
                        queue,
                        () -> valkey.runDurably(
                                clock.apply(script),
                                List.of(keys.queue(queue)),
                                all(queue, args),
                                script.isIdempotent()))
                : run(script, queue, args);
    }

    private Future<Response> begun(QueueName queue, Supplier<Future<Response>> attempt) {
        return attempt.get()
                .compose(reply -> JobReplies.isUnconfigured(reply)
                        ? enlist(queue)
                                .compose(listed -> write(queue, false, QueueSettings.DEFAULTS))
                                .compose(begun -> attempt.get())
                        : Future.succeededFuture(reply));
    }

    /** The same; a queue that did not begin yet does not begin, see {@link JobReplies#isUnconfigured}. */
    Future<Response> tryRun(Script script, QueueName queue, List<?> args) {
        return valkey.run(clock.apply(script), List.of(keys.queue(queue)), all(queue, args));
    }

    private List<Object> all(QueueName queue, List<?> args) {
        List<Object> all = new ArrayList<>(args.size() + 2);
        all.add(LinkFact.PUBLISH_COMMAND);
        all.add(keys.wake(queue));
        all.addAll(args);
        return all;
    }

    /** Sends a command on a key of a queue. */
    Future<@Nullable Response> send(String key, Request request) {
        return valkey.send(key, request);
    }
}
